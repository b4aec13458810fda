"""The forms that `bakeferry digests` tells what it knows in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from integrity.cells import cut_start, padded
from integrity.digests.history import SeenArtifact, SeenVersion
from integrity.lint.reports.documents import SeenItem, SeenSummary, SeenVersionItem
from integrity.lint.reports.encoding import array_lines, encoded, timestamp
from integrity.lint.reports.items import tool
from integrity.lint.reports.style import Style
from integrity.lint.severity import Severity
from integrity.quantities import counted, size_in_words
from tui.version import __version__

Form = Callable[[Sequence[SeenArtifact], Style], Iterator[str]]

_FIXED_CELLS = len("  !   a41f...9c02  999.9 MiB  2026-11-25 15:00  2 earlier")
_WHEN = "%Y-%m-%d %H:%M"

TSV_NAMES = "address\tsha256\tsize\tfirstSeen\tlastSeen\tversions\tproblem"


def _table(rows: Sequence[SeenArtifact], style: Style) -> Iterator[str]:
    """A row for each address, and how many there are."""
    yield from table_rows(rows, style)
    yield total(rows)


def table_rows(rows: Sequence[SeenArtifact], style: Style) -> Iterator[str]:
    """A row for each address; the newest digest, and how many there were before."""
    shown = [style.shown(one.address) for one in rows]
    column = min(max(map(len, shown), default=0), max(20, style.width - _FIXED_CELLS))
    for one, address in zip(rows, shown, strict=True):
        name = padded(cut_start(address, column, style.ellipsis), column)
        now = one.now
        size = "" if now is None else size_in_words(now.size)
        digest = " " * (8 + len(style.ellipsis)) if now is None else _short(now, style)
        yield f"  {_sign(one, style)} {name}  {digest}  {size:>10}  {_news(one, style)}"


def total(rows: Sequence[SeenArtifact]) -> str:
    """How many artifacts there are, and how many of them have changed."""
    changed = sum(1 for one in rows if one.before)
    return f"{counted(len(rows), 'artifact')}, {changed} changed"


def _sign(one: SeenArtifact, style: Style) -> str:
    if one.problem is not None:
        return style.of_severity("✗" if style.unicode else "x", Severity.ERROR)
    if one.before:
        return style.of_severity("!", Severity.WARNING)
    return style.good("✓" if style.unicode else "+")


def _news(one: SeenArtifact, style: Style) -> str:
    words = _when(one.checked_at)
    if one.before:
        words += f"  {len(one.before)} earlier"
    return words if one.problem is None else f"{words}  {style.shown(one.problem)}"


def _short(version: SeenVersion, style: Style) -> str:
    return f"{version.sha256[:4]}{style.ellipsis}{version.sha256[-4:]}"


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_WHEN)


def page(one: SeenArtifact, style: Style) -> Iterator[str]:
    """All that was ever behind one address, the newest first; times in UTC."""
    yield style.bold(style.shown(one.address))
    if one.problem is not None:
        yield f"  not read {_when(one.checked_at)}: {style.shown(one.problem)}"
    for number, version in enumerate(one.versions):
        etag = "" if version.etag is None else f"  ETag {style.shown(version.etag)}"
        yield f"  {'was' if number else 'now'}  {version.sha256}"
        yield (
            f"       {size_in_words(version.size)}  seen {_when(version.first_seen)}"
            f" to {_when(version.last_seen)}{etag}"
        )
    if one.before:
        yield "  What is behind this address has changed."


def _json(rows: Sequence[SeenArtifact], style: Style) -> Iterator[str]:
    """One object, see `bakeferry schema digests`."""
    del style
    head = {
        "schema": "bakeferry.digests/1",
        "tool": tool(__version__),
        "summary": _summary(rows),
    }
    yield encoded(head).removesuffix("}")
    yield from array_lines(',"items":', map(item, rows))
    yield "}"


def _json_lines(rows: Sequence[SeenArtifact], style: Style) -> Iterator[str]:
    """An event on each line."""
    del style
    now = timestamp(datetime.now(UTC))
    yield encoded({
        "event": "start",
        "schema": "bakeferry.events/1",
        "command": "digests",
        "tool": tool(__version__),
        "started": now,
    })  # fmt: skip
    for one in rows:
        yield encoded({"event": "item", **item(one)})
    yield encoded({
        "event": "end",
        "finished": now,
        "ok": True,
        "exitCode": 0,
        "summary": _summary(rows),
    })  # fmt: skip


def _tsv(rows: Sequence[SeenArtifact], style: Style) -> Iterator[str]:
    """Columns between tabs under a line of their names."""
    yield TSV_NAMES
    yield from tsv_rows(rows, style)


def tsv_rows(rows: Sequence[SeenArtifact], style: Style) -> Iterator[str]:
    """Columns between tabs; no address holds a tab."""
    for one in rows:
        yield "\t".join(style.shown(cell) for cell in _cells(one))


def _cells(one: SeenArtifact) -> Iterable[str]:
    now = one.now
    newest = ("", "", "", "") if now is None else (
        now.sha256, str(now.size), timestamp(now.first_seen), timestamp(now.last_seen)
    )  # fmt: skip
    return one.address, *newest, str(len(one.versions)), one.problem or ""


def _summary(rows: Sequence[SeenArtifact]) -> SeenSummary:
    return {
        "artifacts": len(rows),
        "changed": sum(1 for one in rows if one.before),
        "problems": sum(1 for one in rows if one.problem is not None),
    }


def item(one: SeenArtifact) -> SeenItem:
    """One artifact, as documents have it."""
    return {
        "address": one.address,
        "checked": timestamp(one.checked_at),
        "problem": one.problem,
        "versions": [_version_item(version) for version in one.versions],
    }


def _version_item(version: SeenVersion) -> SeenVersionItem:
    return {
        "digests": {"sha256": version.sha256},
        "size": version.size,
        "etag": version.etag,
        "firstSeen": timestamp(version.first_seen),
        "lastSeen": timestamp(version.last_seen),
    }


FORMS: Mapping[str, Form] = {
    "table": _table,
    "json": _json,
    "jsonl": _json_lines,
    "tsv": _tsv,
}
"""What `-o` may ask for."""
