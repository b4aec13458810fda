#!/bin/bash
set -euo pipefail
sudo systemctl enable --now systemd-networkd-wait-online.service
