"""Lines that are painted only when they look otherwise than before."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.lines import EMPTY
from tui.widgets.tones import TonedView

LookT = TypeVar("LookT", bound=Hashable)
"""All that a painted line depends on, beside its width and the styles."""

_STRIPS = 512
"""Painted lines that are kept; more than most terminals have."""


class PaintedView(TonedView, Generic[LookT]):
    """A view that knows what each of its lines looked like when it was last painted."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002, Textual's name
        super().__init__(id=id, classes=classes)
        self._width = 0
        self._height = 0
        self._painted: dict[int, LookT | None] = {}
        self._strips: LRUCache[tuple[LookT, int], Strip] = LRUCache(_STRIPS)

    def refresh_changed(self) -> None:
        """Paint the seen lines that look otherwise than when they were last painted."""
        self._measure()
        for y in range(self._height):
            if y in self._painted and self._painted[y] == self._look(y):
                continue
            self.refresh(Region(0, y, self._width, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that are asked for, measured once for all of them."""
        self._measure()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view, from what is kept where possible."""
        width = self._width
        look = self._painted[y] = self._look(y)
        if look is None:
            return self.strip_of(EMPTY, width)
        strip = self._strips.get((look, width))
        if strip is None:
            strip = self._strips[look, width] = self._draw(look, width)
        return strip

    def forget_looks(self) -> None:
        super().forget_looks()
        self._strips.clear()

    def _measure(self) -> None:
        """Take the size there is now: what the scroll bar leaves."""
        self._width, self._height = self.scrollable_content_region.size

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
