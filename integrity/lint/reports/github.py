"""The report for GitHub Actions: findings as annotations of their lines."""

from collections.abc import Iterator

from integrity.lint.finding import Finding, Severity
from integrity.lint.report import Report
from integrity.lint.reports.ci_commands import broken
from integrity.lint.reports.style import Style
from integrity.lint.reports.sums import sums
from integrity.lint.reports.worst_first import worst_first
from integrity.safe_text import safe_text

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def github(report: Report) -> Iterator[str]:
    """Worst first, because GitHub shows only the first few of a step; then the sum."""
    for finding in worst_first(report.findings):
        yield _annotation(finding)
    for line in sums(report, Style(show_notes=True)):
        yield broken(line)


def _annotation(finding: Finding) -> str:
    help_line = f"\n{finding.help}" if finding.help else ""
    properties = {
        "file": safe_text(finding.path),
        "line": str(finding.start.line),
        "endLine": str(finding.end.line),
        "col": str(finding.start.column),
        "endColumn": str(finding.end.column),
        "title": f"{finding.rule} {finding.name}",
    }
    written = ",".join(
        f"{name}={broken(value).translate(_IN_PROPERTY)}"
        for name, value in properties.items()
    )
    message = broken(f"{finding.message}{help_line}").translate(_IN_MESSAGE)
    return f"::{_COMMANDS[finding.severity]} {written}::{message}"
