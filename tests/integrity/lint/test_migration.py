"""What a move to another api-version brings."""

import pytest
from judging import properties_with

from integrity.facts import NO_FACTS
from integrity.lint.linter import judge
from integrity.lint.migration import migration, moved, new_findings
from integrity.lint.rules.all_rules import ALL_RULES

NEWEST = "2025-10-01"


def findings(template):
    """What the linter finds, offline."""
    return judge(template, NO_FACTS, ALL_RULES)[0]


def brought(template, target):
    """The rules that a move brings, each once."""
    return {one.rule for one in migration(template, target, findings)}


@pytest.mark.parametrize(
    ("version", "target", "properties", "rule"),
    [
        (
            "2019-02-01-preview",
            "2019-05-01-preview",
            {"customize": [{"type": "Shell", "script": "s"}]},
            "AIB109",
        ),
        (
            "2019-05-01-preview",
            "2020-02-14",
            {"vmProfile": {"vnetConfig": {"name": "n"}}},
            "AIB146",
        ),
        (
            "2022-02-14",
            "2022-07-01",
            {"distribute": [{"type": "SharedImage", "replicationRegions": ["a"]}]},
            "AIB119",
        ),
        ("2023-07-01", "2024-02-01", {"Customize": []}, "AIB105"),
        ("2023-07-01", "2024-02-01", {"custom": []}, "AIB104"),
        ("2024-02-01", "2023-07-01", {"autoRun": {}}, "AIB109"),
    ],
)
def test_a_move_tells_what_it_brings(version, target, properties, rule):
    assert rule in brought(properties_with(version, **properties), target)


@pytest.mark.parametrize(
    "properties",
    [
        {"customize": [{"type": "Ansible"}]},
        {"buildTimeoutInMinutes": 2000},
        {"distribute": [{"type": "VHD", "runOutputName": "a b"}]},
    ],
)
def test_what_was_wrong_before_is_not_told(properties):
    template = properties_with("2023-07-01", **properties)

    assert brought(template, NEWEST) == set()


def test_a_move_to_its_own_version_brings_nothing():
    template = properties_with(NEWEST, customise=[], source={"type": "ISO"})

    assert migration(template, NEWEST, findings) == ()


def test_a_finding_that_got_milder_is_not_told():
    strict = findings(properties_with("2024-02-01", colour=1))
    mild = findings(properties_with("2023-07-01", colour=1))

    assert new_findings(strict, mild) == ()
    assert [one.rule for one in new_findings(mild, strict)] == ["AIB104"]


def test_the_moved_template_is_judged_by_the_other_version():
    template = properties_with("2019-05-01-preview")

    assert moved(template, NEWEST).version == NEWEST
    assert template.version == "2019-05-01-preview"
