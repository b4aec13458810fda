"""A build's log as lines: all of it, or those that hold a text."""

from collections.abc import Sequence
from typing import overload

from integrity.safe_text import Safe
from transfer.azure.build_steps import LogLine
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, Piece, Tone, line


class LogLines(Sequence[Line]):
    """Lines that are made when they are looked at; the log behind may be long."""

    def __init__(
        self, log: Sequence[LogLine], shown: Sequence[int], glyphs: Glyphs
    ) -> None:
        """Show a log.

        Args:
            shown: The indexes of the lines to show.
        """
        self._log = log
        self._shown = shown
        self._glyphs = glyphs

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...

    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        one = self._log[self._shown[index]]
        gutter = self._glyphs.failed if one.is_wrong else Safe(" ")
        tone = Tone.BAD if one.is_wrong else Tone.PLAIN
        return line(
            Piece(Safe(f"{gutter} "), Tone.BAD),
            Piece(Safe(f"{one.number:>6}  "), Tone.MUTED),
            Piece(one.text, tone),
        )


class Filter:
    """Finds the lines that hold a text, as the log grows."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self._text = wanted.casefold()
        self._seen = 0
        self.found: list[int] = []

    def read(self, log: Sequence[LogLine], count: int) -> Sequence[int]:
        """The indexes of what is found among the first `count` lines."""
        if not self._text:
            return range(count)
        for index in range(self._seen, count):
            if self._text in log[index].text.casefold():
                self.found.append(index)
        self._seen = count
        return self.found
