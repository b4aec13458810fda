"""Run outputs as rows: VHDs at risk first, then what cannot be lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from integrity.safe_text import Safe, safe_text
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.glyphs import Glyphs
from tui.jobs.entry import JobEntry
from tui.live.snapshot import LiveSnapshot
from tui.screens.copy_lines import percent, place_words
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.rows import Column

COLUMNS = (
    Column(Safe("Template"), 20),
    Column(Safe("Run output"), 20),
    Column(Safe("Type"), 12, needs=100),
    Column(Safe("Where it is now"), needs=80),
    Column(Safe("Status"), 26),
)

WORDS = {
    Status.AT_RISK: "At risk",
    Status.RESCUED: "Rescued",
    Status.DELIVERED: "Delivered",
    Status.BUILDING: "Building",
    Status.NOT_YET: "Not there yet",
}
_ORDER = tuple(WORDS)
_SIGNS = {
    Status.AT_RISK: ("risk", Tone.WARNING),
    Status.RESCUED: ("safe", Tone.GOOD),
    Status.DELIVERED: ("safe", Tone.GOOD),
    Status.BUILDING: ("running", Tone.ACCENT),
    Status.NOT_YET: ("waiting", Tone.MUTED),
}


def listed(live: LiveSnapshot, *, wanted: str) -> list[PlacedOutput]:
    """All outputs with this text in their name or their template's, the worst first."""
    text = wanted.casefold()
    found = (
        one
        for outputs in live.outputs.values()
        for one in outputs
        if text in one.name.casefold() or text in one.template.name.casefold()
    )
    return sorted(found, key=_rank)


def _rank(one: PlacedOutput) -> tuple[object, ...]:
    return _ORDER.index(one.status), one.template.name.casefold(), one.name


@dataclass(frozen=True, slots=True)
class OutputRows:
    """The outputs, as the list widget takes them."""

    outputs: Sequence[PlacedOutput]
    glyphs: Glyphs
    copies: Mapping[str, JobEntry]
    """By the address of what was, or is being, copied."""

    def __len__(self) -> int:
        return len(self.outputs)

    def key(self, index: int) -> str:
        """What names a row."""
        return str(self.outputs[index].id).casefold()

    def index(self, key: str) -> int | None:
        """Where a row is."""
        return next((at for at in range(len(self)) if self.key(at) == key), None)

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        one = self.outputs[index]
        copy = copy_of(one, self.copies)
        sign, tone = _SIGNS[one.status]
        if copy is not None and copy.is_under_way:
            sign, tone = "running", Tone.ACCENT
        shown = f"{getattr(self.glyphs, sign):<{self.glyphs.state_cells}} "
        return (
            line(Piece(Safe(shown), tone), safe_text(one.template.name)),
            line(one.name),
            line(Piece(one.kind, Tone.MUTED)),
            line(Piece(place_words(one.place), Tone.MUTED)),
            line(Piece(_status(one, copy), tone)),
        )


def copy_of(one: PlacedOutput, copies: Mapping[str, JobEntry]) -> JobEntry | None:
    """The newest copy of an output that this machine knows of."""
    return copies.get(one.address.without_query) if one.address is not None else None


def _status(one: PlacedOutput, copy: JobEntry | None) -> Safe:
    """What has become of it, with how far its rescue is or how well it was proven."""
    word = WORDS[one.status]
    if copy is not None and copy.is_under_way:
        return safe_text(f"Rescuing {percent(copy)}")
    if copy is not None and copy.receipt is not None and one.status is Status.RESCUED:
        return safe_text(f"{word}, {copy.receipt.level.words}")
    return Safe(word)


def detail_lines(
    one: PlacedOutput, glyphs: Glyphs, copy: JobEntry | None
) -> Iterator[Line]:
    """What is known of one output, and what to do."""
    yield _entry("Template", one.id.names[0] if one.id.names else "")
    yield line(Piece(Safe(f"{'Where':<12}"), Tone.KEY), one.place or glyphs.dash)
    if copy is not None and (copy.is_under_way or copy.can_resume):
        words = f"{copy.standing} {percent(copy)}; 3 shows it"
        yield _entry("Rescue", words)
    if one.status is Status.AT_RISK:
        yield line(
            Piece(Safe("Why at risk "), Tone.KEY),
            Safe("This is the only copy known. Deleting the template deletes the"),
        )
        yield line(Safe(" " * 12), Safe("staging group, and this disk with it."))
        yield line(
            Piece(Safe("R           "), Tone.KEY),
            Safe("rescues it: copied to where it outlives the template"),
        )
    if one.address is not None:
        yield _entry("Address", str(one.address))


def _entry(label: str, value: str) -> Line:
    return line(Piece(Safe(f"{label:<12}"), Tone.KEY), safe_text(value))
