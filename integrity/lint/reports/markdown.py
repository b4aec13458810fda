"""The summary of a run in Markdown, for GitHub's job summaries."""

import re
from collections.abc import Iterator, Sequence

from integrity.lint.finding import Finding
from integrity.lint.report import ArtifactResult, Report
from integrity.lint.reports.artifact_table import name_of
from integrity.lint.reports.quantities import size_in_words
from integrity.lint.reports.style import Style
from integrity.lint.reports.sums import sums
from integrity.lint.reports.worst_first import worst_first
from integrity.safe_text import safe_text

_ROWS = 100
"""Rows of a table. GitHub drops a step's summary of more than 1 MiB as a whole."""

_CELL = 500
"""Characters in a cell, for the same reason."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def markdown(report: Report) -> Iterator[str]:
    """A heading, the sum, and tables of the worst findings and of the artifacts."""
    yield f"### bakeferry {escaped(report.command)}"
    yield ""
    for line in sums(report, Style(show_notes=True)):
        yield f"- {escaped(line)}"
    if report.findings:
        yield from _findings(worst_first(report.findings))
    if report.artifacts:
        yield from _artifacts(report.artifacts)
    yield ""


def escaped(text: str) -> str:
    """Text from outside that stays text: neither Markdown nor HTML."""
    return _PUNCTUATION.sub(r"\\\1", safe_text(text[:_CELL]))


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    yield from ("", "| | Rule | Place | Finding |", "|---|---|---|---|")
    for finding in findings[:_ROWS]:
        place = f"{finding.path}:{finding.start.line}:{finding.start.column}"
        yield _row(finding.severity, finding.rule, place, finding.message)
    yield from _left_out(len(findings) - _ROWS)


def _artifacts(artifacts: Sequence[ArtifactResult]) -> Iterator[str]:
    yield from ("", "| | Artifact | Size | sha256 |", "|---|---|---:|---|")
    for artifact in artifacts[:_ROWS]:
        fact = artifact.fact
        size = "" if fact.size is None else size_in_words(fact.size)
        yield _row(artifact.verdict, name_of(fact), size, fact.sha256 or "")
    yield from _left_out(len(artifacts) - _ROWS)


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def _left_out(rows: int) -> Iterator[str]:
    if rows > 0:
        yield ""
        yield f"{rows:,} more are not shown."
