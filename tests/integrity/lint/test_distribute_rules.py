"""The rules about what is distributed, where the examples do not tell enough."""

import pytest
from distributing import to
from judging import complaints, envelope_with, messages, properties_with

from integrity.lint.linter import judge_file
from integrity.lint.rules.distribute import (
    missing_run_output_name,
    nothing_distributed,
    same_run_output_name,
    tags_in_a_distributor,
    unfit_name,
    unknown_distributor_type,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.edit import apply
from integrity.template.loader import load

SEED = "2019-05-01-preview"


def test_a_deployment_that_leaves_the_targets_to_its_parameters_is_no_error():
    text = """{
      "parameters": {"gallery": {"type": "array", "defaultValue": []}},
      "resources": [{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {"distribute": "[concat(parameters('gallery'), createArray())]"}
      }]
    }"""
    (template,) = load("azuredeploy.json", text.encode()).templates

    (complaint,) = complaints(nothing_distributed, template)

    assert complaint.severity is Severity.WARNING
    assert complaint.message == "distribute names no target as the parameters stand"


@pytest.mark.parametrize(
    ("targets", "problem"),
    [
        (None, "distribute is required"),
        ([], "distribute names no target"),
        ({"type": "VHD"}, "distribute must be an array"),
    ],
)
def test_distribute_is_an_array_of_targets(targets, problem):
    template = properties_with(distribute=targets)

    assert messages(nothing_distributed, template) == [problem]


def test_targets_that_are_an_expression_are_not_judged():
    with pytest.raises(NotKnown):
        complaints(nothing_distributed, properties_with(distribute=...))


@pytest.mark.parametrize("kind", ["managedImage", "sharedImage", "vhd"])
def test_wrong_capitals_are_for_another_rule(kind):
    assert complaints(unknown_distributor_type, to({"type": kind})) == []


def test_run_output_names_are_compared_without_case():
    template = to({"runOutputName": "Image"}, {"runOutputName": "image"})

    assert messages(same_run_output_name, template) == [
        "each target needs its own runOutputName; distribute[0] has 'Image' already"
    ]


def test_of_three_equal_names_two_are_one_too_many():
    target = {"runOutputName": "image"}

    assert len(complaints(same_run_output_name, to(target, target, target))) == 2


def test_a_target_that_is_no_object_takes_no_name():
    template = to("image", {"runOutputName": "image"}, {"runOutputName": "other"})

    assert complaints(same_run_output_name, template) == []


def test_names_that_are_not_known_are_not_equal():
    template = to({"runOutputName": ...}, {"runOutputName": "image"})

    with pytest.raises(NotKnown):
        complaints(same_run_output_name, template)


def same_names(distribute: str) -> list[str]:
    """What is said of the run outputs of a deployment with a parameter `name`."""
    text = """{
      "parameters": {"name": {"type": "string"}},
      "resources": [{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {%s}
      }]
    }"""
    found = judge_file(load("azuredeploy.json", (text % distribute).encode())).findings
    return [str(one.message) for one in found if one.rule == "AIB402"]


TWO = """"distribute": [
  {"type": "VHD", "runOutputName": "[concat(parameters('name'), '-vhd')]"},
  {"type": "SharedImage", "runOutputName": "%s"}
]"""


def test_one_expression_gives_two_targets_one_name():
    assert same_names(TWO % "[concat(parameters('name'), '-VHD')]") == [
        "each target needs its own runOutputName; distribute[0] has"
        " '[concat(parameters('name'), '-vhd')]' already"
    ]


def test_two_expressions_may_give_two_names():
    assert same_names(TWO % "[parameters('name')]") == []


def test_a_loop_writes_an_expression_once_and_names_each_target():
    name = "[concat(parameters('name'), copyIndex('distribute'))]"
    loop = """"copy": [{"name": "distribute", "count": 2, "input":
      {"type": "VHD", "runOutputName": "%s"}}]"""

    assert same_names(loop % name) == []


def test_one_placeholder_may_be_filled_in_twice():
    targets = '"distribute": [{"runOutputName": "<name>"}, {"runOutputName": "<name>"}]'

    assert same_names(targets) == []


def test_blank_names_are_missing_and_not_alike():
    target = {"type": "VHD", "runOutputName": " "}

    assert complaints(same_run_output_name, to(target, target)) == []
    assert len(complaints(missing_run_output_name, to(target, target))) == 2


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_run_output_needs_a_name(name):
    template = to({"runOutputName": name})

    assert len(complaints(missing_run_output_name, template)) == 1
    assert complaints(unfit_name, template) == []


@pytest.mark.parametrize("name", ["", " "])
def test_the_name_of_a_template_says_something(name):
    assert len(complaints(unfit_name, envelope_with(name=name))) == 1


@pytest.mark.parametrize(
    "name", ["a b", "ä", "x" * 65, "a/b", "image\n", "build#1", "50%"]
)
def test_names_are_of_few_characters(name):
    assert len(complaints(unfit_name, to({"runOutputName": name}))) == 1
    assert len(complaints(unfit_name, envelope_with(name=name))) == 1


@pytest.mark.parametrize("name", ["a", "x" * 64, "win-11_24H2.1", "$(name)"])
def test_these_names_are_taken(name):
    assert complaints(unfit_name, to({"runOutputName": name})) == []


def test_dots_came_with_2019_05():
    target = {"runOutputName": "a.b"}

    assert len(complaints(unfit_name, to(target, version="2019-02-01-preview"))) == 1
    assert complaints(unfit_name, to(target, version=SEED)) == []


@pytest.mark.parametrize(
    ("version", "severity"), [("2023-07-01", None), ("2024-02-01", Severity.ERROR)]
)
def test_tags_are_refused_since_2024_02(version, severity):
    template = to({"type": "VHD", "tags": {}}, version=version)

    assert complaints(tags_in_a_distributor, template)[0].severity is severity


def test_the_fix_renames_tags():
    template = to({"type": "VHD", "tags": {"a": "b"}})
    fix = complaints(tags_in_a_distributor, template)[0].fix

    assert '"artifactTags": {"a": "b"}' in apply(template.document, fix.edits)


def test_tags_beside_artifact_tags_have_to_be_moved_by_hand():
    template = to({"type": "VHD", "tags": {}, "artifactTags": {}})

    assert complaints(tags_in_a_distributor, template)[0].fix is None
