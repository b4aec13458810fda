"""Ids of which only the kind is known, because a deployment gives the names."""

import json

import pytest

from integrity.lint.linter import judge_file
from integrity.template.loader import load


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("Microsoft.Compute/galleries', 'g", {"AIB108", "AIB231", "AIB430"}),
        ("Microsoft.Compute/galleries/images', 'g', 'i", {"AIB108", "AIB231"}),
        ("Microsoft.Compute/galleries/images/versions', 'g', 'i', '1.0.0", {"AIB108"}),
        ("Microsoft.Network/virtualNetworks/subnets', 'v', 's", {"AIB231", "AIB430"}),
    ],
)
def test_an_id_of_another_kind_is_told_where_its_names_are_not_known(kind, rules):
    wanted = f"[resourceId(parameters('group'), '{kind}')]"
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2022-07-01",
        "properties": {
            "source": {"type": "SharedImageVersion", "imageVersionId": wanted},
            "vmProfile": {"vnetConfig": {"subnetId": wanted}},
            "distribute": [{"type": "SharedImage", "galleryImageId": wanted}],
        },
    }
    parameters = {"group": {"type": "string"}}
    text = json.dumps({"parameters": parameters, "resources": [resource]})

    findings = judge_file(load("azuredeploy.json", text.encode())).findings

    assert {one.rule for one in findings} & {"AIB108", "AIB231", "AIB430"} == rules


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Microsoft.ManagedIdentity/userAssignedIdentities", []),
        ("microsoft.managedidentity/userassignedidentities", []),
        ("Microsoft.Storage/storageAccounts", ["Microsoft.Storage/storageAccounts"]),
    ],
)
def test_a_key_that_names_an_identity_is_of_that_kind(kind, told):
    key = f"[resourceId('{kind}', parameters('name'))]"
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {key: {}}},
        "properties": {},
    }
    text = json.dumps(
        {"parameters": {"name": {"type": "string"}}, "resources": [resource]}
    )

    findings = judge_file(load("azuredeploy.json", text.encode())).findings

    kinds = [one.message.split("'")[1] for one in findings if one.rule == "AIB155"]
    assert kinds == told
