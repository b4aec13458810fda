"""A template of which only Azure knows something, and what is asked for it."""

import json

from scripted_azure import SUBSCRIPTION, azure, by_call, reply

from integrity.template.loader import load
from transfer.azure.facts.lookup import look_up

BASE = f"/subscriptions/{SUBSCRIPTION}"
GROUP = f"{BASE}/resourceGroups/images/providers"
IMAGE = f"{GROUP}/Microsoft.Compute/images/base"
DEFINITION = f"{GROUP}/Microsoft.Compute/galleries/golden/images/web"
IDENTITY = f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/builder"
PROVIDER = f"GET {BASE}/providers/Microsoft.VirtualMachineImages"
REGIONS = {
    "resourceTypes": [
        {"resourceType": "locations", "locations": []},
        {"resourceType": "ImageTemplates", "locations": ["West Europe", "East US"]},
    ]
}


def template(source=None, **properties):
    """One that starts from an image, with an identity of its own."""
    envelope = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "location": "West Europe",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
        "properties": {"source": source or {}, **properties},
    }
    return load("t.json", json.dumps(envelope).encode()).templates[0]


async def asked(table, *of, **properties):
    """What is found of a template, and the Azure that was asked by a table of answers."""
    real = azure(by_call({PROVIDER: reply(200, REGIONS), **table}))
    return await look_up(real.manager, template(*of, **properties)), real


def platform(version="latest"):
    """A `source` in the marketplace."""
    return {
        "type": "PlatformImage",
        "publisher": "Canonical",
        "offer": "ubuntu",
        "sku": "server",
        "version": version,
    }
