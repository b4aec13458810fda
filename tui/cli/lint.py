"""`bakeferry lint`: judge templates offline."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import click

from integrity.lint.linter import Judgement, judge_file, judge_migration
from integrity.safe_text import safe_text
from tui.cli.atomic import replace_content
from tui.cli.exit_codes import ExitCode
from tui.cli.fixing import Mended, diff, mend
from tui.cli.loading import OpenFile, open_files
from tui.cli.options import (
    Judging,
    input_options,
    judging,
    judging_options,
    report_options,
)
from tui.cli.telling import code_of, report_of, tell, tell_missing


@click.command(
    epilog="""\b
Examples:
  bakeferry lint templates/
  bakeferry lint win11.json --params prod.parameters.json --set region=westus2
  bakeferry lint win11.json --fix
  bakeferry lint win11.json --migrate-to 2025-10-01
  bakeferry lint . -o github --summary
  az image builder show -g rg -n win11 | bakeferry lint -"""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@input_options
@judging_options
@click.option(
    "--migrate-to",
    metavar="VERSION",
    help="Tell what breaks under a newer api-version.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended mechanically.")
@click.option(
    "--diff", is_flag=True, help="Show what --fix would change; write nothing."
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 in spite of findings.")
@report_options
def lint(paths: tuple[str, ...], **options: Any) -> int:
    """Judge image templates by the rules of the service, offline.

    PATH is a file, a folder (searched for *.json), a pattern, or - for standard input.
    Values that cannot be known offline are skipped and counted, never guessed.
    """
    started = datetime.now(UTC)
    how = judging(options, {})
    opened = open_files(paths, how)
    tell_missing(opened)
    files = opened.files
    if options["fix"] or options["diff"]:
        mended = [mend(file, how) for file in files]
        _show(mended) if options["diff"] else _write(mended)
        files = tuple(one.file for one in mended)
    judgements = [*_judged(files, how, options["migrate_to"]), *opened.unreadable]
    code = code_of(judgements, (), opened, strict=how.strict)
    tell(report_of("lint", started, judgements, None, code), options, notes=how.notes)
    return ExitCode.DONE if options["exit_zero"] and code == 1 else code


def _judged(
    files: Iterable[OpenFile], how: Judging, target: str | None
) -> Iterator[Judgement]:
    for file in files:
        if target is not None:
            yield judge_migration(file.loaded, target, how.selection)
        else:
            named = file.input.named
            yield judge_file(file.loaded, selection=how.selection, named=named)


def _show(mended: Iterable[Mended]) -> None:
    for one in mended:
        for line in diff(one.file.input.name, one.old, one.new):
            click.echo(line)


def _write(mended: Iterable[Mended]) -> None:
    for one in mended:
        if one.fixes and one.file.input.path is not None:
            replace_content(one.file.input.path, one.old, one.new)
            name = safe_text(one.file.input.name)
            click.echo(f"{name}: mended {one.fixes} findings", err=True)
        elif one.fixes:
            click.echo("bakeferry: --fix cannot write to standard input", err=True)
