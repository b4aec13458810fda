"""How far something has come and how fast it went, drawn in a few cells."""

from collections.abc import Sequence

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.lines import EMPTY, Line, Piece, Tone, cut, line, padded

BAR_CELLS = 16
"""As wide is the bar of one thing among others."""

_EIGHTHS = 8


def progress_bar(done: int, total: int | None, cells: int, glyphs: Glyphs) -> Line:
    """A bar exactly so many cells wide; full only when all is done.

    Args:
        done: In the same unit as `total`, usually bytes.
        total: None while it is not known, which draws an empty bar.
    """
    if cells <= 0:
        return EMPTY
    steps = cells * _EIGHTHS
    reached = 0 if total is None else steps
    if total:
        reached = steps * max(0, min(done, total)) // total
    full, eighths = divmod(reached, _EIGHTHS)
    drawn = glyphs.bar_full * full
    if eighths and glyphs.bar_parts:
        drawn += glyphs.bar_parts[eighths - 1]
    rest = glyphs.bar_empty * (cells - len(drawn))
    return Piece(Safe(drawn), Tone.ACCENT), Piece(Safe(rest), Tone.MUTED)


def moving_line(
    sign: Piece, name: Safe, bar: Line, words: Safe, *, ellipsis: Safe, cells: int
) -> Line:
    """One thing under way, its name as wide as that of any other in so many cells."""
    name_cells = max(12, min(40, cells // 3))
    shown = padded(cut(line(name), name_cells, ellipsis), name_cells)
    whole = line(Safe(" "), sign, *shown, Safe(" "), *bar, Safe(" "), words)
    return cut(whole, cells, ellipsis)


def sparkline(values: Sequence[float], cells: int, glyphs: Glyphs) -> Line:
    """The last values as columns, the highest of them as high as a cell.

    Exactly so many cells wide: what there are no values for yet stays blank at the end.
    """
    if cells <= 0:
        return EMPTY
    last = values[-cells:]
    highest = max(last, default=0)
    drawn = "".join(_spark(value, highest, glyphs.sparks) for value in last)
    return Piece(Safe(drawn), Tone.ACCENT), Piece(Safe(" " * (cells - len(drawn))))


def _spark(value: float, highest: float, sparks: Sequence[Safe]) -> Safe:
    if highest <= 0:
        return sparks[0]
    height = round(max(0, value) / highest * (len(sparks) - 1))
    return sparks[height]
