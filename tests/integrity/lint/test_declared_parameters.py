"""A parameter without a value is judged by the type that it is declared with."""

import json

import pytest

from integrity.lint.linter import judge_file
from integrity.template.loader import load

TYPES = {
    "region": "String",
    "regions": "array",
    "count": "int",
    "truth": "bool",
    "things": "object",
    "secret": "secureString",
}


def deployment(properties, variables=None):
    return {
        "$schema": "https://example.com/deploymentTemplate.json#",
        "parameters": {name: {"type": kind} for name, kind in TYPES.items()},
        "variables": variables or {},
        "resources": [
            {
                "type": "Microsoft.VirtualMachineImages/imageTemplates",
                "apiVersion": "2024-02-01",
                "name": "image",
                "location": "[parameters('region')]",
                "properties": properties,
            }
        ],
    }


def told(properties, variables=None):
    text = json.dumps(deployment(properties, variables))
    findings = judge_file(load("t.json", text.encode())).findings
    return [(one.message, one.help) for one in findings if one.rule == "AIB106"]


def target(**members):
    return {"distribute": [{"type": "SharedImage", **members}]}


@pytest.mark.parametrize(
    ("properties", "message", "way_out"),
    [
        (
            target(replicationRegions="[parameters('region')]"),
            "distribute[0].replicationRegions must be an array;"
            " its parameter is declared as string",
            "Put it into brackets, or declare the parameter as array.",
        ),
        (
            target(replicationRegions=["[parameters('regions')]"]),
            "distribute[0].replicationRegions[0] must be a string;"
            " its parameter is declared as array",
            "Take the brackets around it away, or one item of the parameter.",
        ),
        (
            target(artifactTags="[parameters('regions')]"),
            "distribute[0].artifactTags must be an object;"
            " its parameter is declared as array",
            "Declare the parameter with that type.",
        ),
        (
            {"vmProfile": {"osDiskSizeGB": "[parameters('secret')]"}},
            "vmProfile.osDiskSizeGB must be a whole number;"
            " its parameter is declared as securestring",
            "Declare the parameter with that type.",
        ),
    ],
)
def test_a_type_that_does_not_fit_is_told(properties, message, way_out):
    assert told(properties) == [(message, way_out)]


def test_a_variable_hands_the_type_on():
    properties = target(replicationRegions=["[variables('all')]"])

    ((message, _),) = told(properties, {"all": "[parameters('regions')]"})

    assert message.endswith("its parameter is declared as array")


@pytest.mark.parametrize(
    "properties",
    [
        target(replicationRegions="[parameters('regions')]"),
        target(replicationRegions=["[parameters('region')]"]),
        target(replicationRegions="[array(parameters('region'))]"),
        target(replicationRegions="[concat(parameters('regions'), createArray('x'))]"),
        target(galleryImageId="[first(parameters('regions'))]"),
        target(galleryImageId="[parameters('things').gallery]"),
        target(runOutputName="[string(parameters('count'))]"),
        target(excludeFromLatest="[equals(parameters('region'), 'westus2')]"),
        target(excludeFromLatest="[parameters('truth')]"),
        target(artifactTags="[parameters('things')]"),
        {"buildTimeoutInMinutes": "[int(parameters('region'))]"},
        {"buildTimeoutInMinutes": "[parameters('count')]"},
    ],
)
def test_what_fits_or_is_made_of_parameters_is_left_open(properties):
    assert told(properties) == []


def test_a_type_that_is_none_says_nothing():
    template = deployment(target(replicationRegions="[parameters('region')]"))
    template["parameters"]["region"]["type"] = "<type>"

    findings = judge_file(load("t.json", json.dumps(template).encode())).findings

    assert "AIB106" not in {one.rule for one in findings}
