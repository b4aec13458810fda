"""`bakeferry digests list --watch`: what is read here, as it is read."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from integrity.digests.history import SeenArtifact
from integrity.lint.reports.quantities import size_in_words
from tui.cli.digests_forms import item, total
from tui.cli.live.cells import Column, Row
from tui.cli.live.watching import view_of

_PAUSE = 1.0
"""Seconds between two looks at the history."""


def watch_digests(
    seen: Callable[[], Sequence[SeenArtifact]], options: Mapping[str, Any]
) -> NoReturn:
    """Tell artifacts again and again, until somebody ends it.

    Raises:
        click.UsageError: It is no form that can go on.
    """
    view = view_of("digests", _COLUMNS, options)
    while True:
        rows = seen()
        view.show(({"id": one.address, **item(one)} for one in rows), total(rows))
        time.sleep(_PAUSE)


def _sha256(row: Row) -> str:
    return str(row["versions"][0]["digests"]["sha256"]) if row["versions"] else ""


def _size(row: Row) -> int | None:
    return row["versions"][0]["size"] if row["versions"] else None


def _news(row: Row) -> str:
    earlier = len(row["versions"]) - 1
    return row["problem"] or (f"{earlier} earlier" if earlier > 0 else "")


_COLUMNS = (
    Column("ADDRESS", lambda row: row["address"], at_least=12, shrinks=True),
    Column("SHA256", lambda row: _sha256(row)[:12], at_least=12, raw=_sha256),
    Column(
        "SIZE",
        lambda row: "" if _size(row) is None else size_in_words(_size(row) or 0),
        at_least=9,
        raw=_size,
    ),
    Column("CHECKED", lambda row: row["checked"][:16].replace("T", " "), leaves=1,
           raw=lambda row: row["checked"]),
    Column("", _news, shrinks=True),
)  # fmt: skip
