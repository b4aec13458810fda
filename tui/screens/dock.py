"""The dock: what runs now, in one line or in a box, whatever view is open."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container

from integrity.lint.reports.quantities import counted, size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.times import clock
from tui.widgets.bars import progress_bar, sparkline
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, cut, line, padded

if TYPE_CHECKING:
    from tui.jobs.entry import JobEntry
    from tui.workspace.judged import ArtifactEntry, VerifyRun

_RATES = 60
"""Values that the sparkline looks back, four a second."""

_NARROW = 100
_SPARK_CELLS = 20
_SHOWN = 2
"""Artifacts under way in the box; the third line is the total."""


class Dock(Container):
    """Hidden while nothing runs."""

    DEFAULT_CSS = """
    Dock { height: auto; display: none; }
    Dock.-busy { display: block; }
    Dock Box { height: 5; }
    Dock LinePane { height: 1fr; }
    .-narrow Dock Box, .-low Dock Box { border: none; height: 1; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._rates: deque[float] = deque(maxlen=_RATES)

    def compose(self) -> ComposeResult:
        glyphs = self._glyphs
        with Box(glyphs):
            yield LinePane(glyphs)

    def on_mount(self) -> None:
        self.query_one(LinePane).can_focus = False
        self.query_one(Box).entitle(
            line(Safe("Transfers")),
            line(Safe("x all"), Safe("  p pause"), Safe("  C cancel")),
        )

    def show(self, run: "VerifyRun | None", copies: "Sequence[JobEntry]" = ()) -> None:
        """Show how far the run and the copies have come; nothing hides the dock."""
        self.set_class(run is not None or bool(copies), "-busy")
        if run is not None:
            self._rates.append(0.0 if run.is_paused else run.rate or 0.0)
        else:
            self._rates.clear()
        if run is None and not copies:
            return
        pane = self.query_one(LinePane)
        width = pane.size.width or self.size.width
        if self.query_one(Box).styles.border_top[0] in ("", "none"):
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
                artifact_line(one, self._glyphs, cells=width) for one in run.under_way
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
        words.append(f"{size_in_words(int(run.rate))}/s")
        if left := clock(run.seconds_left):
            words.append(f"{left} left")
    tail = "   ".join(words)
    room = cells - sum(len(piece.text) for piece in head) - len(tail) - 3
    bar = progress_bar(run.done, run.total or None, max(0, min(30, room)), glyphs)
    return cut(line(*head, *bar, safe_text(f"  {tail}")), cells, glyphs.ellipsis)


def artifact_line(artifact: "ArtifactEntry", glyphs: Glyphs, *, cells: int) -> Line:
    """One artifact under way."""
    name_cells = max(12, min(40, cells // 3))
    name = padded(cut(line(artifact.name), name_cells, glyphs.ellipsis), name_cells)
    bar = progress_bar(artifact.done, artifact.total, 16, glyphs)
    size = size_in_words(artifact.total or artifact.done)
    rate = f"{size_in_words(int(artifact.rate))}/s" if artifact.rate else ""
    left = clock(artifact.seconds_left)
    percent = ""
    if artifact.total:
        percent = f"{min(100, 100 * artifact.done // artifact.total)}%"
    return cut(
        line(
            Piece(Safe(f" {glyphs.running} "), Tone.ACCENT),
            *name,
            Safe(" "),
            *bar,
            safe_text(f" {percent:>4} {size:>10} {rate:>12} {left:>7}"),
        ),
        cells,
        glyphs.ellipsis,
    )
