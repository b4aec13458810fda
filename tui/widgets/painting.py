"""Lines that are painted only when they look otherwise than before."""

from collections.abc import Hashable
from typing import Generic, Self, TypeVar

from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.lines import EMPTY, Tone
from tui.widgets.tones import TonedView

LookT = TypeVar("LookT", bound=Hashable)
"""All that a painted line depends on, beside its width and the styles."""

_STRIPS = 512
"""Painted lines that are kept; more than most terminals have."""


class PaintedView(TonedView, Generic[LookT]):
    """A view that knows what each of its lines looked like when it was last painted.

    It has no border, and no padding but beside its lines. So they are handed out as they
    are, and the very same ones again while they look the same: what Textual has cut and
    rendered once is kept with them.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._width = 0
        self._height = 0
        self._top = 0
        """How far it was scrolled when it was last measured."""

        self._widths = (0, 0, 0)
        """Of the padding on the left, of a line, and of all."""

        self._painted: dict[int, LookT | None] = {}
        self._drawn: dict[int, Strip] = {}
        """The lines that nobody has asked to be painted again, by their places."""

        self._strips: LRUCache[LookT | None, Strip] = LRUCache(_STRIPS)

    def refresh_changed(self) -> None:
        """Paint the seen lines that look otherwise than when they were last painted."""
        self._measure()
        changed = [
            Region(0, y, self._width, 1)
            for y in range(self._height)
            if y not in self._painted or self._painted[y] != self._look(y)
        ]
        if changed:
            self.refresh(*changed)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """As Textual has it; of the whole view only what looks otherwise is painted.

        So a list that gets or loses the keyboard paints the line with its cursor.
        """
        if regions or layout or recompose or not (repaint and self.is_mounted):
            wanted = {"repaint": repaint, "layout": layout, "recompose": recompose}
            return super().refresh(*regions, **wanted)
        PaintedView.refresh_changed(self)
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand out the lines that are asked for; those that are not drawn yet are drawn."""
        self._measure()
        drawn = self._drawn
        for y in crop.line_range:
            if y not in drawn:
                drawn[y] = self.render_line(y)
        strips = [drawn[y] for y in crop.line_range]
        if crop.column_span == (0, self._widths[-1]):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Draw one line over the whole width, from what is kept where possible."""
        look = self._painted[y] = self._look(y)
        strip = self._strips.get(look)
        if strip is None:
            width = self._width
            line = (
                self.strip_of(EMPTY, width) if look is None else self._draw(look, width)
            )
            strip = self._strips[look] = self._padded(line)
        return strip

    def forget_looks(self) -> None:
        self._strips.clear()
        self._painted.clear()
        super().forget_looks()

    def _set_dirty(self, *regions: Region) -> None:
        """Draw these lines again, as Textual has it: all of them when none is named."""
        super()._set_dirty(*regions)
        if not regions:
            self._drawn.clear()
        for region in regions:
            for y in region.line_range:
                self._drawn.pop(y, None)

    def _measure(self) -> None:
        """Take the size there is now: what the scroll bar leaves."""
        self._width, self._height = self.scrollable_content_region.size
        self._top = self.scroll_offset.y
        widths = self.content_offset.x, self._width, self.outer_size.width
        if widths != self._widths:
            self._widths = widths
            self._strips.clear()
            self._drawn.clear()

    def _padded(self, strip: Strip) -> Strip:
        """A line with what lies left and right of it."""
        left, width, whole = self._widths
        plain = self.style_of(Tone.PLAIN)
        before = Segment(" " * left, plain)
        after = Segment(" " * (whole - left - width), plain)
        segments = [one for one in (before, *strip, after) if one.text]
        return Strip(Segment.simplify(segments), whole)

    def _look(self, y: int) -> LookT | None:
        """What a line of the view looks like now; None for an empty one."""
        raise NotImplementedError

    def _draw(self, look: LookT, width: int) -> Strip:
        """Draw a line that looks like this."""
        raise NotImplementedError

    def _paint_anew(self) -> None:
        """Forget what was painted: something that is no part of a look has changed."""
        self._strips.clear()
        self._painted.clear()
        self.refresh()
