"""What lies below a dialog, in a terminal's own colours: they cannot be mixed."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen, ScreenResultType

_VEIL = Style(dim=True, bold=False, reverse=False)
"""Bold would outweigh dim, and a cursor that is reversed seem to have the keyboard."""


class _Veil(BackgroundScreen):
    """Textual's, which leaves such colours as bright as they are."""

    @classmethod
    def process_segments(
        cls, segments: Iterable[Segment], color: Color
    ) -> Iterable[Segment]:
        for text, style, control in super().process_segments(segments, color):
            yield Segment(text, (style or Style.null()) + _VEIL, control)


def veiled(
    screen: Screen[ScreenResultType], rendered: RenderableType
) -> RenderableType:
    """What a screen shows around itself, as dim as a veil would make it."""
    if screen.app.native_ansi_color and isinstance(rendered, BackgroundScreen):
        return _Veil(rendered.screen, rendered.color)
    return rendered
