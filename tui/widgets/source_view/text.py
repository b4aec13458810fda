"""The text of a file as it may be shown: safe, without secrets, in tones."""

from bisect import bisect_right

from integrity.cells import width
from integrity.dataclass import dataclass
from integrity.lint.secrets import without_secrets
from integrity.quantities import counted
from integrity.safe_text import NOTHING, Safe, safe_text
from integrity.template.literal import LONGEST_LINE
from integrity.template.loader import LoadedFile
from integrity.template.position import Document
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, Piece, Tone
from tui.widgets.source_view.colours import Run, across_lines, coloured

TAB_CELLS = 4
_REACH = LONGEST_LINE + LONGEST_LINE // 2
"""Characters that are searched: past the cut too, as half a secret looks like none."""

_BOM = "\ufeff"
_MOST_BYTES = 4 * 2**20
"""What is shown of a file; a template is never larger."""


def document_of(name: str, data: bytes) -> Document:
    """A file as text to look at, whatever it holds.

    What is not UTF-8 is shown as the sign for that; UTF-16 with its mark is read.
    """
    shown = data[:_MOST_BYTES]
    is_wide = shown.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Document(name, shown.decode("utf-16" if is_wide else "utf-8", "replace"))


def beginning_of(text: str) -> str:
    """As much of a line as is ever shown, without its secrets, sign for sign."""
    return without_secrets(text[:_REACH])[:LONGEST_LINE]


@dataclass(frozen=True, slots=True)
class _Place:
    """A line's beginning and end in the document, its line end left out."""

    start: int
    end: int


class SourceText:
    """One document, line by line. Nothing is worked out before a line is asked for."""

    def __init__(
        self, document: Document, loaded: LoadedFile | None, glyphs: Glyphs
    ) -> None:
        self.document = document
        self._across = across_lines(document, loaded)
        self._ends = [run.end for run in self._across]
        self._tab = glyphs.arrow.ljust(TAB_CELLS)
        self._ellipsis = glyphs.ellipsis
        self.has_plain_cells = document.text.isascii()
        """Every character but a tab is one cell wide."""

        has_tabs = "\t" in document.text
        self.most_cells = (TAB_CELLS if has_tabs else 1) if self.has_plain_cells else 9
        """Cells that one character may take: those that nobody sees are spelt out."""

    @property
    def line_count(self) -> int:
        """Lines in all; one line end at the end of the file begins no line."""
        count, text = self.document.line_count, self.document.text
        return count - 1 if count > 1 and text.endswith(("\n", "\r")) else count

    def characters(self, number: int) -> int:
        """How long a line is."""
        place = self._place(number)
        return place.end - place.start

    def cells(self, number: int) -> int:
        """How wide a line is when all is shown that ever is of it."""
        return self.cell_of(number, self.characters(number) + 1) + width(
            self._rest(self._place(number))
        )

    def cell_of(self, number: int, column: int) -> int:
        """Cells before a column, the column counted from 1 as in a position."""
        place = self._place(number)
        count = min(max(0, column - 1), place.end - place.start, LONGEST_LINE)
        before = self.document.text[place.start : place.start + count]
        if before.isascii():
            return count + before.count("\t") * (TAB_CELLS - 1)
        return width(safe_text(self._hidden(place)[:count].replace("\t", self._tab)))

    def shown(self, number: int) -> Line:
        """A line in its tones, up to 8 KiB of it and how much is left out."""
        place = self._place(number)
        text = self._hidden(place)
        runs = coloured(text, place.start, self._reaching(place))
        indent = len(text) - len(text.lstrip(" \t"))
        pieces = [self._piece(text, run, indent) for run in runs if run.end > run.start]
        rest = self._rest(place)
        return (*pieces, Piece(rest, Tone.MUTED)) if rest else tuple(pieces)

    def _piece(self, text: str, run: Run, indent: int) -> Piece:
        """Tabs that indent are blanks; any other one is seen, as it may be a slip."""
        blank = min(run.end, max(run.start, indent))
        head = text[run.start : blank].replace("\t", " " * TAB_CELLS)
        tail = text[blank : run.end].replace("\t", self._tab)
        return Piece(safe_text(head + tail), run.tone)

    def _rest(self, place: _Place) -> Safe:
        left_out = place.end - place.start - LONGEST_LINE
        if left_out <= 0:
            return NOTHING
        return Safe(f"{self._ellipsis} {counted(left_out, 'more character')}")

    def _hidden(self, place: _Place) -> str:
        """The beginning of a line without its secrets, sign for sign."""
        reach = min(place.end, place.start + _REACH)
        return beginning_of(self.document.text[place.start : reach])

    def _reaching(self, place: _Place) -> tuple[Run, ...]:
        first = last = bisect_right(self._ends, place.start)
        while last < len(self._across) and self._across[last].start < place.end:
            last += 1
        return self._across[first:last]

    def _place(self, number: int) -> _Place:
        document, text = self.document, self.document.text
        start = document.line_start(number)
        end = len(text)
        if number < document.line_count:
            end = document.line_start(number + 1) - 1
            if text[end] == "\n" and end > start and text[end - 1] == "\r":
                end -= 1
        if number == 1 and text.startswith(_BOM):
            start = min(1, end)  # columns do not count it, and editors do not show it
        return _Place(start, end)
