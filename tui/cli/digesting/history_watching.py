"""`bakeferry digests list --watch`: what is read here, as it is read."""

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

import click

from integrity.digests.history import SeenArtifact
from integrity.lint.reports.style import Style
from tui.cli.digesting.history_forms import TSV_NAMES, item, table_rows, total, tsv_rows
from tui.cli.live.cells import Row
from tui.cli.live.output import Listing
from tui.cli.live.watching import Appended, Picture, is_repainted
from tui.cli.streams import as_ascii, style_of

_PAUSE = 1.0
"""Seconds between two looks at the history."""

_Tell = Callable[[Sequence[SeenArtifact]], object]
_Lines = Callable[[Sequence[SeenArtifact], Style], Iterable[str]]


def watch_digests(
    seen: Callable[[], Sequence[SeenArtifact]], options: Mapping[str, Any]
) -> NoReturn:
    """Tell artifacts again and again, until somebody ends it.

    Raises:
        click.UsageError: It is no form that can go on.
    """
    tell = _teller(options)
    while True:
        tell(seen())
        time.sleep(_PAUSE)


def _teller(options: Mapping[str, Any]) -> _Tell:
    """Who tells them, in the same lines as a list that is not watched."""
    style = style_of(sys.stdout)
    if is_repainted(options):
        picture = Picture()
        return lambda seen: picture.paint(
            list(table_rows(seen, style)), total(seen), style
        )
    if options["output"] == "jsonl":
        events = Appended(Listing("digests", (), options))
        return lambda seen: events.show(
            ({"id": one.address, **item(one)} for one in seen), total(seen)
        )
    if options["output"] == "tsv":
        click.echo(TSV_NAMES)
    rows = tsv_rows if options["output"] == "tsv" else table_rows
    appended = Appended(_GrowingLines(rows, style))
    return lambda seen: appended.show(
        ({"id": one.address, "seen": one} for one in seen), total(seen)
    )


class _GrowingLines:
    """Lines of artifacts, as they are read."""

    def __init__(self, lines: _Lines, style: Style) -> None:
        self._lines, self._style = lines, style

    def add_page(self, rows: Iterable[Row]) -> None:
        """Show what was read."""
        for line in self._lines([row["seen"] for row in rows], self._style):
            click.echo(line if self._style.unicode else as_ascii(line))

    def event(self, kind: str, content: Row) -> None:
        """Nothing else is shown in lines."""
