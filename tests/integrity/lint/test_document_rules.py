"""The rules about the document, where the examples do not tell enough."""

import json
from dataclasses import replace

import pytest
from judging import complaints, messages

from integrity.lint.linter import judge_file
from integrity.lint.rules.document import (
    unreplaced_placeholder,
    unresolved_expression,
)
from integrity.template.loader import load
from integrity.template.model import Form

TYPED = {
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "apiVersion": "2024-02-01",
    "location": "westus2",
    "properties": {},
}


def loaded(**members):
    """The template in a resource of its own, as a file would give it."""
    text = json.dumps({**TYPED, **members})
    return load("template.json", text.encode()).templates[0]


def test_a_placeholder_is_told_without_the_text_around_it():
    template = loaded(tags={"from": "https://x.example/?sig=secret&to=<container>"})

    assert messages(unreplaced_placeholder, template) == [
        "unreplaced placeholder <container>"
    ]


def test_all_placeholders_of_a_value_are_told():
    template = loaded(location="<region>-<stage>-<region>")

    assert messages(unreplaced_placeholder, template) == [
        "unreplaced placeholders <region>, <stage>"
    ]


def test_a_command_that_a_shell_puts_in_is_a_placeholder():
    template = loaded(location="$(az group show -n rg --query location -o tsv)")

    assert messages(unreplaced_placeholder, template) == [
        "unreplaced placeholder $(az group show -n rg --query location -o tsv)"
    ]


def test_a_placeholder_of_a_tool_is_told_as_it_stands():
    template = loaded(location="#{region}#", tags={"a": "__STAGE__ $(build.number)"})

    assert messages(unreplaced_placeholder, template) == [
        "unreplaced placeholder #{region}#",
        "unreplaced placeholders __STAGE__, $(build.number)",
    ]


def test_a_placeholder_may_be_a_key():
    identity = {"type": "UserAssigned", "userAssignedIdentities": {"<id>": {}}}

    assert messages(unreplaced_placeholder, loaded(identity=identity)) == [
        "unreplaced placeholder <id>"
    ]


def test_a_placeholder_is_found_where_no_property_is_known():
    template = loaded(properties={"source": {}, "customise": ["<here>"]})

    assert len(messages(unreplaced_placeholder, template)) == 1


def test_each_unresolved_value_is_told_once_with_its_place():
    properties = {"source": {"type": "PlatformImage", "sku": "[parameters('sku')]"}}

    assert messages(unresolved_expression, loaded(properties=properties)) == [
        "not judged: source.sku is an expression and only a deployment works it out"
    ]


def test_in_a_deployment_parameters_may_make_it_known():
    template = replace(loaded(location="[parameters('region')]"), form=Form.DEPLOYMENT)

    assert messages(unresolved_expression, template) == [
        "not judged: location is an expression that is not known offline"
    ]


@pytest.mark.parametrize(
    ("expression", "way_out"),
    [
        ("resourceGroup().location", "--location"),
        ("environment().suffixes.storage", "with --location"),
        ("deployment().location", "with --location"),
        ("subscription().subscriptionId", "--subscription"),
        ("reference(resourceId('a/b', 'c')).name", "Only a deployment knows"),
        ("parameters('region')", "--params"),
        ("resourceId('Microsoft.Compute/images', 'x')", "--subscription and -g"),
        (
            "concat(subscription().id, '/resourceGroups/', resourceGroup().name)",
            "with --subscription and -g, or",
        ),
        ("resourceGroup().id", "with --subscription and -g, or"),
        (
            "resourceId('Microsoft.Compute/images', parameters('image'))",
            "with --subscription and -g, and give what it asks for with --params",
        ),
        ("format('{0}', uniqueString(resourceGroup().id))", "Only a deployment knows"),
    ],
)
def test_the_way_out_of_an_expression_is_what_it_asks_for(expression, way_out):
    template = replace(loaded(location=f"[{expression}]"), form=Form.DEPLOYMENT)

    (complaint,) = complaints(unresolved_expression, template)
    assert way_out in (complaint.help or "")


def test_steps_that_are_joined_are_judged_one_by_one():
    text = """{
      "resources": [{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {"customize": "[concat(variables('own'), parameters('more'))]"}
      }],
      "parameters": {"more": {"type": "array"}},
      "variables": {"own": [{"type": "Shell", "inline": "reboot"}]}
    }"""
    (template,) = load("azuredeploy.json", text.encode()).templates

    assert len(template.customizers) == 1
    assert messages(unresolved_expression, template) == [
        "not judged: a part of customize is an expression that is not known offline"
    ]


def test_an_expression_where_nothing_is_judged_is_not_told():
    template = loaded(dependsOn=["[resourceId('a/b', parameters('c'))]"])

    assert messages(unresolved_expression, template) == []


def test_an_expression_that_is_refused_is_not_told_for_unknown_as_well():
    text = """{
      "resources": [{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "location": "[paramters('region')]",
        "name": "[parameters('name')]"
      }],
      "parameters": {"name": {"type": "string"}}
    }"""
    findings = judge_file(load("azuredeploy.json", text.encode())).findings

    told = [one.span.text for one in findings if one.rule == "AIB005"]
    assert told == ["\"[parameters('name')]\""]
