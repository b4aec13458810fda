"""`--fix`: mend what is mechanical, and keep every other byte."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TextIO

import click

from integrity.quantities import counted
from tui.cli.shown import say_aside, shown
from tui.cli.telling import tell_missing
from tui.files.atomic import Rewrite, write_files
from tui.files.loading import Opened
from tui.files.mending import Mended


def beside_diff(options: Mapping[str, Any]) -> TextIO:
    """Where a report goes: beside a diff, which others may read, to standard error."""
    return sys.stderr if options["diff"] else sys.stdout


def after_mending(
    opened: Opened, mended: Sequence[Mended], options: Mapping[str, Any]
) -> Opened:
    """The files once all that can be is mended: written, or only shown with --diff.

    One that cannot be written stays as it is, and is among what is missing.
    """
    if options["diff"]:
        show(_rewrite(one) for one in mended)
        return replace(opened, files=tuple(one.file for one in mended))
    changed = [one for one in mended if one.fixes]
    failed = tuple(write_files(map(_rewrite, changed)))
    tell_missing(failed)
    unchanged = {one.path for one in failed}
    for one in changed:
        name = one.file.input.name
        if one.file.input.path is None:
            say_aside("--fix cannot write to standard input")
            unchanged.add(name)
        elif name not in unchanged:
            words = f"mended {counted(one.fixes, 'finding')}"
            click.echo(f"{shown(name)}: {words}", err=True)
    files = tuple(
        file if file.input.name in unchanged else one.file
        for file, one in zip(opened.files, mended, strict=True)
    )
    return replace(opened, files=files, missing=(*opened.missing, *failed))


def _rewrite(one: Mended) -> Rewrite:
    given = one.file.input
    return Rewrite(given.name, given.path, one.old, one.new)


def show(rewrites: Iterable[Rewrite]) -> None:
    """Print what would change."""
    for rewrite in rewrites:
        for line in _diff(rewrite.name, rewrite.old, rewrite.new):
            click.echo(line)


def _diff(name: str, old: bytes, new: bytes) -> Iterator[str]:
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
