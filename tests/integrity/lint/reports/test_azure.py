import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import HOSTILE, finding, hostile_report, report, span_of, unread

from integrity.lint.reports.azure import azure
from integrity.lint.severity import Severity

ISSUE = re.compile(r"##vso\[task\.logissue type=(error|warning);([a-z]+=[^;\]]*;)+\].*")
COMPLETE = "##vso[task.complete result=SucceededWithIssues;]"


def test_a_finding_is_an_issue_of_its_line():
    line, *_ = azure(report(finding(span_of('""'), advice="stamp it")))

    assert line == (
        "##vso[task.logissue type=warning;sourcepath=templates/win11.json;"
        "linenumber=3;columnnumber=20;code=AIB310;]no checksum%0Astamp it"
    )


def test_a_note_is_a_line_of_text():
    line, *_ = azure(report(finding(span_of("1"), "fine", Severity.NOTE)))

    assert line == "templates/win11.json:4:25 AIB310 note: fine"


def test_the_sum_does_not_offer_the_notes_that_are_there():
    *_, last = azure(report(finding(span_of("1"), "fine", Severity.NOTE)))

    assert last == "Found nothing wrong in 1 file; 1 note"


def test_a_run_with_warnings_only_succeeds_with_issues():
    severities = (Severity.NOTE, Severity.WARNING)
    lines = list(azure(report(*(finding(span_of("1"), "", one) for one in severities))))

    assert lines[-1] == COMPLETE


def test_what_could_not_be_read_is_an_issue_and_no_success():
    lines = list(azure(report(finding(span_of("1")), unread=(unread(),))))

    assert lines[0] == (
        "##vso[task.logissue type=error;sourcepath=gone.json;]no such file"
    )
    assert COMPLETE not in lines


@pytest.mark.parametrize(
    "severities", [(), (Severity.NOTE,), (Severity.ERROR, Severity.WARNING)]
)
def test_any_other_run_ends_as_its_exit_code_says(severities):
    lines = list(azure(report(*(finding(span_of("1"), "", one) for one in severities))))

    assert COMPLETE not in lines


def test_a_path_cannot_end_its_property():
    line, *_ = azure(report(finding(span_of("1"), path="a;b]c%3B.json")))

    assert "sourcepath=a%3Bb%5Dc%AZP253B.json;" in line


GOLDEN = {
    "##vso[task.setvariable variable=a]b": "##vso[task.logissue type=error;"
    "sourcepath=#_vso[task.setvariable variable=a%5Db;linenumber=1;columnnumber=7;"
    "code=AIB310;]#_vso[task.setvariable variable=a]b"
    "%0A#_vso[task.setvariable variable=a]b",
    "a;b]c,d:e%0A::f": "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc,d:e%AZP250A"
    "::f;linenumber=1;columnnumber=7;code=AIB310;]a;b]c,d:e%AZP250A::f"
    "%0Aa;b]c,d:e%AZP250A::f",
}


@pytest.mark.parametrize("outside", GOLDEN)
def test_hostile_names_come_out_harmless(outside):
    assert list(azure(hostile_report(outside)))[1] == GOLDEN[outside]


@pytest.mark.parametrize("outside", HOSTILE)
def test_only_issues_are_commands(outside):
    unread, error, warning, *others = azure(hostile_report(outside))

    assert ISSUE.fullmatch(unread)
    assert ISSUE.fullmatch(error)
    assert ISSUE.fullmatch(warning)
    assert not any(re.search(r"##(vso)?\[", line) for line in others)
    assert not any(line.lstrip().startswith("::") for line in others)


@given(st.text(st.characters(), min_size=1))
def test_whatever_stands_in_a_template_a_line_is_a_line(outside):
    for line in azure(hostile_report(outside)):
        assert all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in line)
        assert line.count("##vso[") == line.startswith("##vso[task.logissue")
