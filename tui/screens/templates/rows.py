"""The list of templates as rows: filtered, sorted, one line each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.quantities import counted, counted_of
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs, State
from tui.screens.times import ago, clock
from tui.widgets.lines import Line, Piece, Tone, line, signed
from tui.widgets.rows import Column, Rows
from tui.workspace.snapshot import Snapshot, TemplateEntry
from tui.workspace.stages import EntryState, OnlineState

if TYPE_CHECKING:
    from tui.workspace.online import Online

COLUMNS = (
    Column(Safe("Template"), None, is_name=True, sort="name"),
    Column(Safe("State"), 17, sort="state"),
    Column(Safe("Checks"), 8, sort="checks"),
    Column(Safe("Last"), 10, needs=52),
)

SORTS: Mapping[str, Callable[[TemplateEntry], tuple[object, ...]]] = {
    "name": lambda entry: (entry.name.casefold(), entry.key),
    "state": lambda entry: (*_badness(entry), entry.name.casefold(), entry.key),
    "checks": lambda entry: (entry.pinned - entry.declared, entry.name.casefold()),
    "verified": lambda entry: (
        -(entry.verified_at.timestamp() if entry.verified_at else 0.0),
        entry.name.casefold(),
    ),
}
"""What the list can be sorted by, in the order that `s` goes through."""

_OF_STATE = {
    OnlineState.NEW: (State.WAITING, Tone.PLAIN),
    OnlineState.SUCCEEDED: (State.OK, Tone.GOOD),
    OnlineState.FAILED: (State.FAILED, Tone.BAD),
    OnlineState.OTHER: (State.LOOK, Tone.WARNING),
}


def _badness(entry: TemplateEntry) -> tuple[int, int, int]:
    return (-entry.differing, -entry.errors, -entry.warnings)


@dataclass(frozen=True)
class TemplateRows(Rows):
    """The arranged entries, as the list widget takes them."""

    entries: Sequence[TemplateEntry]
    places: Mapping[str, int]
    glyphs: Glyphs
    now: Callable[[], datetime]

    @classmethod
    def of(
        cls,
        entries: Sequence[TemplateEntry],
        glyphs: Glyphs,
        now: Callable[[], datetime],
    ) -> "TemplateRows":
        """Rows in the order of the entries."""
        places = {entry.key: index for index, entry in enumerate(entries)}
        return cls(entries, places, glyphs, now)

    def holding(self, wanted: str) -> "TemplateRows":
        """The rows that have this text in their name or path, in the same order."""
        text = wanted.casefold()
        if not text:
            return self
        pairs = zip(self.entries, self._words, strict=True)
        found = [entry for entry, words in pairs if text in words]
        return TemplateRows.of(found, self.glyphs, self.now)

    @cached_property
    def _words(self) -> Sequence[str]:
        """What a filter looks at, made with its first letter and kept for all others."""
        return [f"{one.name}\n{one.shown_path}".casefold() for one in self.entries]

    def __len__(self) -> int:
        return len(self.entries)

    def key(self, index: int) -> str:
        """What names a row."""
        return self.entries[index].key

    def index(self, key: str) -> int | None:
        """Where a row is."""
        return self.places.get(key)

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        entry = self.entries[index]
        sign, words = state_in_words(entry, self.glyphs, self.now())
        name = Piece(self.glyphs.in_column(sign.text), sign.tone)
        return (
            line(name, _named(entry)),
            line(words),
            line(_checks_in_words(entry, self.glyphs)),
            line(Piece(ago(_last(entry), self.now()), Tone.MUTED)),
        )


def _last(entry: TemplateEntry) -> datetime | None:
    """When it was last built; else when it was last verified."""
    online = entry.online
    built = online.ended or online.started if online is not None else None
    return built or entry.verified_at


def _named(entry: TemplateEntry) -> Piece:
    more = f" ({entry.templates})" if entry.templates > 1 else ""
    is_other = entry.state is EntryState.OTHER
    return Piece(safe_text(entry.name + more), Tone.MUTED if is_other else Tone.PLAIN)


def state_in_words(
    entry: TemplateEntry, glyphs: Glyphs, now: datetime
) -> tuple[Piece, Piece]:
    """The sign of a template's state, and the state in words.

    What Azure says comes first while it builds, and where the file is in order; that a
    VHD is at risk is never left out for what is wrong with the file.
    """
    online = entry.online
    if online is not None and (
        online.state is OnlineState.RUNNING or not (entry.errors or entry.differing)
    ):
        return _of_online(online, glyphs, now)
    sign, words = _of_file(entry, glyphs)
    if at_risk := _at_risk(online):
        return sign, Piece(
            safe_text(f"{words.text} {glyphs.risk}{at_risk}"), words.tone
        )
    return sign, words


def _at_risk(online: "Online | None") -> int:
    """How many VHDs would be lost with a template."""
    outputs = online.outputs if online is not None else None
    return sum(1 for one in outputs or () if one.is_at_risk)


def _of_online(online: "Online", glyphs: Glyphs, now: datetime) -> tuple[Piece, Piece]:
    at_risk = _at_risk(online)
    if online.doing:
        return signed(glyphs.running, online.doing, Tone.ACCENT)
    if online.state is OnlineState.RUNNING:
        since = online.started
        seconds = (now - since).total_seconds() if since else None
        return signed(glyphs.running, f"{online.words} {clock(seconds)}", Tone.ACCENT)
    if at_risk:
        return signed(glyphs.risk, f"At risk {counted(at_risk, 'VHD')}", Tone.WARNING)
    state, tone = _OF_STATE[online.state]
    return signed(glyphs.of(state), online.words, tone)


def _of_file(entry: TemplateEntry, glyphs: Glyphs) -> tuple[Piece, Piece]:
    if entry.reading:
        words = f"Verifying {entry.read}/{len(entry.artifacts)}"
        return signed(glyphs.running, words, Tone.ACCENT)
    match entry.state:
        case EntryState.WAITING:
            return signed(glyphs.waiting, glyphs.ellipsis, Tone.MUTED)
        case EntryState.STALE:
            return signed(glyphs.waiting, "As last time", Tone.MUTED)
        case EntryState.UNREADABLE:
            return signed(glyphs.failed, "Not JSON", Tone.BAD)
        case EntryState.CLOSED:
            return signed(glyphs.failed, "Cannot be read", Tone.BAD)
        case EntryState.GONE:
            return signed(glyphs.unknown, "File is gone", Tone.MUTED)
        case EntryState.OTHER:
            return signed(glyphs.unknown, "No template", Tone.MUTED)
        case _:
            return _of_findings(entry, glyphs)


def _of_findings(entry: TemplateEntry, glyphs: Glyphs) -> tuple[Piece, Piece]:
    if entry.differing:
        words = counted(entry.differing, "differs", "differ")
        return signed(glyphs.failed, words, Tone.BAD)
    if entry.errors:
        return signed(glyphs.failed, counted(entry.errors, "error"), Tone.BAD)
    if entry.warnings:
        return signed(glyphs.look, counted(entry.warnings, "warning"), Tone.WARNING)
    if entry.verified_at is not None or not entry.artifacts:
        return signed(glyphs.ok, "Verified" if entry.artifacts else "Clean", Tone.GOOD)
    return signed(glyphs.waiting, "Not verified", Tone.PLAIN)


def _checks_in_words(entry: TemplateEntry, glyphs: Glyphs) -> Piece:
    """How many of the artifacts are pinned by a checksum: `5/6 sha`."""
    if not entry.declared:
        return Piece(glyphs.dash, Tone.MUTED)
    is_whole = entry.pinned == entry.declared
    words = f"{entry.pinned}/{entry.declared} sha"
    return Piece(Safe(words), Tone.PLAIN if is_whole else Tone.WARNING)


def list_words(
    snapshot: Snapshot,
    rows: TemplateRows,
    *,
    wanted: str,
    marked: int,
    sort: str,
    others_shown: bool,
) -> Safe:
    """What stands below the list: how many there are, and how they are arranged."""
    glyphs = rows.glyphs
    others = sum(one.key in rows.places for one in snapshot.others)
    parts = [f"filter: {wanted}"] if wanted else []
    parts.append(counted_of(len(rows) - others, len(snapshot.entries), "template"))
    if snapshot.scanning:
        parts.append(f"looking{glyphs.ellipsis}")
    if marked:
        parts.append(f"{marked} marked")
    if snapshot.others:
        hint = "" if others_shown else " (z)"
        parts.append(f"{counted(len(snapshot.others), 'other file')}{hint}")
    parts.append(f"by {sort}")
    return safe_text(f" {glyphs.bullet} ".join(parts))
