"""The dock: what runs now, in one line or in a box, whatever view is open."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from integrity.quantities import (
    counted,
    percent_in_words,
    rate_in_words,
    size_in_words,
)
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.times import clock
from tui.widgets.bars import BAR_CELLS, moving_line, progress_bar, sparkline
from tui.widgets.late_box import LateBox
from tui.widgets.lines import EMPTY, Line, Piece, Tone, cut, line

if TYPE_CHECKING:
    from tui.jobs.entry import JobEntry
    from tui.workspace.judged import ArtifactEntry, VerifyRun

_RATES = 60
"""Values that the sparkline looks back, four a second."""

_SPARK_CELLS = 20
_SHOWN = 2
"""Artifacts under way in the box; the third line is the total."""

_TITLES = (
    line(Safe("Transfers")),
    line(Safe("x all"), Safe("  p pause"), Safe("  C cancel")),
)


class Dock(LateBox):
    """Hidden while nothing runs."""

    DEFAULT_CSS = """
    Dock { height: auto; display: none; }
    Dock.-busy { display: block; }
    Dock Box { height: 5; }
    Dock LinePane { height: 1fr; }
    .-narrow Dock Box, .-low Dock Box { border: none; height: 1; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._rates: deque[float] = deque(maxlen=_RATES)

    def show(self, run: "VerifyRun | None", copies: "Sequence[JobEntry]" = ()) -> None:
        """Show how far the run and the copies have come; nothing hides the dock."""
        self.set_class(run is not None or bool(copies), "-busy")
        if run is not None:
            self._rates.append(0.0 if run.is_paused else run.rate or 0.0)
        else:
            self._rates.clear()
        if run is None and not copies:
            return
        box, pane = self.parts
        box.entitle(*_TITLES)
        around = box.styles.gutter.width + pane.styles.gutter.width
        width = self.screen.size.width - around  # known before they are laid out
        if box.styles.border_top[0] in ("", "none"):
            pane.show((self._one_line(run, copies, width),))
        else:
            pane.show(tuple(self._lines(run, copies, width)))

    def _one_line(
        self, run: "VerifyRun | None", copies: "Sequence[JobEntry]", width: int
    ) -> Line:
        if copies:
            from tui.screens.copy_lines import copies_line  # once something is copied

            return copies_line(copies, self._glyphs, cells=width)
        return run_line(run, self._glyphs, cells=width) if run is not None else EMPTY

    def _lines(
        self, run: "VerifyRun | None", copies: "Sequence[JobEntry]", width: int
    ) -> Iterator[Line]:
        lines: list[Line] = []
        last = self._total(run, width)
        if copies:
            from tui.screens.copy_lines import copies_in_dock

            room = {"cells": width, "spark_cells": _SPARK_CELLS}
            lines, last = copies_in_dock(copies, self._glyphs, **room)
        if run is not None:
            lines += [
                _artifact_line(one, self._glyphs, cells=width) for one in run.under_way
            ]
        yield from lines[:_SHOWN]
        for _ in range(_SHOWN - len(lines)):
            yield EMPTY
        yield last

    def _total(self, run: "VerifyRun | None", width: int) -> Line:
        sparks = sparkline(tuple(self._rates), _SPARK_CELLS, self._glyphs)
        cells = width - _SPARK_CELLS - 1
        total = run_line(run, self._glyphs, cells=cells) if run is not None else EMPTY
        return line(*sparks, Safe(" "), *total)


def run_line(run: "VerifyRun", glyphs: Glyphs, *, cells: int) -> Line:
    """A whole run in one line: sign, how far, bar, rate, time left."""
    sign = glyphs.paused if run.is_paused else glyphs.running
    head = line(
        Piece(Safe(f" {sign} "), Tone.ACCENT),
        safe_text(f"verify {run.done} of {counted(run.total, 'artifact')}  "),
    )
    words = [size_in_words(run.bytes_done)]
    if run.is_paused:
        words.append("paused")
    elif run.rate:
        words.append(rate_in_words(run.rate))
        if left := clock(run.seconds_left):
            words.append(f"{left} left")
    tail = "   ".join(words)
    room = cells - sum(len(piece.text) for piece in head) - len(tail) - 3
    bar = progress_bar(run.done, run.total or None, max(0, min(30, room)), glyphs)
    return cut(line(*head, *bar, safe_text(f"  {tail}")), cells, glyphs.ellipsis)


def _artifact_line(artifact: "ArtifactEntry", glyphs: Glyphs, *, cells: int) -> Line:
    """One artifact under way."""
    progress = artifact.progress
    percent = percent_in_words(progress.done, progress.total)
    size = size_in_words(progress.total or progress.done)
    rate, left = rate_in_words(progress.rate), clock(progress.seconds_left)
    return moving_line(
        Piece(glyphs.in_column(glyphs.running), Tone.ACCENT),
        artifact.name,
        progress_bar(progress.done, progress.total, BAR_CELLS, glyphs),
        safe_text(f"{percent:>4} {size:>10} {rate:>12} {left:>7}"),
        ellipsis=glyphs.ellipsis,
        cells=cells,
    )
