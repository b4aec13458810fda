"""The report's last lines: how much of what was found."""

from sample_reports import (
    artifact,
    file,
    finding,
    missing,
    removal,
    report,
    span_of,
    told,
)

from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict


def test_notes_are_counted_and_hidden():
    lines = told(report(finding(span_of("1"), severity=Severity.NOTE), exit_code=0))

    assert lines == ["Found nothing wrong in 1 file; 1 note (show with --notes)"]


def test_the_sum_says_how_much_of_what():
    errors = [finding(span_of("1"), severity=Severity.ERROR)] * 2
    warnings = [finding(span_of("1"), path="b.json")] * 3
    notes = [finding(span_of("1"), severity=Severity.NOTE)] * 4
    files = (file(skipped=5), file("b.json", skipped=7), *[file("c.json")] * 5)
    lines = told(report(*errors, *warnings, *notes, files=files))

    assert lines[-1] == (
        "Found 2 errors and 3 warnings in 2 of 7 files; 4 notes (show with --notes);"
        " 12 judgements skipped because a value is not known offline (give --params or"
        " --set)"
    )


def test_the_sum_says_what_can_be_given():
    judged = file(skipped=2, missing_parameters=("region",))
    place = finding(span_of("1"), rule="AIB004", severity=Severity.NOTE)

    def asked(one):
        return told(one)[-1].partition("offline ")[2]

    assert asked(report(place, files=(judged,))) == (
        "(give --params region; --set for placeholders)"
    )
    assert asked(report(place, files=(file(skipped=1),))) == "(give --set NAME=VALUE)"
    many = file(skipped=2, missing_parameters=tuple("abcdef"))
    assert asked(report(files=(many,))) == "(give --params a, b, c, d and 2 more)"


def test_what_only_verify_finds_is_fixed_by_verify():
    lines = told(report(finding(span_of("1"), fix=removal()), artifacts=()))

    assert lines[-1] == "1 can be fixed with `bakeferry verify --fix`"


def test_bytes_that_were_not_read_are_not_counted():
    lines = told(report(artifacts=(artifact(Verdict.MATCH), missing())))

    assert "Verified 2 artifacts: 1 matches, 1 not read, 19.7 MiB" in lines


def test_who_only_judges_is_not_told_of_addresses_that_were_not_read():
    lines = told(report(files=(file(unknown_artifacts=1),)))

    assert lines == ["Found nothing wrong in 1 file"]


def test_the_sum_is_broken_between_words_on_a_terminal():
    lines = told(report(files=(file(skipped=5),)), width=50, folds=True)

    assert lines == [
        "Found nothing wrong in 1 file; 5 judgements",
        "  skipped because a value is not known offline",
        "  (give --params or --set)",
    ]


def test_a_parameters_file_with_findings_counts_as_a_file():
    findings = [finding(span_of("1")), finding(span_of("1"), path="parameters.json")]

    assert told(report(*findings, files=(file(),)))[-1].startswith(
        "Found 2 warnings in 2 of 2 files"
    )
