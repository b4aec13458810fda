"""A box with titles in its border, which are safe text like everything shown."""

from textual.containers import Container
from textual.content import Content
from textual.css.types import AlignHorizontal
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, Piece, cells_of, cut, line, text_of

_CORNERS_AND_BLANKS = 6
"""Cells of a border's line that no title can have."""


class Box(Container):
    """Draws a border with a title at each end of its upper and of its lower line."""

    DEFAULT_CSS = """
    Box {
        border: round $foreground 30%; padding: 0; height: 1fr; width: 1fr;
        border-title-color: $foreground; border-subtitle-color: $foreground;
    }
    Box:focus-within { border: round $accent; }
    Box.-ascii { border: ascii $foreground 30%; }
    Box.-ascii:focus-within { border: ascii $accent; }
    """

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="-ascii" if glyphs.border == "ascii" else None)
        self._glyphs = glyphs
        self._titles: tuple[Line, Line] = ((), ())
        self._footers: tuple[Line, Line] = ((), ())
        self._written_for = 0
        """The width that the titles were last cut for."""

        self._drawn: dict[int, Strip] = {}
        """The upper and the lower line of the border, and one for all between."""

        self._drawn_for = Size(0, 0)

    def entitle(self, left: Line, right: Line = ()) -> None:
        """Write into the upper border."""
        if (left, right) != self._titles:
            self._titles = (left, right)
            self._write()

    def sign(self, left: Line, right: Line = ()) -> None:
        """Write into the lower border."""
        if (left, right) != self._footers:
            self._footers = (left, right)
            self._write()

    def on_resize(self, event: Resize) -> None:
        self._write()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand out the border; before the resize is told Textual would cut titles its way.

        All lines between the upper and the lower one are the same.
        """
        if self.size.width != self._written_for:
            self._write()
        size = self.outer_size
        if size != self._drawn_for:
            self._drawn_for = size
            self._drawn.clear()
        lowest = size.height - 1
        between = [self._edge(1)] * max(0, size.height - 2)
        whole = [self._edge(0), *between, self._edge(lowest)]
        strips = whole[crop.y : crop.bottom]
        if crop.column_span == (0, size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _edge(self, y: int) -> Strip:
        """One line of the border, as Textual draws it when something about it changes."""
        strip = self._drawn.get(y)
        if strip is None:
            (strip,) = super().render_lines(Region(0, y, self._drawn_for.width, 1))
            self._drawn[y] = strip
        return strip

    def _set_dirty(self, *regions: Region) -> None:
        super()._set_dirty(*regions)
        self._drawn.clear()

    def _write(self) -> None:
        """Put both titles into the border; the lines between are not painted for that."""
        self._written_for = self.size.width
        title, upper = self._spread(*self._titles)
        footer, lower = self._spread(*self._footers)
        self._border_title, self._border_subtitle = title, footer
        self.styles.border_title_align = upper
        self.styles.border_subtitle_align = lower
        width, height = self.outer_size
        edge = Region(0, 0, width, 1)
        x, y = self.content_offset
        self.refresh(edge.translate((-x, -y)), edge.translate((-x, height - 1 - y)))

    def _spread(
        self, left: Line, right: Line
    ) -> tuple[Content | None, AlignHorizontal]:
        """Both texts over the width of the border, with the border between them."""
        if not self.size.width or not (left or right):
            return None, "left"
        ellipsis = self._glyphs.ellipsis
        room = max(0, self.size.width + 2 - _CORNERS_AND_BLANKS)
        if not right:
            return Content(text_of(cut(left, room, ellipsis))), "left"
        if not left:
            return Content(text_of(cut(right, room, ellipsis))), "right"
        at_least = max(0, room - 3) // 2  # for each, however long the other is
        end = cut(right, max(at_least, room - cells_of(left) - 3), ellipsis)
        fitting = cut(left, max(0, room - cells_of(end) - 3), ellipsis)
        between = max(1, room - cells_of(fitting) - cells_of(end) - 2)
        rule = Piece(Safe(f" {self._glyphs.rule * between} "))
        return Content(text_of(line(*fitting, rule, *end))), "left"
