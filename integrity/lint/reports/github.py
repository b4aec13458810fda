"""The report for GitHub Actions: annotations of lines, and the page of a job."""

import re
from collections.abc import Iterator, Mapping, Sequence

from integrity.lint.finding import Finding
from integrity.lint.report import ArtifactResult, Report
from integrity.lint.reports.artifact_table import name_of
from integrity.lint.reports.ci_commands import broken
from integrity.lint.reports.style import Style
from integrity.lint.reports.sums import sums
from integrity.lint.severity import Severity
from integrity.quantities import size_in_words
from integrity.safe_text import safe_text

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})

_ROWS = 100
"""Rows of a table. GitHub drops a step's summary of more than 1 MiB as a whole."""

_CELL = 500
"""Characters in a cell, for the same reason."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def github(report: Report) -> Iterator[str]:
    """Worst first, because GitHub shows only the first few of a step; then the sum."""
    for unread in report.unread:
        properties = {"file": safe_text(unread.path), "title": f"not {unread.missed}"}
        yield _command("error", properties, unread.why)
    for finding in report.worst_first:
        yield _annotation(finding)
    for line in sums(report, Style(show_notes=True)):
        yield broken(line)


def _annotation(finding: Finding) -> str:
    properties = {
        "file": safe_text(finding.path),
        "line": str(finding.start.line),
        "endLine": str(finding.end.line),
        "col": str(finding.start.column),
        "endColumn": str(finding.end.column),
        "title": f"{finding.rule} {finding.name}",
    }
    return _command(_COMMANDS[finding.severity], properties, finding.paragraph)


def _command(command: str, properties: Mapping[str, str], message: str) -> str:
    written = ",".join(
        f"{name}={broken(value).translate(_IN_PROPERTY)}"
        for name, value in properties.items()
    )
    return f"::{command} {written}::{broken(message).translate(_IN_MESSAGE)}"


def summary(report: Report) -> Iterator[str]:
    """A heading, the sum, and tables of the worst findings and of the artifacts."""
    yield f"### bakeferry {_escaped(report.command)}"
    yield ""
    for line in sums(report, Style(show_notes=True)):
        yield f"- {_escaped(line)}"
    for unread in report.unread:
        yield f"- {_escaped(f'{unread.path}: {unread.why}')}"
    if report.findings:
        yield from _findings(report.worst_first)
    if report.artifacts:
        yield from _artifacts(report.artifacts)
    yield ""


def _escaped(text: str) -> str:
    """Text from outside that stays text: neither Markdown nor HTML."""
    return _PUNCTUATION.sub(r"\\\1", safe_text(text[:_CELL]))


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    yield from ("", "| | Rule | Place | Finding |", "|---|---|---|---|")
    for finding in findings[:_ROWS]:
        yield _row(finding.severity, finding.rule, finding.place, finding.message)
    yield from _left_out(len(findings) - _ROWS)


def _artifacts(artifacts: Sequence[ArtifactResult]) -> Iterator[str]:
    yield from ("", "| | Artifact | Size | sha256 |", "|---|---|---:|---|")
    for artifact in artifacts[:_ROWS]:
        fact = artifact.fact
        size = "" if fact.size is None else size_in_words(fact.size)
        yield _row(artifact.verdict, name_of(fact), size, fact.sha256 or "")
    yield from _left_out(len(artifacts) - _ROWS)


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _left_out(rows: int) -> Iterator[str]:
    if rows > 0:
        yield ""
        yield f"Not shown: {rows:,} more."
