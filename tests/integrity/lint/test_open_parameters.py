"""A parameter whose default is empty is left open: the deployment gives its value."""

import json

import pytest
from evaluating import node_of, scope_of

from integrity.lint.linter import judge_file
from integrity.lint.severity import Severity
from integrity.template.expressions.evaluation import resolve
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


def judged(template):
    return judge_file(load("t.json", json.dumps(template, indent=1).encode()))


def rules_of(template):
    return {finding.rule for finding in judged(template).findings}


def test_of_what_is_open_no_word_no_name_and_no_line_is_asked_for():
    template = deployment("[parameters('open')]")
    template["resources"][0]["name"] = "[parameters('open')]"
    properties = template["resources"][0]["properties"]
    properties["optimize"] = {"vmBoot": {"state": "[parameters('open')]"}}
    properties["distribute"][0]["targetRegions"] = [{"name": "[parameters('open')]"}]
    properties["customize"] = [{"type": "Shell", "inline": ["[parameters('open')]"]}]

    assert not rules_of(template) & {"AIB108", "AIB323", "AIB404"}


def test_an_empty_default_is_no_error():
    assert not rules_of(deployment("[parameters('open')]")) & REQUIRED


@pytest.mark.parametrize("template", [deployment(""), deployment("[concat('')]")])
def test_an_empty_value_is_one(template):
    assert rules_of(template) >= REQUIRED


def test_a_text_with_an_empty_default_in_it_is_open_too():
    made = "[concat(parameters('open'), '/images/', 'x.ps1')]"
    template = deployment(made)

    assert not rules_of(template) & {*REQUIRED, "AIB325"}


def test_what_is_counted_of_an_open_text_is_not_open_itself():
    scope = scope_of('{"parameters": {"open": {"type": "string", "defaultValue": ""}}}')
    text = resolve(node_of("[concat(parameters('open'), '/images')]"), scope)
    number = resolve(node_of("[length(parameters('open'))]"), scope)

    assert (text.open, number.open) == (True, False)


def test_an_empty_default_may_name_a_marketplace_image():
    template = deployment("x")
    source = {"type": "PlatformImage", "publisher": "[parameters('open')]"}
    source |= {"offer": "o", "sku": "s", "version": "latest"}
    template["resources"][0]["properties"]["source"] = source

    assert "AIB210" not in rules_of(template)


def test_a_text_is_judged_where_an_empty_default_leaves_it_right():
    made = "[concat('http://artifacts.example.com/setup.ps1', parameters('open'))]"

    assert "AIB325" in rules_of(deployment(made))


def test_an_empty_default_within_an_object_is_open():
    template = deployment("[parameters('open').id]", {"id": ""})

    assert not rules_of(template) & REQUIRED


def test_an_empty_variable_is_not_open():
    template = deployment("[variables('none')]")
    template["variables"] = {"none": ""}

    assert rules_of(template) >= REQUIRED


@pytest.mark.parametrize("default", ["", [], {}])
def test_what_is_left_open_counts_as_skipped(default):
    template = deployment("[parameters('open')]", default)
    closed = deployment("/subscriptions/s/resourceGroups/g")

    assert judged(template).file.skipped > judged(closed).file.skipped


def test_a_template_may_leave_whole_objects_and_arrays_open():
    template = deployment("x", {})
    resource = template["resources"][0]
    resource["identity"]["userAssignedIdentities"] = "[parameters('open')]"
    resource["properties"]["source"] = "[parameters('open')]"
    template["parameters"]["steps"] = {"type": "array", "defaultValue": []}
    resource["properties"]["customize"] = [
        {"type": "Shell", "inline": "[parameters('steps')]"}
    ]

    assert not rules_of(template) & {"AIB151", "AIB200", "AIB323"}


def test_targets_that_are_left_open_are_a_warning():
    template = deployment("x", [])
    template["resources"][0]["properties"]["distribute"] = "[parameters('open')]"

    (told,) = [one for one in judged(template).findings if one.rule == "AIB400"]
    assert told.severity is Severity.WARNING


def test_a_script_that_the_deployment_gives_may_be_none():
    template = deployment("x")
    template["parameters"]["open"] = {"type": "string"}
    template["resources"][0]["properties"]["customize"] = [
        {
            "type": "Shell",
            "scriptUri": "[parameters('open')]",
            "inline": ["true"],
        }
    ]

    assert "AIB323" not in rules_of(template)


def test_an_optional_property_keeps_what_an_empty_default_means():
    template = deployment("[parameters('open')]")
    target = {"type": "VHD", "runOutputName": "v", "uri": "[parameters('open')]"}
    template["resources"][0]["properties"]["distribute"] = [target]

    assert "AIB450" in rules_of(template)


@pytest.mark.parametrize(
    "made",
    [
        "[reduce(map(parameters('open'), lambda('id', createObject(lambdaVariables('id'),"
        " createObject()))), createObject(), lambda('one', 'two',"
        " union(lambdaVariables('one'), lambdaVariables('two'))))]",
        "[toObject(parameters('open'), lambda('id', lambdaVariables('id')),"
        " lambda('id', createObject()))]",
    ],
)
def test_identities_made_of_an_empty_list_are_open_too(made):
    template = deployment("x", default=[])
    template["parameters"]["open"]["type"] = "array"
    template["resources"][0]["identity"]["userAssignedIdentities"] = made

    assert not rules_of(template) & {"AIB006", "AIB151"}


def test_identities_joined_of_empty_ones_are_open_too():
    template = deployment("x", default={})
    template["parameters"]["open"]["type"] = "object"
    made = "[union(parameters('open'), parameters('open'))]"
    template["resources"][0]["identity"]["userAssignedIdentities"] = made

    assert not rules_of(template) & {"AIB006", "AIB151"}
