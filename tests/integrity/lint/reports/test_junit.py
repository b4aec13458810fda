from xml.etree import ElementTree as ET

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
    report,
    span_of,
    unread,
    unwritten,
)

from integrity.lint.reports.junit import junit
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.safe_text import safe_text


def suites(one):
    return ET.fromstring("\n".join(junit(one)))  # our own output


def test_a_run_says_what_it_was_and_how_long_it_took():
    assert suites(report()).attrib == {"name": "bakeferry lint", "time": "1.500"}


def test_a_file_without_findings_is_a_case_that_passed():
    suite = suites(report())[0]

    assert suite.attrib["name"] == "templates/win11.json"
    assert suite.attrib["tests"] == "1"
    assert [case.attrib["name"] for case in suite] == ["no findings"]
    assert list(suite[0]) == []


def test_what_could_not_be_read_is_a_case_in_error():
    suite = suites(report(files=(), unread=(unread(),), exit_code=7))[0]

    assert suite.attrib["name"] == "gone.json"
    assert (suite.attrib["errors"], suite.attrib["failures"]) == ("1", "0")
    assert suite[0][0].attrib["message"] == "gone.json: no such file"


def test_what_could_not_be_written_is_a_case_in_error_beside_its_findings():
    suite = suites(report(finding(span_of("1")), unread=(unwritten(),)))[0]

    assert suite.attrib["name"] == "templates/win11.json"
    assert (suite.attrib["tests"], suite.attrib["errors"]) == ("2", "1")
    assert suite[1].attrib["name"] == "is written"
    assert suite[1][0].attrib == {
        "type": "unwritten",
        "message": "templates/win11.json: cannot be replaced: disk full",
    }


def test_a_finding_says_place_and_way_out():
    one = finding(span_of("1"), "too late", Severity.ERROR, advice="start earlier")
    [failure] = suites(report(one))[0][0]

    assert failure.attrib["message"] == (
        "templates/win11.json:4:25 error: too late (start earlier)"
    )


def test_errors_fail_and_the_rest_passes():
    findings = [finding(span_of("1"), f"it is {one}", one) for one in Severity]
    suite = suites(report(*findings))[0]

    assert suite.attrib["failures"] == "1"
    assert suite.attrib["tests"] == "3"
    assert [[child.tag for child in case] for case in suite] == [
        ["failure"],
        ["system-out"],
        ["system-out"],
    ]
    assert suite[0][0].attrib == {
        "type": "AIB310",
        "message": "templates/win11.json:4:25 error: it is error",
    }


def test_each_file_has_a_suite():
    one = report(
        finding(span_of("1"), path="b.json"), files=(file("a.json"), file("b.json"))
    )

    assert [suite.attrib["name"] for suite in suites(one)] == ["a.json", "b.json"]


def test_an_artifact_is_a_case_of_the_file_that_names_it():
    artifacts = (
        artifact(Verdict.MATCH),
        artifact(Verdict.MISMATCH),
        artifact(Verdict.UNDECLARED),
        missing(),
    )
    suite = suites(report(artifacts=artifacts))[0]

    assert suite.attrib["failures"] == "2"
    assert [[child.tag for child in case] for case in suite] == [
        ["system-out"],
        ["failure"],
        ["system-out"],
        ["failure"],
    ]
    assert f"expected {ONE}, got {OTHER}" in suite[1][0].attrib["message"]
    assert "HTTP 404" in suite[3][0].attrib["message"]


@pytest.mark.parametrize("outside", HOSTILE)
def test_text_from_outside_stays_text(outside):
    root = suites(hostile_report(outside))

    assert {element.tag for element in root.iter()} == {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "system-out",
    }
    shown = safe_text(outside).replace("\ufffe", "\ufffd")
    assert root[0].attrib["name"] == shown


@pytest.mark.parametrize("outside", HOSTILE)
def test_no_line_is_a_command(outside):
    lines = list(junit(hostile_report(outside)))

    assert all(line.startswith("<") for line in lines)
    assert "##" not in "\n".join(lines)


@given(st.text(st.characters(), min_size=1))
def test_whatever_stands_in_a_template_it_is_xml(outside):
    assert len(suites(hostile_report(outside))) == 1
