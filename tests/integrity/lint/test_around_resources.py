"""What Resource Manager refuses in a deployment template, around the image template."""

import json

import pytest

from integrity.lint.linter import judge_file
from integrity.template.loader import load

SCHEMAS = "https://schema.management.azure.com/schemas"
RESOURCE = {
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "apiVersion": "2022-07-01",
    "name": "image",
    "location": "westus2",
    "properties": {},
}
DEPLOYMENT = {
    "$schema": f"{SCHEMAS}/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"region": {"type": "string", "defaultValue": "westus2"}},
    "resources": [RESOURCE],
}
NOISE = {"AIB102", "AIB150", "AIB200", "AIB326", "AIB400"}


def told(template):
    """Rule, text at its place and help of what is wrong around the image template."""
    judged = judge_file(load("template.json", json.dumps(template).encode()))
    return [
        (one.rule, one.severity.value, one.span.text, one.help)
        for one in judged.findings
        if one.severity.value == "error" and one.rule not in NOISE
    ]


def without(key, mapping=DEPLOYMENT):
    return {name: value for name, value in mapping.items() if name != key}


def test_a_deployment_that_has_what_it_needs_is_told_nothing():
    assert told(DEPLOYMENT) == []


@pytest.mark.parametrize(
    ("key", "help_"),
    [
        ("$schema", f'Write "$schema": "{DEPLOYMENT["$schema"]}".'),
        ("contentVersion", 'Write "contentVersion": "1.0.0.0".'),
    ],
)
def test_a_deployment_needs_its_schema_and_its_version(key, help_):
    assert told(without(key)) == [("AIB107", "error", "{", help_)]


def test_resources_that_say_neither_may_be_no_deployment_at_all():
    assert told({"resources": [RESOURCE]}) == []


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("deploymentTemplate", "2019-04-01"),
        ("subscriptionDeploymentTemplate", "2018-05-01"),
        ("managementGroupDeploymentTemplate", "2019-08-01"),
    ],
)
def test_a_schema_of_a_day_without_one_is_refused(name, today):
    wrong = f"{SCHEMAS}/2019-05-01/{name}.json#"
    [(rule, _, place, help_)] = told({**DEPLOYMENT, "$schema": wrong})
    assert (rule, place) == ("AIB108", f'"{wrong}"')
    assert help_ == f"Write {SCHEMAS}/{today}/{name}.json#"


@pytest.mark.parametrize(
    "schema", ["<schema>", "https://example.com/2019-05-01/x.json"]
)
def test_a_schema_of_somebody_else_is_left_alone(schema):
    assert told({**DEPLOYMENT, "$schema": schema}) == []


@pytest.mark.parametrize(
    ("key", "rule"), [("name", "AIB107"), ("apiVersion", "AIB103")]
)
def test_a_resource_of_a_deployment_needs_its_name_and_version(key, rule):
    rules = [
        one[0] for one in told({**DEPLOYMENT, "resources": [without(key, RESOURCE)]})
    ]
    assert rules == [rule]


def test_one_of_its_own_gets_both_from_the_command():
    assert told(without("name", without("apiVersion", RESOURCE))) == []


@pytest.mark.parametrize(
    ("key", "help_"),
    [
        ("vmProfile", "Move it into properties."),
        ("distribute", "Move it into properties."),
        ("subnetId", "Move it into properties.vmProfile.vnetConfig."),
    ],
)
def test_what_a_brace_too_early_left_outside_is_refused(key, help_):
    deployed = {**DEPLOYMENT, "resources": [{**RESOURCE, key: {}}]}
    assert told(deployed) == [("AIB104", "error", f'"{key}"', help_)]


@pytest.mark.parametrize(
    "key", ["comments", "condition", "dependson", "zones", "scale", "managedBy"]
)
def test_resource_managers_own_keys_are_not(key):
    assert told({**DEPLOYMENT, "resources": [{**RESOURCE, key: "x"}]}) == []


def declared(**declaration):
    return told({**DEPLOYMENT, "parameters": {"region": declaration}})


def test_a_parameter_needs_a_type():
    [(rule, _, place, help_)] = declared(defaultValue="westus2")
    assert (rule, place) == ("AIB107", "{")
    assert help_.startswith("Write one of string, ")


def test_the_type_of_a_parameter_is_one_of_seven():
    [(rule, _, place, help_)] = declared(type="strng")
    assert (rule, place, help_) == ("AIB108", '"strng"', "Write string.")


def test_the_case_of_a_type_does_not_matter():
    assert declared(type="SecureString") == []


def test_a_type_may_be_referred_to():
    assert declared(**{"$ref": "#/definitions/region"}) == []


def test_a_slip_in_the_name_of_a_default_is_told():
    wanted = [("AIB104", "error", '"default"', "Write defaultValue.")]
    assert declared(type="string", default="westus2") == wanted


def test_other_keys_of_a_declaration_are_left_alone():
    assert declared(type="object", sealed=True, properties={}) == []


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [
        ("[concat('it-', reference('aib').principalId)]", True),
        ("[listKeys('aib', '2023-01-31').keys[0].value]", True),
        ("[concat('reference(', resourceGroup().name)]", False),
        ("[parameters('region')]", False),
    ],
)
def test_a_name_cannot_ask_for_what_is_deployed(name, is_refused):
    refused = told({**DEPLOYMENT, "resources": [{**RESOURCE, "name": name}]})

    assert (
        (
            "AIB006",
            "error",
            f'"{name}"',
            "Ask in properties, or hand the name over as a parameter.",
        )
        in refused
    ) is is_refused
