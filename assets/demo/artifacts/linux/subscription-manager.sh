#!/bin/bash
# Register with Satellite, update, and leave no registration behind.
set -euo pipefail
sudo subscription-manager register --org contoso --activationkey base-rhel9
sudo dnf -y update
sudo subscription-manager unregister
