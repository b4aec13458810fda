"""The rule about deprecated forms, where its examples do not tell enough."""

import pytest
from judging import complaints, messages, properties_with
from mending import mended

from integrity.lint.rules.older_forms import deprecated_property
from integrity.template.loader import load


def test_regions_are_rewritten_with_their_storage():
    template = properties_with(
        distribute=[
            {
                "type": "SharedImage",
                "storageAccountType": "Standard_ZRS",
                "replicationRegions": ["westus2", "northeurope"],
            }
        ]
    )

    assert mended(deprecated_property, template)["properties"]["distribute"] == [
        {
            "type": "SharedImage",
            "targetRegions": [
                {"name": "westus2", "storageAccountType": "Standard_ZRS"},
                {"name": "northeurope", "storageAccountType": "Standard_ZRS"},
            ],
        }
    ]


@pytest.mark.parametrize(
    "distributor",
    [
        {"replicationRegions": ["westus2", ...]},
        {"replicationRegions": ...},
        {"replicationRegions": ["westus2"], "storageAccountType": ...},
        {"replicationRegions": ["westus2"], "targetRegions": []},
    ],
)
def test_regions_that_are_not_written_out_are_left(distributor):
    template = properties_with(distribute=[{"type": "SharedImage", **distributor}])
    found = complaints(deprecated_property, template)

    assert found
    assert {complaint.fix for complaint in found} == {None}


def test_null_is_no_deprecated_value():
    target = {"type": "SharedImage", "replicationRegions": None}

    assert messages(deprecated_property, properties_with(distribute=[target])) == []


def test_regions_are_not_deprecated_where_there_is_nothing_newer():
    template = properties_with(
        "2022-02-14",
        distribute=[{"type": "SharedImage", "replicationRegions": ["westus2"]}],
    )

    assert messages(deprecated_property, template) == []


@pytest.mark.parametrize(
    "members",
    [
        '"replicationRegions": ["[parameters(\'region\')]"]',
        '"replicationRegions": "[variables(\'regions\')]"',
        '"replicationRegions": ["westus2"],'
        ' "storageAccountType": "[parameters(\'storage\')]"',
    ],
)
def test_what_a_deployment_says_elsewhere_is_left(members):
    text = f"""{{
      "parameters": {{
        "region": {{"type": "string", "defaultValue": "westus2"}},
        "storage": {{"type": "string", "defaultValue": "Standard_ZRS"}}
      }},
      "variables": {{"regions": ["westus2"]}},
      "resources": [{{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "properties": {{"distribute": [{{"type": "SharedImage", {members}}}]}}
      }}]
    }}"""
    (template,) = load("azuredeploy.json", text.encode()).templates

    complaint = complaints(deprecated_property, template)[0]

    assert complaint.fix is None
