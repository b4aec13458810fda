"""Keeps what is pasted text: Textual takes an escape sequence in it for keys.

A name or a log that was copied somewhere may hold some, and so begin what nobody wished
for. Most terminals take them out of what is pasted; some, such as tmux, do not.
"""

import re
import sys
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

_START = "\x1b[200~"
_END = "\x1b[201~"
"""What a terminal puts around what is pasted."""

_ESCAPE = "\x1b"
"""Begins what a key sends that is no letter, and what a mouse does."""

_MOST_TYPED = 256
"""Characters that may come at once from a key that is held, while a window is busy."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Those that are no blank and no end of a line."""


class TamedParser(XTermParser):
    """Textual's, which hears no control character between the two marks."""

    def __init__(self, debug: bool = False) -> None:
        """Nothing is pasted yet."""
        self._is_pasting = False
        self._before = ""
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """See `Parser`; nothing at all means the end."""
        tamed = "".join(self._tamed(data))
        return super().feed(tamed) if tamed or not data else ()

    def _tamed(self, data: str) -> Iterable[str]:
        while data:
            part, data = self._inside(data) if self._is_pasting else self._outside(data)
            yield part

    def _outside(self, data: str) -> tuple[str, str]:
        """What comes before a paste, and the rest; a key never waits for the next."""
        known = len(self._before)
        text = self._before + data
        at = text.find(_START)
        if at < 0:
            self._before = text[-len(_START) + 1 :]
            return data if _ESCAPE in text else _typed(data), ""
        self._is_pasting, self._before = True, ""
        end = at + len(_START)
        return text[known:end], text[end:]

    def _inside(self, data: str) -> tuple[str, str]:
        """What is pasted, and the rest; half a mark waits for its other half."""
        text = self._before + data
        pasted, mark, rest = text.partition(_END)
        if mark:
            self._is_pasting, self._before = False, ""
            return _CONTROLS.sub("", pasted) + mark, rest
        kept = _half_a_mark(text)
        self._before = text[len(text) - kept :]
        return _CONTROLS.sub("", text[: len(text) - kept]), ""


def _typed(data: str) -> str:
    """Keys; more than anybody types was pasted, in a terminal that sets no marks."""
    if len(data) <= _MOST_TYPED:
        return data
    return f"{_START}{_CONTROLS.sub('', data)}{_END}"


def _half_a_mark(text: str) -> int:
    """How many characters at the end may begin the mark that ends a paste."""
    sizes = range(len(_END) - 1, 0, -1)
    return next((size for size in sizes if text.endswith(_END[:size])), 0)


def tame_pastes(driver: type[Driver]) -> None:
    """Have a driver read by our parser; it has no place for another."""
    names = vars(sys.modules[driver.__module__])
    if "XTermParser" in names:
        names["XTermParser"] = TamedParser
