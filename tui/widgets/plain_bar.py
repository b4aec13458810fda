"""A scrollbar whose ends are drawn with letters of ASCII."""

from textual.scrollbar import ScrollBarRender


class PlainBar(ScrollBarRender):
    """Ends at whole cells: the parts of a block are no letters of ASCII."""

    VERTICAL_BARS = [" "] * 8
    HORIZONTAL_BARS = [" "] * 8
