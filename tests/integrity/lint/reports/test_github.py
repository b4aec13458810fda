import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import (
    HOSTILE,
    artifact,
    finding,
    hostile_report,
    report,
    span_of,
    unread,
    unwritten,
)

from integrity.lint.reports.github import github, summary
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict

ANNOTATION = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^:,]*,?)+::.*")


def test_a_finding_is_an_annotation_of_its_lines():
    line, *_ = github(report(finding(span_of('""'), advice="stamp it")))

    assert line == (
        "::warning file=templates/win11.json,line=3,endLine=3,col=20,endColumn=22,"
        "title=AIB310 checksum-missing::no checksum%0Astamp it"
    )


def test_what_could_not_be_read_is_an_annotation_and_in_the_summary():
    one = report(files=(), unread=(unread(),), exit_code=7)

    assert next(github(one)) == "::error file=gone.json,title=not read::no such file"
    assert r"- gone\.json\: no such file" in list(summary(one))


def test_what_could_not_be_written_says_so():
    one = report(unread=(unwritten(),), exit_code=5)

    assert next(github(one)) == (
        "::error file=templates/win11.json,title=not written"
        "::cannot be replaced: disk full"
    )


def test_the_worst_comes_first_and_the_sum_last():
    severities = (Severity.NOTE, Severity.WARNING, Severity.ERROR)
    lines = list(
        github(report(*(finding(span_of("1"), "", one) for one in severities)))
    )

    assert [line.split()[0] for line in lines] == [
        "::error",
        "::warning",
        "::notice",
        "Found",
    ]


@pytest.mark.parametrize(
    ("path", "written"),
    [("a,b:c.json", "a%2Cb%3Ac.json"), ("50%0A.json", "50%250A.json")],
)
def test_a_path_cannot_end_its_property(path, written):
    line, *_ = github(report(finding(span_of("1"), path=path)))

    assert line.startswith(f"::warning file={written},line=")


def test_a_percent_sign_stays_one():
    line, *_ = github(report(finding(span_of("1"), "100%0A")))

    assert line.endswith("::100%250A")


GOLDEN = {
    "::set-output name=x::y": "::notice file=%3A_set-output name=x%3A%3Ay,line=1,"
    "endLine=1,col=7,endColumn=31,title=AIB310 checksum-missing"
    ":::_set-output name=x::y%0A::set-output name=x::y",
    "##[add-path]/tmp": "::notice file=#_[add-path]/tmp,line=1,endLine=1,col=7,"
    "endColumn=25,title=AIB310 checksum-missing"
    "::#_[add-path]/tmp%0A#_[add-path]/tmp",
    "\r\n::error::forged": "::notice file=␍␊%3A%3Aerror%3A%3Aforged,line=1,endLine=2,"
    "col=7,endColumn=17,title=AIB310 checksum-missing"
    "::␍␊::error::forged%0A␍␊::error::forged",
}


@pytest.mark.parametrize("outside", GOLDEN)
def test_hostile_names_come_out_harmless(outside):
    assert list(github(hostile_report(outside)))[3] == GOLDEN[outside]


@pytest.mark.parametrize("outside", HOSTILE)
def test_every_line_is_an_annotation_or_a_sentence_of_ours(outside):
    *annotations, _, _, _, _ = github(hostile_report(outside))

    assert len(annotations) == 4
    assert all(ANNOTATION.fullmatch(line) for line in annotations)


@given(st.text(st.characters(), min_size=1))
def test_whatever_stands_in_a_template_a_line_is_a_line(outside):
    for line in github(hostile_report(outside)):
        assert all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in line)
        assert not re.search(r"##(vso)?\[", line, re.IGNORECASE)


def test_the_page_of_a_job_has_the_sum_the_findings_and_the_artifacts():
    lines = list(
        summary(
            report(
                finding(span_of("1"), "no `sha256`"),
                command="verify",
                artifacts=(artifact(Verdict.MATCH),),
            )
        )
    )

    assert lines[0] == "### bakeferry verify"
    assert lines[2:4] == [
        "- Verified 1 artifact\\: 1 matches\\, 19\\.7 MiB",
        "- Found 1 warning in 1 of 1 file",
    ]
    assert (
        "| warning | AIB310 | templates\\/win11\\.json\\:4\\:25 | no \\`sha256\\` |"
        in lines
    )
    assert f"| match | fonts\\.zip | 19\\.7 MiB | {'e3b4' * 16} |" in lines


def test_the_page_of_a_job_stays_small():
    lines = list(summary(report(*[finding(span_of("1"), "x" * 5000)] * 500)))

    assert sum(map(len, lines)) < 2**20
    assert "Not shown: 400 more." in lines


def test_the_page_of_a_job_says_how_many_artifacts_it_leaves_out():
    def page(count):
        artifacts = (artifact(Verdict.MATCH),) * count
        return [*summary(report(command="verify", artifacts=artifacts))]

    assert "Not shown: 1 more." in page(101)
    assert not [line for line in page(100) if "Not shown" in line]


@pytest.mark.parametrize("outside", HOSTILE)
def test_the_page_of_a_job_takes_nothing_for_markup(outside):
    page = "\n".join(summary(hostile_report(outside)))

    assert not re.search(r"(?<!\\)[<>\[\]`@&]", page.replace("| |", ""))
