"""Copies in words and lines: the same in the list, in the dock and in the detail."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from integrity.quantities import (
    counted,
    percent_in_words,
    rate_in_words,
    size_in_words,
)
from integrity.safe_text import NOTHING, Safe, safe_text
from transfer.receipt import Receipt
from tui.check_command import check_command
from tui.glyphs import Glyphs, State
from tui.jobs.entry import JobEntry, Standing
from tui.places import place_words
from tui.screens.times import clock, moment_words
from tui.widgets.bars import BAR_CELLS, moving_line, progress_bar, sparkline
from tui.widgets.lines import Line, Piece, Tone, cut, labelled, line

_STALLED_SECONDS = 10.0
"""Without a byte, after which the time left would be an old number."""

_SIGNS = {
    Standing.STARTING: (State.WAITING, Tone.MUTED),
    Standing.WAITING: (State.WAITING, Tone.MUTED),
    Standing.RUNNING: (State.RUNNING, Tone.ACCENT),
    Standing.PAUSED: (State.PAUSED, Tone.MUTED),
    Standing.STOPPED: (State.LOOK, Tone.WARNING),
    Standing.FAILED: (State.FAILED, Tone.BAD),
    Standing.CANCELLED: (State.PAUSED, Tone.MUTED),
    Standing.DONE: (State.OK, Tone.GOOD),
}
_CHECKS = {
    "copying": Safe("length, version and checksum of each range, as it arrives"),
    "hashing": Safe("what has arrived is read back and compared"),
    "retrying": Safe("the other end is asked again; nothing is lost"),
}
_SPARK_CELLS = 40
_LABEL_CELLS = 10


def sign_of(entry: JobEntry, glyphs: Glyphs) -> Piece:
    """The sign of how a copy stands."""
    state, tone = _SIGNS[entry.standing]
    return Piece(glyphs.in_column(glyphs.of(state)), tone)


def rate_words(entry: JobEntry) -> Safe:
    """The rate of a copy, or what it does instead."""
    if entry.standing is not Standing.RUNNING:
        return safe_text(entry.standing.value)
    if entry.stage in ("hashing", "retrying"):
        return Safe("checking" if entry.stage == "hashing" else "asks again")
    still = time.time() - entry.moved
    if entry.moved and still > _STALLED_SECONDS:
        return safe_text(f"still {still:.0f} s")
    return safe_text(rate_in_words(entry.rate))


def percent(entry: JobEntry) -> Safe:
    """How much has arrived; nothing while the size is not known."""
    return Safe(percent_in_words(entry.done, entry.total))


def _copy_line(entry: JobEntry, glyphs: Glyphs, *, cells: int) -> Line:
    """A copy in one line, as the dock has it."""
    rate, left = rate_words(entry), clock(entry.seconds_left)
    return moving_line(
        sign_of(entry, glyphs),
        entry.name,
        progress_bar(entry.done, entry.total, BAR_CELLS, glyphs),
        safe_text(f"{percent(entry):>4} {rate:>12} {left:>7}"),
        ellipsis=glyphs.ellipsis,
        cells=cells,
    )


def copies_line(copies: Sequence[JobEntry], glyphs: Glyphs, *, cells: int) -> Line:
    """All copies in one line: the only one itself, of several the sum."""
    if len(copies) == 1:
        return _copy_line(copies[0], glyphs, cells=cells)
    done = sum(one.done for one in copies)
    sizes = [one.total for one in copies]
    total = None if None in sizes else sum(one or 0 for one in sizes)
    rate = sum(one.rate or 0.0 for one in copies)
    words = f"  {size_in_words(done)}   {size_in_words(int(rate))}/s"
    head = line(
        Piece(Safe(f" {glyphs.running} "), Tone.ACCENT),
        safe_text(f"{counted(len(copies), 'copy', 'copies')}  "),
    )
    bar = progress_bar(done, total, 20, glyphs)
    return cut(line(*head, *bar, safe_text(words)), cells, glyphs.ellipsis)


def copies_in_dock(
    copies: Sequence[JobEntry], glyphs: Glyphs, *, cells: int, spark_cells: int
) -> tuple[list[Line], Line]:
    """A line for each copy, and one for all of them with a sparkline."""
    rates = _together(copies)
    sparks = sparkline(rates, spark_cells, glyphs)
    lines = [_copy_line(one, glyphs, cells=cells) for one in copies]
    if len(copies) == 1:
        return lines, line(*sparks, _rates_words(rates))
    total = copies_line(copies, glyphs, cells=cells - spark_cells - 1)
    return lines, line(*sparks, Safe(" "), *total)


def _together(copies: Sequence[JobEntry]) -> tuple[float, ...]:
    """What all copies brought together, second by second."""
    longest = max((len(one.rates) for one in copies), default=0)
    padded_rates = [(0.0,) * (longest - len(one.rates)) + one.rates for one in copies]
    return tuple(map(sum, zip(*padded_rates, strict=True)))


def detail_lines(entry: JobEntry, glyphs: Glyphs, *, cells: int) -> Iterator[Line]:
    """Everything that is known of a copy."""
    way = f"{entry.strategy}  " if entry.strategy else ""
    yield line(
        sign_of(entry, glyphs),
        Piece(entry.name, Tone.STRONG),
        Piece(safe_text(f"  {way}{entry.standing}"), Tone.MUTED),
    )
    if entry.destination:
        yield _entry("To", place_words(entry.destination))
    if entry.size:
        yield _chunks(entry, glyphs, cells)
    if any(entry.rates) and entry.receipt is None:
        yield _rates(entry, glyphs, cells)
    if entry.standing is Standing.RUNNING:
        yield _entry("Check", _CHECKS.get(entry.stage, _CHECKS["copying"]))
    if entry.receipt is not None:
        yield from _receipt(entry, entry.receipt)
    yield from _why(entry)
    if entry.job_id:
        resume = f"   bakeferry jobs resume {entry.short}" if entry.can_resume else ""
        yield _entry("Same as", safe_text(f"bakeferry jobs show {entry.short}{resume}"))


def _why(entry: JobEntry) -> Iterator[Line]:
    """Why a copy has ended; once it is done, why a later attempt has."""
    words = ". ".join(filter(None, (entry.problem, entry.advice)))
    if words and entry.receipt is not None:
        later = safe_text(f"a later attempt failed: {words}")
        yield labelled("Then", _LABEL_CELLS, Piece(later, Tone.WARNING))
    elif words:
        has_failed = entry.standing is Standing.FAILED
        tone = Tone.BAD if has_failed else Tone.WARNING
        yield labelled("Why", _LABEL_CELLS, Piece(safe_text(words), tone))


def begun_line(entry: JobEntry, glyphs: Glyphs) -> Line:
    """When it began, which attempt that was, and how many calls it may make."""
    words: list[str] = []
    if entry.began:
        moment = datetime.fromtimestamp(entry.began, UTC)
        words.append(f"started {moment_words(moment, datetime.now(UTC))}")
    if entry.attempts:
        words.append(f"attempt {entry.attempts}")
    if entry.streams:
        words.append(f"up to {counted(entry.streams, 'stream')}")
    told = safe_text(f" {glyphs.bullet} ".join(words))
    return line(Piece(told, Tone.MUTED)) if words else ()


def _chunks(entry: JobEntry, glyphs: Glyphs, cells: int) -> Line:
    what = "read back" if entry.stage == "hashing" else "of data"
    size = f"{size_in_words(entry.done)} of {size_in_words(entry.total or 0)} {what}"
    words = f"  {percent(entry)}  {size}"
    if entry.receipt is None:
        words += f", {counted(entry.arrived, 'chunk')} kept"
    bar = progress_bar(entry.done, entry.total, max(8, cells - 12 - len(words)), glyphs)
    return labelled("Ranges", _LABEL_CELLS, *bar, safe_text(words))


def _rates_words(rates: Sequence[float]) -> Safe:
    """How fast it went in all, and at best."""
    if not rates:
        return NOTHING
    mean, peak = sum(rates) / len(rates), max(rates)
    return safe_text(
        f" {size_in_words(int(mean))}/s mean, {size_in_words(int(peak))}/s peak"
    )


def _rates(entry: JobEntry, glyphs: Glyphs, cells: int) -> Line:
    words = _rates_words(entry.rates)
    room = max(1, cells - _LABEL_CELLS - len(words))
    sparks = sparkline(entry.rates, min(_SPARK_CELLS, room, len(entry.rates)), glyphs)
    return labelled("Rate", _LABEL_CELLS, *sparks, words)


def _receipt(entry: JobEntry, receipt: Receipt) -> Iterator[Line]:
    took = f"{size_in_words(receipt.moved_bytes)} moved in {clock(receipt.seconds)}"
    yield _entry(
        "Receipt", safe_text(f"{receipt.level.words}; {took}; {receipt.strategy}")
    )
    if receipt.sha256:
        yield _entry("SHA-256", safe_text(receipt.sha256))
        if entry.origin and "://" not in entry.destination:
            check = check_command(Path(entry.destination), receipt.size)
            yield _entry("Verify", check)
    elif receipt.crc64 is not None:
        yield _entry("CRC-64", safe_text(f"{receipt.crc64:016x}"))
    if receipt.not_kept:
        yield _entry("Not kept", safe_text(", ".join(receipt.not_kept)))


def _entry(label: str, value: Safe) -> Line:
    return labelled(label, _LABEL_CELLS, value)
