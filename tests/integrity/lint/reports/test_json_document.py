import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import (
    HOSTILE,
    ONE,
    OTHER,
    artifact,
    file,
    finding,
    hostile_report,
    missing,
    removal,
    report,
    span_of,
    stamped,
    unread,
)
from strict_schemas import errors

from integrity.lint.reports.json_document import json_document, json_lines
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict

FINDINGS = (
    finding(span_of('""'), advice="stamp it", fix=removal()),
    finding(span_of("1"), severity=Severity.ERROR),
)
ARTIFACTS = (artifact(Verdict.MATCH), artifact(Verdict.MISMATCH), missing())

RUNS = {
    "lint": report(*FINDINGS, unread=(unread(),)),
    "verify": report(*FINDINGS, command="verify", artifacts=ARTIFACTS, exit_code=4),
    "stamp": report(command="stamp", stamped=(stamped(), stamped("it is empty"))),
}


def document(one):
    return json.loads("\n".join(json_document(one)))


def events(one):
    return [json.loads(line) for line in json_lines(one)]


@pytest.mark.parametrize("name", RUNS)
def test_a_document_keeps_to_its_schema(name):
    assert errors(name, document(RUNS[name])) == []


@pytest.mark.parametrize("name", RUNS)
def test_every_event_keeps_to_its_schema(name):
    assert [errors("events", event) for event in events(RUNS[name])] == [
        [] for _ in events(RUNS[name])
    ]


@pytest.mark.parametrize("name", RUNS)
def test_events_and_document_tell_the_same(name):
    told = document(RUNS[name])
    stream = events(RUNS[name])

    assert [one["event"] for one in stream] == [
        "start",
        *["item"] * len(told["items"]),
        *["file"] * len(told.get("files", ())),
        *["finding"] * len(told["findings"]),
        *["unread"] * len(told["unread"]),
        "end",
    ]
    assert stream[-1]["summary"] == told["summary"]
    assert stream[-1]["exitCode"] == told["exitCode"]


def test_a_document_begins_with_who_when_and_how_it_ended():
    told = document(report(exit_code=0))

    assert {key: told[key] for key in list(told)[:6]} == {
        "schema": "bakeferry.lint/1",
        "tool": {"name": "bakeferry", "version": "0.1.0"},
        "started": "2026-11-22T14:02:11.000Z",
        "finished": "2026-11-22T14:02:12.500Z",
        "ok": True,
        "exitCode": 0,
    }


def test_what_could_not_be_read_is_named_with_the_reason():
    assert document(report(unread=(unread(),)))["unread"] == [
        {"path": "gone.json", "why": "no such file"}
    ]


def test_a_finding_says_rule_place_and_way_out():
    told = document(report(FINDINGS[0]))["findings"]

    assert told == [
        {
            "rule": "AIB310",
            "name": "checksum-missing",
            "severity": "warning",
            "path": "templates/win11.json",
            "line": 3,
            "column": 20,
            "endLine": 3,
            "endColumn": 22,
            "pointer": "/resources/0/properties/customize/1",
            "message": "no checksum",
            "help": "stamp it",
            "fix": {
                "title": "take it away",
                "edits": [
                    {
                        "path": "templates/win11.json",
                        "line": 3,
                        "column": 20,
                        "endLine": 3,
                        "endColumn": 22,
                        "replacement": "",
                    }
                ],
            },
        }
    ]


def test_an_artifact_says_what_was_expected_and_what_was_got():
    told = document(report(artifacts=(artifact(Verdict.MISMATCH),)))["items"][0]

    assert told["name"] == "fonts.zip"
    assert told["verdict"] == "mismatch"
    assert told["digests"] == {"sha256": OTHER}
    assert told["declarations"][0]["expected"] == ONE


def test_the_summary_counts():
    files = (file(skipped=5, unknown_artifacts=1), file("b.json", "x", 0))
    told = document(report(*FINDINGS, files=files, artifacts=ARTIFACTS))["summary"]

    assert told == {
        "files": 2,
        "templates": 1,
        "errors": 1,
        "warnings": 1,
        "notes": 0,
        "fixable": 1,
        "skippedJudgements": 5,
        "unknownArtifacts": 1,
        "artifacts": 3,
        "match": 1,
        "mismatch": 1,
        "undeclared": 0,
        "problem": 1,
        "bytes": 41_320_000,
    }


def test_the_summary_of_a_stamp_counts_what_was_written_and_what_was_not():
    checksums = (stamped(), stamped(), stamped("it is empty"))
    told = document(report(command="stamp", stamped=checksums, written=True))["summary"]

    assert (told["stamped"], told["unstamped"], told["written"]) == (2, 1, True)


def test_no_secret_of_an_address_is_told():
    assert "hunter2" not in "\n".join(json_document(RUNS["verify"]))


@pytest.mark.parametrize("outside", HOSTILE)
def test_text_from_outside_is_whole_and_escaped(outside):
    lines = list(json_document(hostile_report(outside)))
    told = json.loads("\n".join(lines))

    assert told["files"][0]["path"] == outside
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert "##" not in "\n".join(lines)


@given(st.text(st.characters(), min_size=1))
def test_whatever_stands_in_a_template_a_line_is_an_event(outside):
    lines = list(json_lines(hostile_report(outside)))

    assert all(line.isprintable() and json.loads(line) for line in lines)
