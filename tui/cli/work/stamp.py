"""What `bakeferry stamp` does."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from integrity.lint.linter import Judgement, describe
from integrity.lint.report import Stamped
from integrity.safe_text import safe_text
from integrity.stamp import Stamp, Stamping, Unstamped
from integrity.stamp import stamp as stamp_artifacts
from tui.cli.awaiting import awaited
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.fixing import show
from tui.cli.options import judging
from tui.cli.progress_line import ProgressLine
from tui.cli.session import session_options
from tui.cli.telling import (
    Checked,
    code_of_missing,
    code_of_problem,
    report_of,
    tell,
    tell_missing,
)
from tui.cli.undeclared import tell_unfilled
from tui.files.atomic import NotWritten, Rewrite, write_files
from tui.files.judging import Judging
from tui.files.loading import Opened, open_files
from tui.files.template_files import template_files
from tui.session import Session


def stamp(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Write the digest of every artifact into its sha256Checksum."""
    started = datetime.now(UTC)
    how = judging(options, {})
    opened = open_files(paths, how)
    tell_missing(opened.missing)
    if any(file.loaded.templates for file in opened.files):
        tell_unfilled(how)
    stamping = awaited(_stamp(opened, options))
    rewrites = tuple(_rewrites(stamping, opened, how))
    failed: Sequence[NotWritten] = ()
    if options["show_diff"]:
        show(rewrites)
    elif not options["check"]:
        failed = _write(rewrites)
        stamping = _as_written(stamping, failed)
        _pass_on(opened, rewrites)
    told_only = options["show_diff"] or options["check"]
    code = _code(stamping, opened, would_change=bool(rewrites) and told_only)
    code = worst((code, *map(code_of_missing, failed)))
    _tell(stamping, opened, started, code, options)
    return code


async def _stamp(opened: Opened, options: Mapping[str, Any]) -> Stamping:
    async with Session(session_options(options)) as session:
        with ProgressLine("stamp", quiet=options["quiet"]) as progress:
            return await stamp_artifacts(
                template_files(opened),
                session.reader,
                only_missing=options["only_missing"],
                at_once=options["jobs"],
                on_progress=progress,
            )


def _rewrites(stamping: Stamping, opened: Opened, how: Judging) -> Iterator[Rewrite]:
    """The files that change: templates, and deployment parameters files."""
    originals: dict[str, tuple[Path | None, bytes]] = {
        name: (Path(name), data) for name, data in how.parameter_files.items()
    }
    for file in opened.files:
        originals[file.input.name] = (file.input.path, file.input.data)
    for document in stamping.documents:
        path, old = originals[document.name]
        new = stamping.new_text(document).encode("utf-8")
        yield Rewrite(document.name, path, old, new)


def _write(rewrites: Sequence[Rewrite]) -> tuple[NotWritten, ...]:
    """Write the files one after the other; those that could not be."""
    for rewrite in rewrites:
        path = rewrite.path
        if path is not None and path.exists() and not path.is_file():
            name = safe_text(rewrite.name)
            why = "is no file, so that no checksum can be written into it"
            raise click.UsageError(f"{name}: {why}")
        if path is None:
            sys.stdout.buffer.write(rewrite.new)
    return tuple(write_files(rewrites))


def _as_written(stamping: Stamping, failed: Iterable[NotWritten]) -> Stamping:
    """What became of it, where not all files could be written."""
    reasons = {one.path: one.why for one in failed}
    written, left = list[Stamp](), list[Unstamped]()
    for one in stamping.stamps:
        why = reasons.get(one.edit.span.document.name)
        if why is None:
            written.append(one)
        else:
            left.append(Unstamped(one.path, one.position, one.artifact, why))
    unstamped = (*stamping.unstamped, *left)
    return replace(stamping, stamps=tuple(written), unstamped=unstamped)


def _pass_on(opened: Opened, rewrites: Iterable[Rewrite]) -> None:
    """Put standard input out as it came, where nothing in it was to be stamped."""
    if any(rewrite.path is None for rewrite in rewrites):
        return
    for file in opened.files:
        if file.input.path is None:
            sys.stdout.buffer.write(file.input.data)


def _code(stamping: Stamping, opened: Opened, *, would_change: bool) -> ExitCode:
    problems = [one.problem for one in stamping.unstamped]
    codes = [code_of_problem(problem) for problem in problems if problem]
    if stamping.unstamped:
        codes.append(ExitCode.PARTIAL)
    codes += map(code_of_missing, opened.missing)
    if would_change or opened.unreadable:
        codes.append(ExitCode.FINDINGS)
    return worst(codes)


def _tell(
    stamping: Stamping,
    opened: Opened,
    started: datetime,
    code: ExitCode,
    options: Mapping[str, Any],
) -> None:
    """Tell what was stamped; beside a stamped template, on standard error."""
    described = [Judgement(describe(file.loaded), ()) for file in opened.files]
    checked = Checked((*described, *opened.unreadable), missing=opened.missing)
    report = replace(
        report_of("stamp", started, checked, code),
        stamped=tuple(_told(stamping)),
        written=not (options["check"] or options["show_diff"]),
    )
    to_stdout = not options["show_diff"] and all(
        file.input.path for file in opened.files
    )
    tell(report, options, notes=False, to=sys.stdout if to_stdout else sys.stderr)


def _told(stamping: Stamping) -> Iterator[Stamped]:
    for one in stamping.stamps:
        yield Stamped(one.path, one.position, safe_text(one.artifact), one.old, one.new)
    for left in stamping.unstamped:
        artifact, why = safe_text(left.artifact), safe_text(left.why)
        yield Stamped(left.path, left.position, artifact, None, None, why)
