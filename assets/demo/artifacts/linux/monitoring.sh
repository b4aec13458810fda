#!/bin/bash
# Install the node exporter from the distribution's own packages.
set -euo pipefail
sudo apt-get update
sudo apt-get install -y prometheus-node-exporter
