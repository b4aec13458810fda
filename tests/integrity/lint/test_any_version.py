"""A template whose api-version is not known is told only what holds in any case."""

from dataclasses import replace

import pytest
from judging import envelope_with, properties_with

from integrity.facts import NO_FACTS
from integrity.lint.any_version import in_any_version
from integrity.lint.linter import judge
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.severity import Severity

GALLERY = {"type": "SharedImage", "runOutputName": "gallery"}


def severities(template):
    """The severity of each rule's last finding."""
    return {one.rule: one.severity for one in judge(template, NO_FACTS, ALL_RULES)[0]}


@pytest.mark.parametrize(
    ("properties", "rule"),
    [
        ({"vmProfile": {"vnetConfig": {"name": "n", "subnetName": "s"}}}, "AIB146"),
        ({"vmProfile": {"vnetConfig": {"subnetId": "s"}}}, "AIB146"),
        ({"distribute": [{**GALLERY, "replicationRegions": ["eastus"]}]}, "AIB119"),
        ({"distribute": [{**GALLERY, "targetRegions": []}]}, "AIB433"),
        ({"autoRun": {"state": "Enabled"}}, "AIB109"),
        ({"validate": {"inVMValidations": []}}, "AIB109"),
    ],
)
def test_what_only_some_versions_refuse_is_not_told(properties, rule):
    assert rule not in severities(properties_with(..., **properties))


@pytest.mark.parametrize(
    ("properties", "rule"),
    [
        ({"distribution": []}, "AIB104"),
        ({"Distribute": []}, "AIB105"),
        ({"customize": [{"type": "Shell", "script": "setup.sh"}]}, "AIB109"),
        ({"distribute": [{**GALLERY, "tags": {}}]}, "AIB443"),
    ],
)
def test_what_some_versions_ignore_is_a_warning(properties, rule):
    assert severities(properties_with(..., **properties))[rule] is Severity.WARNING


def test_what_is_no_error_is_not_called_refused():
    template = properties_with(..., distribute=[{**GALLERY, "tags": {}}])
    found, _ = judge(template, NO_FACTS, ALL_RULES)

    (message,) = (one.message for one in found if one.rule == "AIB443")
    assert message == "tags has no effect in a distributor; use artifactTags"


def test_what_every_version_refuses_stays_an_error():
    template = properties_with(..., source={"type": "Floppy"})

    assert severities(template)["AIB200"] is Severity.ERROR


@pytest.mark.parametrize(
    "properties",
    [
        {"errorHandling": []},
        {"validate": {"inVMValidations": {}}},
        {"optimize": {"workload": {"scriptUri": 7}}},
    ],
)
def test_what_is_used_rules_out_the_versions_that_lack_it(properties):
    assert severities(properties_with(..., **properties))["AIB106"] is Severity.ERROR


def test_a_missing_identity_is_a_warning_as_long_as_it_may_be_optional():
    template = envelope_with(apiVersion=..., identity=None)

    assert severities(template)["AIB150"] is Severity.WARNING


def test_a_missing_identity_tells_nothing_of_a_version_that_is_not_known():
    template = envelope_with(apiVersion=..., identity=None)
    told = {one.rule: one.message for one in judge(template, NO_FACTS, ALL_RULES)[0]}

    assert "this api-version" not in told["AIB150"]


def test_the_note_about_the_version_is_given():
    assert "AIB102" in severities(envelope_with(apiVersion=...))


def test_a_file_without_an_api_version_is_submitted_with_2020_02_14_or_later():
    template = envelope_with(apiVersion=None, identity=None, properties={"custom": []})

    assert severities(template)["AIB150"] is Severity.ERROR
    assert severities(template)["AIB104"] is Severity.WARNING


def test_a_version_that_was_asked_for_is_known():
    template = replace(properties_with(..., distribution=[]), judged_by="2025-10-01")

    assert severities(template)["AIB104"] is Severity.ERROR


def test_what_cannot_be_told_is_counted_as_left_out():
    targets = [{**GALLERY, "replicationRegions": ["eastus"]}]
    known = judge(
        properties_with("2025-10-01", distribute=targets), NO_FACTS, ALL_RULES
    )
    left_out = judge(properties_with(None, distribute=targets), NO_FACTS, ALL_RULES)

    assert left_out[1] == known[1] + 1


def test_the_same_place_of_another_file_is_another_finding():
    newest, _ = judge(properties_with("2025-10-01", sauce=1), NO_FACTS, ALL_RULES)
    oldest = [replace(one, path="parameters.json") for one in newest]

    assert list(in_any_version(newest, newest)) == newest
    assert list(in_any_version(newest, oldest)) == []
