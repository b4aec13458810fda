"""Deployments that choose by conditions which are not known."""

import json

from judging import IDENTITY

from integrity.lint.linter import judge_file
from integrity.lint.severity import Severity
from integrity.template.loader import load

COMPUTE = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g"
PLATFORM = {
    "type": "PlatformImage",
    "publisher": "Canonical",
    "offer": "0001-com-ubuntu-server-jammy",
    "sku": "22_04-lts",
    "version": "22.04.202209200",
}
WINDOWS = {**PLATFORM, "publisher": "MicrosoftWindowsServer", "offer": "WindowsServer"}
STEP = {"type": "Shell", "name": "setup", "inline": ["true"]}
TARGET = {
    "type": "ManagedImage",
    "runOutputName": "image",
    "imageId": f"{COMPUTE}/providers/Microsoft.Compute/images/i",
    "location": "westus2",
}
SO = "where an expression chooses so: "


def deployment(variables=None, **properties):
    """One with the parameters `dev` and `os`."""
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "name": "golden",
        "location": "westus2",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
        "properties": {
            "vmProfile": {"vmSize": "Standard_D2s_v3"},
            "source": PLATFORM,
            "customize": [STEP],
            "distribute": [TARGET],
            **properties,
        },
    }
    return {
        "parameters": {"dev": {"type": "bool"}, "os": {"type": "string"}},
        "variables": variables or {},
        "resources": [resource],
    }


def worse_than_notes(document):
    findings = judge_file(load("d.json", json.dumps(document).encode())).findings
    return [one for one in findings if one.severity is not Severity.NOTE]


def judged(variables=None, **properties):
    """What is worse than a note in a deployment with the parameters `dev` and `os`."""
    return worse_than_notes(deployment(variables, **properties))


def rules(found):
    return {one.rule for one in found}
