"""Files to submit, whose artifacts are on this disk."""

import hashlib
import json
from pathlib import Path
from typing import Any

ADDRESS = "https://artifacts.example.com/linux/harden.sh"
SCRIPT = b"echo hardened\n"
DIGEST = hashlib.sha256(SCRIPT).hexdigest()

IDENTITY = (
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-golden"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/image-builder"
)


def artifacts(folder: Path, script: bytes = SCRIPT) -> str:
    """A folder that stands in for the server; what `--map` takes."""
    place = folder / "artifacts" / "linux"
    place.mkdir(parents=True, exist_ok=True)
    (place / "harden.sh").write_bytes(script)
    return f"https://artifacts.example.com={folder / 'artifacts'}"


def template_file(folder: Path, name: str = "fresh", **properties: Any) -> Path:
    """A template with one script and one VHD."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(template_body(name, **properties), indent=2))
    return path


def template_body(name: str, **properties: Any) -> dict[str, Any]:
    step = {"type": "Shell", "name": "harden", "scriptUri": ADDRESS}
    return {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "name": name,
        "location": "westeurope",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
        "properties": {
            "source": {
                "type": "PlatformImage",
                "publisher": "Canonical",
                "offer": "ubuntu-24_04-lts",
                "sku": "server",
                "version": "latest",
            },
            "customize": [step],
            "distribute": [{"type": "VHD", "runOutputName": f"{name}-vhd"}],
            **properties,
        },
    }
