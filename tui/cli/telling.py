"""Tell a command's result: what to print, and the exit code that sums it up."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from integrity.dataclass import dataclass
from integrity.errors import DocumentError
from integrity.facts import ArtifactProblem, ProblemKind
from integrity.lint.linter import Judgement
from integrity.lint.report import ArtifactResult, Report, Unread
from integrity.lint.reports.all_reports import REPORTS
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.safe_text import safe_text
from tui.cli.exit_codes import ExitCode, of_os_error, worst
from tui.cli.shown import say_aside
from tui.cli.streams import as_ascii, style_of
from tui.files.atomic import NotWritten
from tui.files.inputs import NotPermitted
from tui.version import __version__

_OF_PROBLEM = {
    ProblemKind.MISSING: ExitCode.REMOTE,
    ProblemKind.FORBIDDEN: ExitCode.PERMISSION,
    ProblemKind.REFUSED: ExitCode.REFUSED,
    ProblemKind.TOO_LARGE: ExitCode.REFUSED,
    ProblemKind.CHANGED: ExitCode.PARTIAL,
    ProblemKind.UNREACHABLE: ExitCode.REMOTE,
    ProblemKind.UNBOUNDED: ExitCode.REMOTE,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run has found out about the files that it was given."""

    judgements: tuple[Judgement, ...]

    artifacts: tuple[ArtifactResult, ...] | None = None
    """None when artifacts were not read at all."""

    missing: tuple[DocumentError, ...] = ()
    """Names behind which there is nothing to read, and files not written."""


def report_of(
    command: str, started: datetime, checked: Checked, code: ExitCode
) -> Report:
    """The result of a run, which ends now, as one value."""
    return Report(
        command=command,
        version=__version__,
        started=started,
        finished=datetime.now(UTC),
        files=tuple(judgement.file for judgement in checked.judgements),
        findings=tuple(one for each in checked.judgements for one in each.findings),
        artifacts=checked.artifacts,
        unread=tuple(map(_unread, checked.missing)),
        exit_code=code,
    )


def _unread(error: DocumentError) -> Unread:
    missed = "written" if isinstance(error, NotWritten) else "read"
    return Unread(error.path, safe_text(error.why), missed)


def tell(
    report: Report,
    options: Mapping[str, Any],
    *,
    notes: bool,
    to: TextIO | None = None,
) -> int:
    """Print a report in the form that was asked for; the exit code of the run.

    Args:
        to: Where to print it, if not on standard output.
    """
    if options.get("summary"):
        report = _with_summary(report)
    stream = to or sys.stdout
    style = style_of(stream, notes=notes, verbose=bool(options.get("verbose")))
    for line in REPORTS[options["output"]](report, style, ALL_RULES):
        stream.write(f"{line if style.unicode else as_ascii(line)}\n")
    return report.exit_code


def tell_missing(missing: Iterable[DocumentError]) -> None:
    """Say which names stand for nothing that can be read, or written."""
    for error in missing:
        say_aside(str(error))


def code_of(checked: Checked, *, strict: bool) -> ExitCode:
    """The worst of everything that was found.

    Args:
        strict: Warnings count as errors.
    """
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return worst(
        [
            *_codes_of_artifacts(checked.artifacts or ()),
            *_codes_of_findings(checked.judgements, failing),
            *map(code_of_missing, checked.missing),
        ]
    )


def code_of_missing(error: DocumentError) -> ExitCode:
    """The code of a name behind which nothing could be read, or written."""
    if isinstance(error, NotWritten):
        return of_os_error(error.error)
    denied = isinstance(error, NotPermitted)
    return ExitCode.PERMISSION if denied else ExitCode.REMOTE


def code_of_problem(problem: ArtifactProblem) -> ExitCode:
    """The code of an artifact that could not be read."""
    return _OF_PROBLEM[problem.kind]


def _codes_of_findings(
    judgements: Iterable[Judgement], failing: Set[Severity]
) -> Iterator[ExitCode]:
    for judgement in judgements:
        for finding in judgement.findings:
            if finding.severity in failing:
                yield ExitCode.FINDINGS


def _codes_of_artifacts(artifacts: Iterable[ArtifactResult]) -> Iterator[ExitCode]:
    for artifact in artifacts:
        if artifact.fact.problem is not None:
            yield code_of_problem(artifact.fact.problem)
        elif artifact.verdict is Verdict.MISMATCH:
            yield ExitCode.INTEGRITY


def _with_summary(report: Report) -> Report:
    """Add the summary to the page that GitHub shows for a job; how the run ends now.

    A page that takes nothing is no reason to hide what the run has found.
    """
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        from integrity.lint.reports.github import summary

        try:
            with Path(page).open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in summary(report))
        except OSError as error:  # where a disk is full, the system names no file
            why = f"{page}: {error.strerror}; it has no summary"
            say_aside(why)
            return replace(report, exit_code=report.exit_code or of_os_error(error))
    return report
