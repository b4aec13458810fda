"""The rules about every customizer, where the examples do not tell enough."""

import pytest
from judging import complaints, messages, properties_with, steps, template_of
from mending import mended

from integrity.lint.rules.customize import (
    customize_not_an_array,
    duplicate_customizer_name,
    no_customizer,
    unknown_customizer,
    unnamed_step,
)
from integrity.template.blocks import NotKnown


@pytest.mark.parametrize(
    "kind", ["Shell", "PowerShell", "File", "WindowsRestart", "WindowsUpdate"]
)
def test_every_kind_of_the_service_is_known(kind):
    assert messages(unknown_customizer, steps({"type": kind})) == []


def test_another_case_is_not_another_kind():
    assert messages(unknown_customizer, steps({"type": "powershell"})) == []


def test_a_step_without_a_type_is_pointed_at():
    (complaint,) = complaints(unknown_customizer, steps({"name": "x"}))

    assert complaint.message == "the customizer has no type"
    assert complaint.span.text == "{"


def test_a_type_that_is_null_is_not_taken_for_another_spelling_of_itself():
    assert messages(unknown_customizer, steps({"type": None})) == [
        "the customizer has no type"
    ]


def test_a_kind_that_is_an_expression_is_not_judged():
    with pytest.raises(NotKnown):
        messages(unknown_customizer, steps({"type": ...}))


def test_names_are_compared_exactly():
    template = steps({"name": "Setup"}, {"name": "setup"}, {"name": ""}, {})

    assert messages(duplicate_customizer_name, template) == []


def test_each_repeated_name_is_told():
    template = steps({"name": "a"}, {"name": "a"}, {"name": "a"})

    assert len(messages(duplicate_customizer_name, template)) == 2


def test_a_name_that_is_an_expression_is_a_name():
    assert messages(unnamed_step, steps({"name": ...})) == []


def test_an_empty_skeleton_becomes_an_empty_array():
    template = template_of('{"properties": {"customize": {}}}')

    assert mended(customize_not_an_array, template)["properties"] == {"customize": []}


def test_one_step_without_brackets_gets_them():
    template = template_of('{"properties": {"customize": {"type": "Shell"}}}')

    properties = mended(customize_not_an_array, template)["properties"]
    assert properties == {"customize": [{"type": "Shell"}]}


@pytest.mark.parametrize(
    ("version", "members"),
    [
        ("2019-05-01-preview", {"customize": []}),
        ("2024-02-01", {"customize": [], "validate": {"sourceValidationOnly": True}}),
        ("2024-02-01", {}),
    ],
)
def test_a_template_may_have_no_step_where_nothing_is_built(version, members):
    assert messages(no_customizer, properties_with(version, **members)) == []
