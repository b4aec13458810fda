import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from sample_reports import (
    HOSTILE,
    finding,
    hostile_report,
    removal,
    report,
    span_of,
    unread,
)

from integrity.lint.reports.sarif import sarif
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.severity import Severity

SCHEMA = Path(__file__).parents[3] / "data" / "sarif" / "emitted.schema.json"
SARIF = Draft202012Validator(
    json.loads(SCHEMA.read_text(encoding="utf-8")), validate_formats=True
)


def run(one, rules=ALL_RULES):
    told = json.loads("\n".join(sarif(one, rules)))
    assert [str(error) for error in SARIF.iter_errors(told)] == []
    return told["runs"][0]


def result(one):
    return run(report(one))["results"][0]


def test_the_driver_tells_every_rule():
    rules = run(report())["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == [rule.id for rule in ALL_RULES]
    assert rules[0]["help"]["markdown"] == ALL_RULES[0].manual


def test_a_run_tells_how_it_ended():
    assert run(report(exit_code=4))["invocations"] == [
        {
            "executionSuccessful": True,
            "exitCode": 4,
            "startTimeUtc": "2026-11-22T14:02:11.000Z",
            "endTimeUtc": "2026-11-22T14:02:12.500Z",
        }
    ]


def test_a_run_that_could_not_read_all_was_not_successful():
    told = run(report(unread=(unread("gone.json", "no such file"),), exit_code=7))

    assert told["invocations"][0]["executionSuccessful"] is False
    assert told["invocations"][0]["toolExecutionNotifications"] == [
        {"level": "error", "message": {"text": "gone.json: no such file"}}
    ]


def test_a_result_stands_at_its_place_in_code_points():
    told = run(report(finding(span_of('"日本語"'), severity=Severity.ERROR)))

    assert told["columnKind"] == "unicodeCodePoints"
    assert told["results"][0]["level"] == "error"
    assert told["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "templates/win11.json",
                    "uriBaseId": "%SRCROOT%",
                },
                "region": {
                    "startLine": 4,
                    "startColumn": 11,
                    "endLine": 4,
                    "endColumn": 16,
                },
            }
        }
    ]


def test_a_result_points_at_its_rule():
    first = ALL_RULES[1].id

    assert result(finding(span_of("1"), rule=first))["ruleIndex"] == 1


def test_two_slips_beside_the_values_of_a_template_are_two_alerts():
    one, other = (
        replace(finding(span_of("1"), f"'{name}' is not declared"), pointer="")
        for name in ("a", "b")
    )
    assert (
        result(one)["partialFingerprints"]["ruleAndPlace/v1"]
        != result(other)["partialFingerprints"]["ruleAndPlace/v1"]
    )


def test_a_result_of_a_rule_that_is_not_told_has_no_index():
    told = run(report(finding(span_of("1"))), rules=())

    assert "ruleIndex" not in told["results"][0]


def test_the_way_out_is_part_of_the_message():
    told = result(finding(span_of("1"), "too late", advice="start earlier"))

    assert told["message"]["text"] == "too late\nstart earlier"


def test_moved_lines_keep_their_fingerprint():
    assert (
        result(finding(span_of("1")))["partialFingerprints"]
        == result(finding(span_of("end")))["partialFingerprints"]
    )


def test_a_fingerprint_is_the_same_in_every_version_of_the_program():
    told = result(finding(span_of("1")))["partialFingerprints"]

    assert told == {"ruleAndPlace/v1": "0c61f2a1561d1d3973a56e4f0ba0af2c"}


@pytest.mark.parametrize(
    "change", [{"rule": "AIB311"}, {"path": "b.json"}, {"pointer": "/other"}]
)
def test_another_rule_file_or_place_is_another_alert(change):
    one = finding(span_of("1"))

    assert (
        result(replace(one, **change))["partialFingerprints"]
        != result(one)["partialFingerprints"]
    )


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("./a b.json", {"uri": "a%20b.json", "uriBaseId": "%SRCROOT%"}),
        ("c:d.json", {"uri": "c%3Ad.json", "uriBaseId": "%SRCROOT%"}),
        ("größe.json", {"uri": "gr%C3%B6%C3%9Fe.json", "uriBaseId": "%SRCROOT%"}),
        ("/tmp/a.json", {"uri": "file:///tmp/a.json"}),
    ],
)
def test_a_path_becomes_an_address(path, location):
    told = result(finding(span_of("1"), path=path))

    assert told["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_a_fix_is_a_replacement():
    told = result(finding(span_of('""'), fix=removal()))

    assert told["fixes"][0]["description"]["text"] == "take it away"
    assert told["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {
                "startLine": 3,
                "startColumn": 20,
                "endLine": 3,
                "endColumn": 22,
            },
            "insertedContent": {"text": ""},
        }
    ]


@pytest.mark.parametrize("outside", HOSTILE)
def test_no_line_is_a_command(outside):
    lines = list(sarif(hostile_report(outside), ()))

    assert all(line.isascii() and line.isprintable() for line in lines)
    assert "##" not in "\n".join(lines)


@given(st.text(st.characters(), min_size=1))
def test_whatever_stands_in_a_template_it_is_sarif(outside):
    assert len(run(hostile_report(outside), ())["results"]) == 3
