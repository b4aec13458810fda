"""A parameter whose default is empty is left open: the deployment gives its value."""

import json

import pytest

from integrity.lint.linter import judge_file
from integrity.template.loader import load

REQUIRED = {
    "AIB110",
    "AIB155",
    "AIB323",
    "AIB360",
    "AIB403",
    "AIB420",
    "AIB422",
    "AIB430",
}


def deployment(value, default=""):
    return {
        "$schema": "https://example.com/deploymentTemplate.json#",
        "parameters": {"open": {"type": "string", "defaultValue": default}},
        "resources": [
            {
                "type": "Microsoft.VirtualMachineImages/imageTemplates",
                "apiVersion": "2024-02-01",
                "name": "image",
                "location": value,
                "identity": {
                    "type": "UserAssigned",
                    "userAssignedIdentities": {value: {}},
                },
                "properties": {
                    "source": {"type": "ManagedImage", "imageId": value},
                    "customize": [
                        {"type": "PowerShell", "scriptUri": value},
                        {"type": "File", "sourceUri": value, "destination": value},
                    ],
                    "distribute": [
                        {
                            "type": "SharedImage",
                            "galleryImageId": value,
                            "runOutputName": value,
                        },
                        {
                            "type": "ManagedImage",
                            "imageId": value,
                            "location": value,
                            "runOutputName": "second",
                        },
                    ],
                },
            }
        ],
    }


def rules_of(template):
    loaded = load("t.json", json.dumps(template, indent=1).encode())
    return {finding.rule for finding in judge_file(loaded).findings}


def test_an_empty_default_is_no_error():
    assert not rules_of(deployment("[parameters('open')]")) & REQUIRED


@pytest.mark.parametrize("template", [deployment(""), deployment("[concat('')]")])
def test_an_empty_value_is_one(template):
    assert rules_of(template) >= REQUIRED


def test_an_optional_property_keeps_what_an_empty_default_means():
    template = deployment("[parameters('open')]")
    target = {"type": "VHD", "runOutputName": "v", "uri": "[parameters('open')]"}
    template["resources"][0]["properties"]["distribute"] = [target]

    assert "AIB450" in rules_of(template)
