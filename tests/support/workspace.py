"""A folder with templates and the artifacts that they name, and the command run in it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

ADDRESS = "https://artifacts.example.com"
SETUP = b"#!/bin/bash\necho set up\n"
SETUP_SHA256 = hashlib.sha256(SETUP).hexdigest()

_TEMPLATE = """{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "apiVersion": "2024-02-01",
  "location": "westeurope",
  "identity": {
    "type": "UserAssigned",
    "userAssignedIdentities": {
      "/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aib": {}
    }
  },
  "properties": {
    "vmProfile": { "vmSize": "Standard_D2s_v5" },
    "source": {
      "type": "PlatformImage",
      "publisher": "Canonical",
      "offer": "ubuntu-24_04-lts",
      "sku": "server",
      "version": "latest"
    },
    "customize": [
      {
        "type": "Shell",
        "name": "setup",
        "scriptUri": "https://artifacts.example.com/setup.sh"CHECKSUM
      }
    ],
    "distribute": [
      {
        "type": "ManagedImage",
        "runOutputName": "image",
        "imageId": "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/images/image",
        "location": "westeurope"
      }
    ]
  }
}
"""


def template_text(checksum: str | None = None) -> str:
    """A clean template with one script; None leaves the checksum's key out."""
    member = "" if checksum is None else f',\n        "sha256Checksum": "{checksum}"'
    return _TEMPLATE.replace("CHECKSUM", member)


def template_at(url: str, checksum: str = SETUP_SHA256) -> str:
    """The same, with its script at another address."""
    return template_text(checksum).replace(f"{ADDRESS}/setup.sh", url)


@dataclass(frozen=True)
class Workspace:
    """Where a test's template and its artifacts are."""

    folder: Path

    @property
    def template(self) -> Path:
        """The template's file."""
        return self.folder / "template.json"

    @property
    def script(self) -> Path:
        """The one artifact."""
        return self.folder / "artifacts" / "setup.sh"

    @property
    def mapped(self) -> str:
        """What makes the command read the artifacts here."""
        return f"--map={ADDRESS}={self.folder / 'artifacts'}"

    def write(self, text: str) -> bytes:
        """Write the template as it is, line ends included; returns its bytes."""
        data = text.encode()
        self.template.write_bytes(data)
        return data


def new_workspace(folder: Path) -> Workspace:
    """A workspace with its script in place."""
    workspace = Workspace(folder)
    workspace.script.parent.mkdir()
    workspace.script.write_bytes(SETUP)
    return workspace
