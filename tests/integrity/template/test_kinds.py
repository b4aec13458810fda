"""What a file without an image template is instead."""

import pytest
from template_forms import PROPERTIES, TYPE, deployment, find

WORKFLOW = {"triggers": {"weekly": {}}, "actions": {"PUT": {"type": "Http"}}}
PULUMI = "azure-native:virtualmachineimages:VirtualMachineImageTemplate"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"builders": [], "provisioners": []}, "Packer template"),
        (
            {"resources": {"t": {"type": PULUMI, "properties": PROPERTIES}}},
            "Pulumi program or state; judge what it sends",
        ),
        (
            {"deployment": {"resources": [{"type": PULUMI, "inputs": PROPERTIES}]}},
            "Pulumi program or state; judge what it sends",
        ),
        (WORKFLOW, "workflow of a Logic App; judge the body that its action sends"),
        (
            {"kind": "Stateful", "definition": WORKFLOW},
            "workflow of a Logic App; judge the body that its action sends",
        ),
        (
            {"properties": {"definition": WORKFLOW}},
            "workflow of a Logic App; judge the body that its action sends",
        ),
        (
            deployment(
                {
                    "type": "Microsoft.Logic/workflows",
                    "properties": {"definition": {"uri": TYPE}},
                }
            ),
            "deployment template; judge the body that its workflow sends",
        ),
        (
            {"name": "bake", "properties": {"activities": []}},
            "pipeline of Data Factory; judge the body that its activity sends",
        ),
        ({"Name": "x", "Actions": [], "AssignableScopes": []}, "role definition"),
        ({"properties": {"permissions": []}}, "role definition"),
        ({"location": "x", "properties": {"kind": "SourceImage"}}, "trigger body"),
        ({"type": TYPE + "/triggers", "properties": {}}, "trigger body"),
        ({"properties": {"artifactId": "x"}}, "run output"),
        ({"type": TYPE + "/runOutputs"}, "run output"),
        ({"parameters": {"a": {"value": 1}}}, "deployment parameters file"),
        (
            {"$schema": "https://x/2019-04-01/deploymentParameters.json#"},
            "deployment parameters file",
        ),
        ({"handler": "Microsoft.Azure.CreateUIDef"}, "portal UI definition"),
        (
            {"$schema": "https://x/dtlArtifacts.json", "parameters": {}},
            "artifact of DevTest Labs",
        ),
        ({"properties": {"policyRule": {}}}, "policy"),
        (deployment(), "deployment template"),
        (
            deployment({"type": "x", "properties": {"templateLink": {"uri": "u"}}}),
            "deployment template; it links to others, judge those",
        ),
        ({"a": 1}, "JSON object of another kind"),
        ({}, "JSON object of another kind"),
        ({"customize": True, "validate": 1}, "JSON object of another kind"),
        (
            {"value": [{"properties": {"artifactUri": "x"}}]},
            "page of a list, each item a run output",
        ),
        ({"value": []}, "page of a list"),
        (
            {"parameters": {"api-version": "2025-10-01"}, "responses": {"200": {}}},
            "recorded call of the service",
        ),
        ([], "JSON array"),
        ([{"properties": {"artifactId": "x"}}], "JSON array, each item a run output"),
        ("1", "JSON number"),
        ("true", "JSON boolean"),
        ("null", "JSON null"),
        ('"x"', "JSON string"),
        ("<x>", "placeholder"),
    ],
)
def test_what_is_no_template_is_named(value, expected):
    found = find(value)
    assert found.kind == expected
    assert not found.templates
