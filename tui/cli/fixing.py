"""`--fix`: mend what is mechanical, and keep every other byte."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

import click

from integrity.lint.reports.quantities import counted
from tui.cli.shown import shown
from tui.files.atomic import replace_content
from tui.files.mending import Mended


def beside_diff(options: Mapping[str, Any]) -> TextIO:
    """Where a report goes: beside a diff, which others may read, to standard error."""
    return sys.stderr if options["diff"] else sys.stdout


def show_mended(mended: Iterable[Mended]) -> None:
    """Print what would change."""
    for one in mended:
        for line in diff(one.file.input.name, one.old, one.new):
            click.echo(line)


def write_mended(mended: Iterable[Mended]) -> None:
    """Write what changed, each file in one step."""
    for one in mended:
        if one.fixes and one.file.input.path is not None:
            replace_content(one.file.input.path, one.old, one.new)
            name = shown(one.file.input.name)
            click.echo(f"{name}: mended {counted(one.fixes, 'finding')}", err=True)
        elif one.fixes:
            click.echo("bakeferry: --fix cannot write to standard input", err=True)


def diff(name: str, old: bytes, new: bytes) -> Iterator[str]:
    """A unified diff for people: without line ends, without secrets."""
    from difflib import unified_diff  # most runs show no diff

    lines = unified_diff(
        old.decode("utf-8").splitlines(),
        new.decode("utf-8").splitlines(),
        fromfile=name,
        tofile=name,
        lineterm="",
    )
    return (shown(line.replace("\t", "    ")) for line in lines)
