"""Lists that are looked at again and again: repainted on a terminal, else appended to."""

import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import click

from integrity.lint.reports.style import Style
from transfer.errors import AzureUnreachable
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import Column, Row, Table
from tui.cli.live.output import Listing
from tui.cli.live.running import Job, Live
from tui.cli.shown import shown
from tui.cli.streams import as_ascii, style_of

_PAUSE = 10.0
"""Seconds between two looks at Azure."""

_MOST_SILENT = 20
"""Looks in a row that may go unanswered."""

Told = tuple[Mapping[str, object], str]
"""The summary of a list, for machines and for people."""

Fill = Callable[[Live, Callable[[Iterable[Row]], object]], Awaitable[Told]]
"""Hands on the rows of a list, page by page, and sums them up."""


def list_job(
    name: str, columns: Sequence[Column], options: Mapping[str, Any], fill: Fill
) -> Job:
    """What shows a list: once, or for as long as somebody watches.

    Args:
        name: Of its schema.

    Raises:
        click.UsageError: It cannot be shown in the form that was asked for.
    """
    if options["watch"]:
        view = view_of(name, columns, options)
        return lambda live: _watch(live, view, fill)
    listing = Listing(name, columns, options)

    async def show(live: Live) -> int:
        summary, words = await fill(live, listing.add_page)
        listing.end(ExitCode.DONE, summary, words)
        return ExitCode.DONE

    return show


async def _watch(live: Live, view: "Appended | Repainted", fill: Fill) -> int:
    """Look until somebody ends it.

    Raises:
        AzureError: As for the list; that nobody answers only after many looks.
    """
    silent = 0
    while True:
        rows: list[Row] = []
        try:
            _, words = await fill(live, rows.extend)
        except AzureUnreachable:
            silent += 1
            if silent > _MOST_SILENT:
                raise
            live.note("Azure does not answer; asking again")
        else:
            silent = 0
            view.show(rows, words)
        await live.session.sleep(_PAUSE)


def view_of(
    name: str, columns: Sequence[Column], options: Mapping[str, Any]
) -> "Appended | Repainted":
    """How a list is shown that is looked at again and again.

    Raises:
        click.UsageError: It is no form that can go on.
    """
    if is_repainted(options):
        return Repainted(columns)
    return Appended(Listing(name, columns, options))


def is_repainted(options: Mapping[str, Any]) -> bool:
    """Whether a list that is watched stays in its place.

    Raises:
        click.UsageError: It is no form that can go on.
    """
    if options["output"] == "json" or options["query"]:
        raise click.UsageError("--watch goes on: it wants -o table, tsv or jsonl")
    is_dumb = os.environ.get("TERM") == "dumb"
    return options["output"] == "table" and sys.stdout.isatty() and not is_dumb


class Repainted:
    """A table that stays in its place."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._picture = Picture()

    def show(self, rows: Iterable[Row], words: str) -> None:
        """Paint the list as it is now."""
        style = style_of(sys.stdout)
        table = Table(self._columns, style, is_terminal=True)
        self._picture.paint(list(table.lines(rows)), words, style)


class Picture:
    """Lines that take the place of those before."""

    def __init__(self) -> None:
        self._painted = 0
        """Lines of the last time."""

    def paint(self, lines: Sequence[str], words: str, style: Style) -> None:
        """Paint as many lines as there is room for, and a last one in words."""
        room = shutil.get_terminal_size().lines - 2
        if len(lines) > room:
            words = f"{words}; {len(lines) - room:,} do not fit here"
            lines = lines[:room]
        lines = [*lines, style.dim(shown(words))]
        up = f"\x1b[{self._painted}F" if self._painted else ""
        kept = (line if style.unicode else as_ascii(line) for line in lines)
        body = "".join(f"{line}\x1b[K\n" for line in kept)
        sys.stdout.write(f"{up}{body}\x1b[J")
        sys.stdout.flush()
        self._painted = len(lines)


class Growing(Protocol):
    """A list that can only grow."""

    def add_page(self, rows: Iterable[Row]) -> None:
        """Show some rows."""

    def event(self, kind: str, content: Row) -> None:
        """Show something that happened meanwhile, where events are shown."""


class Appended:
    """A list of which whatever changes is told again, at the end."""

    def __init__(self, listing: Growing) -> None:
        self._listing = listing
        self._known: dict[str, object] = {}
        """What was told of each item, by its id."""

    def show(self, rows: Iterable[Row], words: str) -> None:
        """Tell the items that are new, or have changed, or are gone."""
        del words
        now = {row["id"]: row for row in rows}
        still = {key: _without_clock(row) for key, row in now.items()}
        changed = [now[key] for key in now if self._known.get(key) != still[key]]
        self._listing.add_page(changed)
        for key in self._known.keys() - now.keys():
            self._listing.event("gone", {"id": key})
        self._known = still


def _without_clock(value: object) -> object:
    """An item without the seconds that go on while nothing happens."""
    if isinstance(value, Mapping):
        return {
            key: _without_clock(each) for key, each in value.items() if key != "seconds"
        }
    return value
