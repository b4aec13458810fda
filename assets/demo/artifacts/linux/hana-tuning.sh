#!/bin/bash
# Apply the saptune profile that HANA asks for.
set -euo pipefail
sudo zypper --non-interactive install saptune
sudo saptune solution apply HANA
