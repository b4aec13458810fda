"""Digests as rows: every address that was ever read, and whether it has changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from integrity.dataclass import dataclass
from integrity.digests.history import SeenArtifact, SeenVersion
from integrity.quantities import counted, size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.artifact_words import short_digest
from tui.screens.times import ago
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.rows import Column, Rows

COLUMNS = (
    Column(Safe("Artifact"), sort="name"),
    Column(Safe("sha256"), 11, sort="changed"),
    Column(Safe("Size"), 10, right=True, needs=90),
    Column(Safe("  Seen in"), 14, needs=70),
    Column(Safe("Checked"), 24, sort="checked"),
)

SORTS: Mapping[str, Callable[[SeenArtifact], tuple[object, ...]]] = {
    "name": lambda one: (one.name.casefold(), one.address),
    "changed": lambda one: (one.problem is None, not one.before, one.name.casefold()),
    "checked": lambda one: (-one.checked_at.timestamp(), one.address),
}
"""What the list can be sorted by, in the order that `s` goes through."""


def arranged(
    seen: Sequence[SeenArtifact], *, sort: str, wanted: str
) -> list[SeenArtifact]:
    """Those that hold the wanted text in address or digest, sorted."""
    text = wanted.casefold()

    def holds(one: SeenArtifact) -> bool:
        digests = (version.sha256 for version in one.versions)
        return text in one.address.casefold() or any(text in each for each in digests)

    return sorted(filter(holds, seen), key=SORTS[sort])


@dataclass(frozen=True, slots=True)
class DigestRows(Rows):
    """The arranged artifacts, as the list widget takes them."""

    seen: Sequence[SeenArtifact]
    users: Mapping[str, int]
    """How many open templates name an address."""

    glyphs: Glyphs
    now: Callable[[], datetime]

    def __len__(self) -> int:
        return len(self.seen)

    def key(self, index: int) -> str:
        """What names a row."""
        return self.seen[index].address

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        one = self.seen[index]
        sign = self._sign(one)
        now = one.now
        users = self.users.get(one.address, 0)
        return (
            line(Piece(self.glyphs.in_column(sign.text), sign.tone), one.name),
            line(short_digest(now.sha256, self.glyphs) if now else self.glyphs.dash),
            line(safe_text(size_in_words(now.size) if now else "")),
            line(safe_text(f"  {counted(users, 'template')}" if users else "")),
            line(Piece(self._checked(one), sign.tone if one.problem else Tone.MUTED)),
        )

    def _sign(self, one: SeenArtifact) -> Piece:
        if one.problem is not None:
            return Piece(self.glyphs.failed, Tone.BAD)
        if one.before:
            return Piece(self.glyphs.look, Tone.WARNING)
        return Piece(self.glyphs.ok, Tone.GOOD)

    def _checked(self, one: SeenArtifact) -> Safe:
        when = ago(one.checked_at, self.now())
        if one.problem is not None:
            return safe_text(f"{when}, {one.problem}")
        changes = counted(len(one.before), "change")
        return safe_text(f"{when}, {changes}" if one.before else when)


def detail_lines(one: SeenArtifact, now: datetime) -> tuple[Line, ...]:
    """All that ever stood behind an address, the newest first."""
    lines = [line(Piece(one.address, Tone.MUTED))]
    if one.problem is not None:
        lines.append(line(Piece(one.problem, Tone.BAD)))
    for number, version in enumerate(one.versions):
        lines.append(_version_line("now" if number == 0 else "was", version, now))
    if one.before:
        words = "What is behind the same address has changed."
        lines.append(line(Piece(Safe(words), Tone.WARNING)))
    if not one.versions:
        lines.append(line(Piece(Safe("It could never be read."), Tone.MUTED)))
    return tuple(lines)


def _version_line(label: str, version: SeenVersion, now: datetime) -> Line:
    etag = f"  ETag {version.etag}" if version.etag else ""
    size = size_in_words(version.size)
    seen = f"{size:>10}  last seen {ago(version.last_seen, now)}{etag}"
    return line(
        Piece(Safe(f"{label}  "), Tone.KEY),
        safe_text(version.sha256),
        Piece(safe_text(f"  {seen}"), Tone.MUTED),
    )
