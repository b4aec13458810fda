#!/bin/bash
set -euo pipefail
sudo apt-get update
sudo apt-get install -y jq unzip git
