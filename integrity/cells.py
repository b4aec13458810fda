"""How many cells of a terminal a text takes, and texts cut to a number of cells."""

from functools import lru_cache
from unicodedata import category, east_asian_width

_WIDE = frozenset("WF")
_WITHOUT_WIDTH = frozenset(("Mn", "Me"))


def width(text: str) -> int:
    """Cells of a text that went through `safe_text`."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if east_asian_width(character) in _WIDE else 1


def cut_end(text: str, cells: int, ellipsis: str) -> str:
    """As much of the beginning as fits."""
    if width(text) <= cells:
        return text
    return text[: _fitting(text, cells - len(ellipsis))] + ellipsis


def cut_start(text: str, cells: int, ellipsis: str) -> str:
    """As much of the end as fits."""
    if width(text) <= cells:
        return text
    kept = _fitting(text[::-1], cells - len(ellipsis))
    return ellipsis + text[len(text) - kept :]


def padded(text: str, cells: int) -> str:
    """A text with blanks after it, as wide as asked for."""
    return text + " " * (cells - width(text))


def _fitting(text: str, cells: int) -> int:
    """How many characters from the first one fit."""
    if text.isascii():
        return max(0, cells)
    taken = 0
    for count, character in enumerate(text):
        taken += _cells(character)
        if taken > cells:
            return count
    return len(text)
