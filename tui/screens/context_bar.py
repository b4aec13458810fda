"""The first line: where this window is, and what is up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.times import time_of_day
from tui.widgets.lines import Line, Piece, Tone, cells_of, line
from tui.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from tui.live.snapshot import LiveSnapshot

_DASHES_OF_AN_ID = 4

_SLOW = timedelta(seconds=60)
"""What is older, while it is asked for anew, comes over a slow link."""


def context_bar(
    snapshot: Snapshot,
    paths: Sequence[Path],
    glyphs: Glyphs,
    *,
    is_read_only: bool,
    cells: int,
    live: "LiveSnapshot | None",
) -> tuple[Line, Line]:
    """Its beginning and its end; what is of least weight is left out for want of room."""
    first = folder_in_words(paths)
    dot = f" {glyphs.bullet} "
    parts: list[Piece] = []
    if live is not None:
        parts.append(_azure_in_words(live, glyphs))
        if live.at_risk:
            doubt = "" if live.account.trouble is None else "?"
            words = f"{glyphs.risk} {live.at_risk:,} at risk{doubt}"
            parts.append(Piece(safe_text(words), Tone.WARNING))
    if is_read_only:
        parts.append(Piece(Safe("read-only"), Tone.WARNING))
    failing = sum(1 for entry in snapshot.entries if entry.errors)
    if failing:
        words = f"{glyphs.failed} {counted(failing, 'template')} with errors"
        parts.append(Piece(safe_text(words), Tone.BAD))
    where = safe_text(f" {first} ({len(snapshot.entries):,})")
    named = line(Piece(Safe(" bakeferry"), Tone.STRONG), Safe(" "), where)
    least = _joined(parts[:-1] or parts, dot)
    forms = ((named, _joined(parts, dot)), (named, least), (line(where), least))
    fitting = (one for one in forms if sum(map(cells_of, one)) < cells)
    return next(fitting, forms[-1])


def _joined(parts: Sequence[Piece], dot: str) -> Line:
    end: list[Piece] = []
    for part in parts:
        end += [Piece(Safe(dot), Tone.MUTED), part] if end else [part]
    return (*end, Piece(Safe(" ")))


def _azure_in_words(live: "LiveSnapshot", glyphs: Glyphs) -> Piece:
    """Who one is in Azure, in a few words."""
    account = live.account
    dots = glyphs.ellipsis
    if account.trouble is not None:
        words = "Azure cannot be reached"
        if account.is_expired:
            words = "sign-in expired" if account.was_on else "not signed in"
        return Piece(safe_text(f"{glyphs.failed} {words}"), Tone.BAD)
    if account.as_of is None:
        count = len(live.templates)
        so_far = f"{counted(count, 'template')} so far"
        listed = f"{so_far if count else 'signing in'}{dots}"
        return Piece(safe_text(listed), Tone.MUTED)
    if live.listing and datetime.now(UTC) - account.as_of > _SLOW:
        words = f"as of {time_of_day(account.as_of)}, asking{dots}"
        return Piece(safe_text(words), Tone.WARNING)
    where = account.group or _short(account.subscription, glyphs)
    who = account.who or account.way
    return Piece(safe_text(f"{who}: {where}" if who else where))


def _short(subscription: Safe, glyphs: Glyphs) -> Safe:
    """A name as it is; of an id its last digits, which are enough to know it again."""
    if subscription.count("-") == _DASHES_OF_AN_ID:
        return safe_text(f"{glyphs.ellipsis}{subscription[-4:]}")
    return subscription


def folder_in_words(paths: Sequence[Path]) -> Safe:
    """The folders and files that are open: the first, and how many more."""
    if not paths:
        return Safe("nothing open")
    home = Path.home()
    first = paths[0]
    shown = str(first)
    if shown == ".":
        shown = first.absolute().name or "/"
    elif first.is_absolute() and first.is_relative_to(home):
        shown = f"~/{first.relative_to(home)}"
    elif first.is_absolute():
        shown = str(Path(*first.parts[-2:])) if len(first.parts) > 2 else shown
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return safe_text(shown + more)
