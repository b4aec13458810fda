"""Properties that only the service sets, and those that are null."""

import json

import pytest
from judging import complaints, envelope_with, messages, properties_with, template_of
from mending import mended

from integrity.lint.linter import judge_file
from integrity.lint.rules.property_tree import read_only_property
from integrity.lint.rules.spelling import unknown_property
from integrity.template.loader import load
from integrity.template.model import Form

LENIENT = "2023-07-01"


@pytest.mark.parametrize("form", [Form.LIVE, Form.AZ_REST])
def test_an_answer_may_hold_what_is_read_only(form):
    template = envelope_with(
        form, id="i", properties={"provisioningState": "Succeeded"}
    )

    assert messages(read_only_property, template) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"provisioningState": "Succeeded", "customize": []},
        {"customize": [], "provisioningState": "Succeeded"},
        {"customize": [], "provisioningState": "Succeeded", "lastRunStatus": {}},
    ],
)
def test_what_is_read_only_is_taken_away(properties):
    template = properties_with(**properties)

    assert mended(read_only_property, template)["properties"] == {"customize": []}


def test_a_member_with_a_comment_around_it_is_left():
    template = template_of('{"properties": {"a": 1, // one\n "lastRunStatus": {}}}')

    assert [one.fix for one in complaints(read_only_property, template)] == [None]


@pytest.mark.parametrize(
    ("inline", "told"),
    [
        ("[json('null')]", []),
        ("[null()]", []),
        ("[if(true(), null(), createArray('x'))]", []),
        (None, []),
        ("[createArray('x')]", ["unknown property 'inline' in customize[0]"]),
    ],
)
def test_null_leaves_a_property_out_of_a_deployment(inline, told):
    step = {"type": "WindowsRestart", "inline": inline}
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {"customize": [step]},
    }
    text = json.dumps({"resources": [resource]})
    (template,) = load("azuredeploy.json", text.encode()).templates

    assert messages(unknown_property, template) == told


@pytest.mark.parametrize(
    "properties",
    [
        {"optimize": {"workload": None}, "additionalDataDisks": None},
        {"vmprofile": None},
        {"customize": [{"type": "Shell", "inline": ["a"], "SCRIPTURI": None}]},
        {"distribute": [{"type": "VHD", "runOutputName": "v", "tags": None}]},
        {"provisioningState": None},
    ],
)
def test_null_is_no_property_of_a_deployment_under_any_key(properties):
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "properties": properties,
    }
    text = json.dumps({"resources": [resource]})
    findings = judge_file(load("azuredeploy.json", text.encode())).findings

    told = {one.rule for one in findings}
    assert not told & {"AIB104", "AIB105", "AIB109", "AIB118", "AIB443"}


def test_what_only_the_service_answers_with_is_never_proposed():
    source = {"type": "SharedImageVersion", "imageVersionId": "x", "version": "1"}
    (complaint,) = complaints(unknown_property, properties_with(LENIENT, source=source))

    assert complaint.message == "unknown property 'version' in source"
    assert complaint.help == "Only PlatformImage takes it."
