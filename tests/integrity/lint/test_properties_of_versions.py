"""Names and kinds that other api-versions know, or take less kindly."""

import pytest
from judging import complaints, messages, properties_with
from mending import mended, severities, tree_messages

from integrity.lint.rules.property_tree import not_in_this_version, value_not_allowed
from integrity.lint.rules.spelling import unknown_property, wrong_case
from integrity.lint.severity import Severity

SEED = "2019-05-01-preview"
LENIENT = "2023-07-01"


@pytest.mark.parametrize(
    ("version", "severity"),
    [
        (SEED, Severity.WARNING),
        (LENIENT, Severity.WARNING),
        ("2024-02-01", Severity.ERROR),
        ("2025-10-01", Severity.ERROR),
    ],
)
@pytest.mark.parametrize(
    ("rule", "properties"),
    [
        (unknown_property, {"sauce": {}}),
        (wrong_case, {"customize": [{"type": "shell"}]}),
        (not_in_this_version, {"customize": [{"type": "Shell", "script": "s"}]}),
    ],
)
def test_names_are_an_error_from_the_strict_version_on(
    rule, properties, version, severity
):
    assert severities(rule, properties_with(version, **properties)) == [severity]


@pytest.mark.parametrize("kind", ["shell", "Shell"])
def test_the_first_version_took_types_in_lower_case(kind):
    template = properties_with("2018-02-01-preview", customize=[{"type": kind}])

    assert messages(wrong_case, template) == []
    assert messages(value_not_allowed, template) == []


@pytest.mark.parametrize(
    ("version", "properties"),
    [
        ("2018-02-01-preview", {"customize": [{"type": "File"}]}),
        ("2019-02-01-preview", {"source": {"type": "SharedImageVersion"}}),
        ("2018-02-01-preview", {"distribute": [{"type": "VHD"}]}),
        ("2022-02-14", {"validate": {"inVMValidations": [{"type": "File"}]}}),
    ],
)
def test_a_kind_that_comes_later_was_never_ignored(version, properties):
    template = properties_with(version, **properties)

    assert severities(not_in_this_version, template)[-1] is Severity.ERROR


def test_the_message_says_which_version_brings_a_property():
    found = complaints(
        not_in_this_version, properties_with(LENIENT, autoRun={"state": "On"})
    )

    assert [complaint.message for complaint in found] == [
        "'autoRun' comes with api-version 2024-02-01; judged by 2023-07-01"
    ]
    assert found[0].help == "Raise apiVersion to 2024-02-01 or later."


def test_a_property_that_got_a_new_name_is_renamed():
    template = properties_with(customize=[{"type": "Shell", "script": "s"}])

    assert messages(not_in_this_version, template) == [
        "'script' is gone since api-version 2019-05-01-preview; judged by 2024-02-01"
    ]
    assert mended(not_in_this_version, template)["properties"]["customize"] == [
        {"type": "Shell", "scriptUri": "s"}
    ]


def test_a_property_is_not_renamed_to_one_that_is_there():
    template = properties_with(
        customize=[{"type": "Shell", "script": "s", "scriptUri": "t"}]
    )

    assert [one.fix for one in complaints(not_in_this_version, template)] == [None]


def test_the_version_of_the_reference_is_judged_by_the_reference():
    template = properties_with(
        SEED,
        vmProfile={
            "osDiskSizeGB": 30,
            "vnetConfig": {"name": "n", "subnetName": "s", "resourceGroupName": "g"},
        },
        customize=[{"type": "WindowsUpdate", "updateLimit": 20}],
        distribute=[{"type": "VHD", "runOutputName": "vhd", "tags": {"a": "b"}}],
    )

    assert tree_messages(template) == []


def test_nobody_is_sent_to_a_version_that_is_retired():
    template = properties_with("2018-02-01-preview", distribute=[{"type": "VHD"}])
    ways_out = {one.help for one in complaints(not_in_this_version, template)}

    assert ways_out == {"Raise apiVersion to 2019-05-01-preview or later."}
