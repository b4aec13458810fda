#!/bin/bash
# Close what a golden image leaves open: root over SSH, passwords, core dumps.
set -euo pipefail
sudo sed -i 's/^#\?PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config
sudo sed -i 's/^#\?PasswordAuthentication.*/PasswordAuthentication no/' /etc/ssh/sshd_config
echo '* hard core 0' | sudo tee /etc/security/limits.d/core.conf >/dev/null
