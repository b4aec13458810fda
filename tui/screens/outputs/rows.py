"""Run outputs as rows: VHDs at risk first, then what cannot be lost."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from integrity.dataclass import dataclass
from integrity.quantities import counted, size_in_words
from integrity.safe_text import Safe, safe_text
from transfer.azure.whereabouts import PlacedOutput, Status
from transfer.receipt import Level
from tui.glyphs import Glyphs, State
from tui.jobs.entry import JobEntry
from tui.live.sizes import Unread, VhdSize
from tui.live.snapshot import LiveSnapshot
from tui.places import place_words
from tui.screens.copy_lines import percent
from tui.screens.times import age, ago, clock
from tui.widgets.lines import Line, Piece, Tone, labelled, line
from tui.widgets.rows import Column, Rows

COLUMNS = (
    Column(Safe("Template"), 18, is_name=True),
    Column(Safe("Run output"), 17, is_name=True),
    Column(Safe("Type"), 11, needs=100),
    Column(Safe("Size"), 10, right=True, needs=70),
    Column(Safe("   Age"), 7, needs=78),
    Column(Safe("Where it is now"), needs=100),
    Column(Safe("Status"), 20),
)

WORDS = {
    Status.AT_RISK: "At risk",
    Status.RESCUED: "Rescued",
    Status.DELIVERED: "Delivered",
    Status.BUILDING: "Building",
    Status.NOT_YET: "Not there yet",
    Status.LOST: "Lost",
}
_ORDER = tuple(WORDS)
_SIGNS = {
    Status.AT_RISK: (State.RISK, Tone.WARNING),
    Status.RESCUED: (State.SAFE, Tone.GOOD),
    Status.DELIVERED: (State.SAFE, Tone.GOOD),
    Status.BUILDING: (State.RUNNING, Tone.ACCENT),
    Status.NOT_YET: (State.WAITING, Tone.MUTED),
    Status.LOST: (State.FAILED, Tone.BAD),
}


def listed(live: LiveSnapshot, *, wanted: str) -> list[PlacedOutput]:
    """All outputs with this text in their name or their template's.

    VHDs come before what cannot be lost with its template, and the worst first.
    """
    text = wanted.casefold()
    found = (
        one
        for outputs in live.outputs.values()
        for one in outputs
        if text in one.name.casefold() or text in one.template.name.casefold()
    )
    return sorted(found, key=_rank)


def counts_of(outputs: Sequence[PlacedOutput]) -> list[str]:
    """How many are at risk, and how many of what else is not simply there."""
    counts = Counter(one.status for one in outputs)
    told = [f"{counts[Status.AT_RISK]} at risk"]
    told += [
        f"{counts[status]} {WORDS[status].casefold()}"
        for status in (Status.BUILDING, Status.LOST)
        if counts[status]
    ]
    return told


def _rank(one: PlacedOutput) -> tuple[object, ...]:
    is_disk = one.kind.casefold() == "vhd"
    return (
        not is_disk,
        _ORDER.index(one.status),
        one.template.name.casefold(),
        one.name,
    )


@dataclass(frozen=True, slots=True)
class OutputRows(Rows):
    """The outputs, as the list widget takes them."""

    outputs: Sequence[PlacedOutput]
    glyphs: Glyphs
    copies: Mapping[str, JobEntry]
    """By the address of what was, or is being, copied."""

    sizes: Mapping[str, VhdSize | Unread]
    """By the address, too."""

    now: Callable[[], datetime]

    def __len__(self) -> int:
        return len(self.outputs)

    def key(self, index: int) -> str:
        """What names a row."""
        return str(self.outputs[index].id).casefold()

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        one = self.outputs[index]
        copy = copy_of(one, self.copies)
        state, tone, status = self._status(one, copy)
        sign = self.glyphs.in_column(self.glyphs.of(state))
        return (
            line(Piece(sign, tone), safe_text(one.template.name)),
            line(one.name),
            line(Piece(one.kind, Tone.MUTED)),
            line(self._size(one)),
            line(self._age(one)),
            line(Piece(self._place(one), Tone.MUTED)),
            line(Piece(safe_text(status), tone)),
        )

    def size_of(self, one: PlacedOutput) -> VhdSize | Unread | None:
        """How large a VHD is; None where nobody has looked."""
        return self.sizes.get(one.address.without_query) if one.address else None

    @property
    def are_moving(self) -> bool:
        """Whether a row tells how long a build goes on."""
        return any(one.began is not None for one in self.outputs)

    def lacking_roles(self) -> list[str]:
        """Which roles are missing to read sizes, each said once."""
        unread = (self.size_of(one) for one in self.outputs)
        roles = {one.role for one in unread if isinstance(one, Unread) and one.role}
        return [f"sizes want the role {role}" for role in sorted(roles)]

    def _place(self, one: PlacedOutput) -> Safe:
        if one.status is not Status.BUILDING or one.began is None:
            return place_words(one.place)
        return safe_text(f"a build of at most {one.minutes} min")

    def _size(self, one: PlacedOutput) -> Piece:
        known, copy = self.size_of(one), copy_of(one, self.copies)
        if isinstance(known, Unread) and known.role and copy is None:
            return Piece(Safe("no right"), Tone.WARNING)
        size = known.size if isinstance(known, VhdSize) else copy.size if copy else 0
        return Piece(safe_text(size_in_words(size))) if size else self._unknown

    def _age(self, one: PlacedOutput) -> Piece:
        unknown = Safe("older") if one.is_older else self.glyphs.dash
        words = age(one.made, self.now()) if one.made else unknown
        return Piece(Safe(f"{words:>6}"), Tone.PLAIN if one.made else Tone.MUTED)

    @property
    def _unknown(self) -> Piece:
        return Piece(self.glyphs.dash, Tone.MUTED)

    def _status(
        self, one: PlacedOutput, copy: JobEntry | None
    ) -> tuple[State, Tone, str]:
        """The sign of what has become of it, and the words, with how well it is proven."""
        state, tone = _SIGNS[one.status]
        word = WORDS[one.status]
        if copy is not None and copy.is_under_way:
            far = percent(copy)
            words = f"Rescuing {far}" if far else f"Rescue {copy.standing}"
            return State.RUNNING, Tone.ACCENT, words
        if one.began is not None:
            seconds = (self.now() - one.began).total_seconds()
            return state, tone, f"{word} {clock(seconds)}"
        if one.status is Status.DELIVERED and one.regions:
            return state, tone, f"To {counted(len(one.regions), 'region')}"
        if one.status is not Status.RESCUED or copy is None or copy.receipt is None:
            return state, tone, word
        dot = self.glyphs.bullet
        if copy.receipt.level < Level.RANGES:
            return State.COPIED, Tone.WARNING, f"Copied {dot} unchecked"
        proof = "verified" if copy.receipt.level is Level.FULL else "checked"
        return state, tone, f"{word} {dot} {proof}"


def copy_of(one: PlacedOutput, copies: Mapping[str, JobEntry]) -> JobEntry | None:
    """The newest copy of an output that this machine knows of."""
    return copies.get(one.address.without_query) if one.address is not None else None


_WHY = {
    Status.AT_RISK: (
        "Why at risk",
        "The only copy known: it is deleted together with the template.",
    ),
    Status.LOST: (
        "Lost",
        "It is gone from staging, and no copy is known: only a new build makes it.",
    ),
}

_LABEL_CELLS = 12
_RESCUE_IT = labelled(
    "R", _LABEL_CELLS, Safe("rescues it: copied to where it outlives the template")
)


def detail_lines(
    one: PlacedOutput, rows: OutputRows, copy: JobEntry | None
) -> Iterator[Line]:
    """What is known of one output, and what to do: what matters most comes first."""
    glyphs = rows.glyphs
    if one.status in _WHY:
        yield _entry(*_WHY[one.status])
    yield from _rescue_lines(one, copy)
    if one.is_older:
        yield _entry("Older", "of an earlier run: no run output tells of it any more")
    yield _entry("Where", place_words(one.place) or glyphs.dash)
    yield from _size_lines(rows.size_of(one))
    if one.regions:
        yield _entry("Regions", ", ".join(one.regions))
    yield from _time_lines(one, rows.now())
    if one.address is not None and one.place != str(one.address):
        yield _entry("Blob", place_words(str(one.address)))


def _size_lines(known: VhdSize | Unread | None) -> Iterator[Line]:
    if isinstance(known, VhdSize):
        size = f"{known.size:,} bytes, {size_in_words(known.data_bytes)} of data"
        yield _entry("Size", size)
    elif known is not None:
        yield _entry("Size", f"cannot be read: {known.why}")
        if known.role:
            yield _entry("Do", f'the role "{known.role}" on its account would do')


def _time_lines(one: PlacedOutput, now: datetime) -> Iterator[Line]:
    if one.began is not None:
        most = f"it may take {one.minutes} min"
        yield _entry("Began", f"{ago(one.began, now)}; {most}")
    if one.made is not None:
        yield _entry("Made", ago(one.made, now))


def _rescue_lines(one: PlacedOutput, copy: JobEntry | None) -> Iterator[Line]:
    """How its rescue stands, or how to begin it."""
    if copy is not None and (copy.is_under_way or copy.can_resume):
        how = f"{copy.standing} {percent(copy)}".rstrip()
        yield _entry("Rescue", f"{how}; 3 shows it")
    elif one.status is Status.AT_RISK and copy is not None and copy.receipt:
        yield _entry("Copy", f"{copy.destination} is gone, or is not what it was")
        yield _RESCUE_IT
    elif copy is not None and copy.receipt is not None:
        yield _entry("Rescue", f"{copy.receipt.level.words}; 3 shows its receipt")
    elif one.status is Status.AT_RISK:
        yield _RESCUE_IT


def _entry(label: str, value: str) -> Line:
    return labelled(label, _LABEL_CELLS, safe_text(value))
