"""The report as test results: JUnit's XML, a suite for each file."""

import re
from collections.abc import Iterator, Sequence

from integrity.lint.finding import Finding
from integrity.lint.report import ArtifactResult, Declaration, Report, Unread
from integrity.lint.reports.artifact_table import name_of
from integrity.lint.reports.encoding import timestamp
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.safe_text import safe_text

_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_ENTITIES = str.maketrans({
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "#": "&#35;",
})  # fmt: skip


def junit(report: Report) -> Iterator[str]:
    """Errors and artifacts that differ or cannot be read fail; the rest passes.

    What could not be read itself is a case in error: an empty report would look like
    one in which all is well.
    """
    seconds = (report.finished - report.started).total_seconds()
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="bakeferry {_xml(report.command)}" time="{seconds:.3f}">'
    for path, cases in _by_file(report).items():
        yield from _suite(path, cases, report)
    yield "</testsuites>"


def _by_file(report: Report) -> dict[str, list[str]]:
    """The test cases of each file, in the order of the files."""
    cases: dict[str, list[str]] = {file.path: [] for file in report.files}
    for finding in report.findings:
        cases.setdefault(finding.path, []).append(_finding(finding))
    for artifact in report.artifacts or ():
        for declaration in artifact.declarations:
            case = _artifact(artifact, declaration)
            cases.setdefault(declaration.path, []).append(case)
    for unread in report.unread:
        cases.setdefault(unread.path, []).append(_unread(unread))
    return cases


def _suite(path: str, cases: Sequence[str], report: Report) -> Iterator[str]:
    failures = sum("<failure" in case for case in cases)
    errors = sum("<error" in case for case in cases)
    name = _xml(path)
    yield (
        f'<testsuite name="{name}" tests="{max(1, len(cases))}"'
        f' failures="{failures}" errors="{errors}" skipped="0"'
        f' timestamp="{timestamp(report.started)}">'
    )
    yield from cases or [f'<testcase classname="{name}" name="no findings"/>']
    yield "</testsuite>"


def _finding(finding: Finding) -> str:
    details = f"{finding.place} {finding.severity}: {finding.message}"
    if finding.help:
        details = f"{details} ({finding.help})"
    outcome = (
        _failure(finding.rule, details)
        if finding.severity is Severity.ERROR
        else _remark(details)
    )
    name = f"{finding.rule} {finding.name} {finding.start}"
    return _case(finding.path, name, outcome)


def _artifact(artifact: ArtifactResult, declaration: Declaration) -> str:
    fact = artifact.fact
    details = str(fact.url)
    if fact.problem:
        details = f"{details}: {fact.problem.message}"
    if declaration.verdict is Verdict.MISMATCH:
        details = f"{details}: expected {declaration.expected}, got {fact.sha256}"
    outcome = (
        _failure(declaration.verdict, details)
        if declaration.verdict in (Verdict.MISMATCH, Verdict.PROBLEM)
        else _remark(details)
    )
    return _case(declaration.path, f"{declaration.step}: {name_of(fact)}", outcome)


def _unread(unread: Unread) -> str:
    details = f"{unread.path}: {unread.why}"
    outcome = f'<error type="un{unread.missed}" message="{_xml(details)}"/>'
    return _case(unread.path, f"is {unread.missed}", outcome)


def _case(path: str, name: str, outcome: str) -> str:
    return (
        f'<testcase classname="{_xml(path)}" name="{_xml(name)}">{outcome}</testcase>'
    )


def _failure(kind: str, details: str) -> str:
    return f'<failure type="{_xml(kind)}" message="{_xml(details)}"/>'


def _remark(details: str) -> str:
    return f"<system-out>{_xml(details)}</system-out>"


def _xml(text: str) -> str:
    """Text for an attribute or an element, of characters that XML 1.0 knows.

    In ASCII, so that it is true in whatever encoding the stream has.
    """
    known = _NOT_IN_XML.sub("\ufffd", safe_text(text)).translate(_ENTITIES)
    return known.encode("ascii", "xmlcharrefreplace").decode("ascii")
