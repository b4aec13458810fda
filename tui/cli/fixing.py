"""`--fix`: mend what is mechanical, and keep every other byte."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

import click

from integrity.quantities import counted
from tui.cli.shown import say_aside, shown
from tui.files.atomic import replace_content
from tui.files.loading import OpenFile
from tui.files.mending import Mended


def beside_diff(options: Mapping[str, Any]) -> TextIO:
    """Where a report goes: beside a diff, which others may read, to standard error."""
    return sys.stderr if options["diff"] else sys.stdout


def after_mending(
    files: Iterable[OpenFile], mended: Iterable[Mended], options: Mapping[str, Any]
) -> tuple[OpenFile, ...]:
    """The files once all that can be is mended: written, or only shown with --diff."""
    pairs = list(zip(files, mended, strict=True))
    if options["diff"]:
        _show(one for _, one in pairs)
        return tuple(one.file for _, one in pairs)
    return tuple(one.file if _write(one) else file for file, one in pairs)


def _show(mended: Iterable[Mended]) -> None:
    for one in mended:
        for line in diff(one.file.input.name, one.old, one.new):
            click.echo(line)


def _write(one: Mended) -> bool:
    """Write what changed, in one step; False where it cannot be written back."""
    if not one.fixes:
        return True
    if one.file.input.path is None:
        say_aside("--fix cannot write to standard input")
        return False
    replace_content(one.file.input.path, one.old, one.new)
    name = shown(one.file.input.name)
    click.echo(f"{name}: mended {counted(one.fixes, 'finding')}", err=True)
    return True


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
