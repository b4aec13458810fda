"""The report for Azure Pipelines: findings as issues of their lines."""

from collections.abc import Iterator, Mapping

from integrity.lint.finding import Finding
from integrity.lint.report import Report
from integrity.lint.reports.ci_commands import broken
from integrity.lint.reports.style import Style
from integrity.lint.reports.sums import sums
from integrity.lint.severity import Severity
from integrity.safe_text import safe_text

_IN_MESSAGE = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({";": "%3B", "]": "%5D"})


def azure(report: Report) -> Iterator[str]:
    """Worst first, then the sum; a step with warnings only says that it succeeded."""
    for unread in report.unread:
        yield _command(
            {"type": "error", "sourcepath": safe_text(unread.path)}, unread.why
        )
    findings = report.worst_first
    for finding in findings:
        yield _plain(finding) if finding.severity is Severity.NOTE else _issue(finding)
    for line in sums(report, Style(show_notes=True)):
        yield broken(line)
    if _has_only_warnings(report):
        yield "##vso[task.complete result=SucceededWithIssues;]"


def _has_only_warnings(report: Report) -> bool:
    severities = {finding.severity for finding in report.findings}
    return (
        Severity.WARNING in severities
        and Severity.ERROR not in severities
        and not report.unread
    )


def _issue(finding: Finding) -> str:
    properties = {
        "type": str(finding.severity),
        "sourcepath": safe_text(finding.path),
        "linenumber": str(finding.start.line),
        "columnnumber": str(finding.start.column),
        "code": finding.rule,
    }
    return _command(properties, finding.paragraph)


def _command(properties: Mapping[str, str], message: str) -> str:
    written = "".join(
        f"{name}={broken(value).translate(_IN_PROPERTY)};"
        for name, value in properties.items()
    )
    told = broken(message).translate(_IN_MESSAGE)
    return f"##vso[task.logissue {written}]{told}"


def _plain(finding: Finding) -> str:
    """A note: Azure Pipelines has no issue of that kind."""
    place = safe_text(finding.place)
    return broken(f"{place} {finding.rule} note: {finding.message}")
