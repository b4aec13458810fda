"""Templates that stand in a string of JSON, as jsonencode makes them."""

import json

import pytest

from integrity.lint.linter import judge_file
from integrity.lint.severity import Severity
from integrity.template.loader import load
from integrity.template.model import Form

KIND = "Microsoft.VirtualMachineImages/imageTemplates@2024-02-01"


def body(**properties):
    source = {"type": "PlatformImage", "publisher": "Canonical", "offer": "ubuntu"}
    return {"properties": {"source": source, **properties}}


DEPLOYMENT = "azurerm_resource_group_template_deployment"
TEMPLATE = json.dumps({
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"minutes": {"type": "int"}},
    "resources": [{
        "type": KIND.partition("@")[0],
        "apiVersion": "2024-02-01",
        "properties": {
            **body()["properties"], "buildTimeoutInMinutes": "[parameters('minutes')]"
        },
    }],
})  # fmt: skip


def azapi(inner):
    return {"type": KIND, "name": "base", "location": "westus2", "body": inner}


def state(*resources):
    module = {
        "resources": [{"type": "azapi_resource", "values": one} for one in resources]
    }
    return {"root_module": {"child_modules": [module]}}


def forms(value):
    return [one.form for one in load("x.json", json.dumps(value).encode()).templates]


def findings(value, rule):
    judged = judge_file(load("x.json", json.dumps(value).encode()))
    return [one for one in judged.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (azapi(json.dumps(body())), [Form.AZAPI]),
        (azapi(json.dumps(body(), indent=2)), [Form.AZAPI]),
        (azapi("{,}"), []),
        (azapi("plain"), []),
        ({"planned_values": state(azapi(body()), {})}, [Form.AZAPI]),
        ({"planned_values": state({"template_content": TEMPLATE})}, [Form.DEPLOYMENT]),
        (
            {"resource": {DEPLOYMENT: {"t": {"template_content": TEMPLATE}}}},
            [Form.DEPLOYMENT],
        ),
        ({"resource": {DEPLOYMENT: {"t": {"template_content": "${file(x)}"}}}}, []),
        ({"values": state(azapi(json.dumps(body())))}, [Form.AZAPI]),
        (json.dumps(body()), [Form.PROPERTIES]),
        (json.dumps({"type": KIND.partition("@")[0], **body()}), [Form.RESOURCE]),
        ({"body": json.dumps(body())}, [Form.AZ_REST]),
        (json.dumps({"a": 1}), []),
    ],
)
def test_a_template_is_found_in_a_text(value, expected):
    assert forms(value) == expected


@pytest.mark.parametrize("before", ["", "\u00e9", '\U0001f600\\"\t', "/"])
def test_a_finding_points_at_its_piece_of_the_text(before):
    text = azapi(json.dumps(body(**{before: "", "buildTimeoutInMinutes": 961})))
    (finding,) = findings(text, "AIB241")

    assert finding.span.text == "961"


def test_nothing_in_a_text_is_mended_as_if_it_were_json_of_the_file():
    wrong = json.dumps(body(customize={"type": "shell", "inline": "x"}, distribute=[
        {"type": "sharedImage", "replicationRegions": ["eastus"]}]))  # fmt: skip
    judged = judge_file(load("x.json", json.dumps(azapi(wrong)).encode()))

    assert {"AIB105", "AIB301"} <= {one.rule for one in judged.findings}
    assert [one.rule for one in judged.findings if one.fix] == []


def test_what_terraform_leaves_null_is_one_note():
    step = {"type": "Shell", "inline": ["x"], "runElevated": None, "runAsSystem": None}
    (told,) = findings(azapi(body(customize=[step, step])), "AIB104")

    assert (told.severity, told.span.text) == (Severity.NOTE, '"runElevated"')
    assert "null, as 3 more are" in told.message


def test_what_azapi_is_told_to_leave_out_is_no_property():
    step = {"type": "Shell", "inline": ["x"], "runElevated": None}
    resource = {**azapi(body(customize=[step])), "ignore_null_property": True}

    assert findings(resource, "AIB104") == []


def test_what_terraform_gives_is_judged_beside_what_it_leaves_null():
    step = {"type": "Shell", "inline": ["x"], "runElevated": True, "runAsSystem": None}
    told = findings(azapi(body(customize=[step])), "AIB104")

    assert [one.severity for one in told] == [Severity.ERROR, Severity.NOTE]


def test_a_deployment_of_terraform_is_judged_with_its_parameters():
    given = json.dumps({"minutes": {"value": 961}})
    both = {"template_content": TEMPLATE, "parameters_content": given}
    (finding,) = findings({"planned_values": state(both)}, "AIB241")

    assert finding.span.text == "961"


def test_a_secure_parameter_of_a_text_is_known_as_one():
    step = {"type": "Shell", "inline": ["[concat('x ', parameters('key'))]"]}
    text = json.loads(TEMPLATE)
    text["parameters"] = {"key": {"type": "securestring"}, **text["parameters"]}
    text["resources"][0]["properties"]["customize"] = [step]
    plan = {"planned_values": state({"template_content": json.dumps(text)})}
    (told,) = findings(plan, "AIB305")

    assert "the secure parameter key" in told.message


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ([azapi(body(buildTimeoutInMinutes=961))], "/0/body/properties/buildTimeoutInMinutes"),
        ([{"type": "WindowsRestart", "restartTimeout": "5x"}], "/0/restartTimeout"),
        (azapi(json.dumps(body(buildTimeoutInMinutes=961))), "/body"),
    ],
)  # fmt: skip
def test_a_pointer_names_a_place_of_the_file_itself(value, pointer):
    told = findings(value, "AIB241") + findings(value, "AIB343")

    assert [one.pointer for one in told] == [pointer]
