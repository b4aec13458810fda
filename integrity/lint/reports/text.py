"""The report for people: findings at their lines, artifacts as a table, and a sum."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from integrity.lint.finding import Finding
from integrity.lint.report import FileResult, Report, Stamped
from integrity.lint.reports.ci_commands import broken
from integrity.lint.reports.excerpt import excerpt
from integrity.lint.reports.style import Style
from integrity.lint.reports.sums import sums
from integrity.lint.severity import Severity
from integrity.quantities import counted

_OTHER_FILES_LISTED = 5


def text(report: Report, style: Style) -> Iterator[str]:
    """Everything a person wants to know, the sum last."""
    for line in _lines(report, style):
        yield broken(line.rstrip())


def _lines(report: Report, style: Style) -> Iterator[str]:
    if report.artifacts:
        from integrity.lint.reports.artifact_table import (  # lint reads none
            artifact_table,
        )

        yield from artifact_table(report.artifacts, style)
        yield ""
    yield from _findings(report.findings, style)
    yield from _files_without_template(report.files, style)
    for stamped in report.stamped or ():
        yield from _stamped(stamped, style)
    for line in sums(report, style):
        yield from _folded(0, line, style)


def _findings(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    """Those at one place below one another; a rule names its page but once."""
    explained: set[str] = set()
    wanted = (
        finding
        for finding in findings
        if style.show_notes or finding.severity is not Severity.NOTE
    )
    for _, group in groupby(wanted, lambda one: (one.path, one.start, one.end)):
        for index, finding in enumerate(group):
            yield from _heading(finding, style)
            if index == 0:
                yield from excerpt(finding, style)
            yield from _way_out(finding, explained, style)
        yield ""


def _heading(finding: Finding, style: Style) -> Iterator[str]:
    place = style.shown(finding.place)
    severity = style.of_severity(finding.severity, finding.severity)
    plain = f"{place} {finding.rule} {finding.severity}: "
    first, *more = _folded(len(plain), style.shown(finding.message), style)
    yield f"{style.bold(place)} {style.bold(finding.rule)} {severity}: {first}"
    yield from more


def _way_out(finding: Finding, explained: set[str], style: Style) -> Iterator[str]:
    margin = " " * len(str(finding.start.line))
    if finding.help:
        yield from _wrapped(f"{margin} = help: ", style.shown(finding.help), style)
    if finding.fix:
        yield f"{margin} = fix: {style.shown(finding.fix.title)} (--fix)"
    if finding.rule not in explained:
        explained.add(finding.rule)
        yield style.dim(f"{margin} = docs: bakeferry explain {finding.rule}")


def _folded(taken: int, message: str, style: Style) -> list[str]:
    """A message as a terminal shows it, after so many cells; whole where it is no terminal."""
    if not style.folds:
        return [message]
    first, *more = [*_wrapped(" " * taken, message, style, indent="  ")] or [""]
    return [first[taken:], *more]


def _wrapped(
    lead: str, words: str, style: Style, *, indent: str | None = None
) -> Iterator[str]:
    """Words after a lead, broken between them; a longer word keeps its line.

    Args:
        indent: What further lines begin with; None: as many blanks as the lead has cells.
    """
    yield from wrap(
        words,
        max(40, style.width),
        initial_indent=lead,
        subsequent_indent=" " * len(lead) if indent is None else indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _files_without_template(files: Iterable[FileResult], style: Style) -> Iterator[str]:
    """What the other files are; of many only the first, unless all are asked for."""
    others = [file for file in files if not file.templates]
    is_short = len(others) <= _OTHER_FILES_LISTED + 1  # one more is no longer than it
    listed = len(others) if style.verbose or is_short else _OTHER_FILES_LISTED
    for file in others[:listed]:
        yield f"{style.shown(file.path)}: no image template: {style.shown(file.kind)}"
    if len(others) > listed:
        more = counted(len(others) - listed, "more file")
        yield f"{more} without an image template (-o json: all)"


def _stamped(stamped: Stamped, style: Style) -> Iterator[str]:
    place = style.shown(f"{stamped.path}:{stamped.position}")
    yield f"{style.bold(place)} {style.shown(stamped.artifact)}"
    if stamped.why is not None:
        yield f"  not stamped: {style.shown(stamped.why)}"
        return
    yield f"  old  {style.shown(stamped.old or 'none')}"
    yield f"  new  {style.shown(stamped.new or 'none')}"
