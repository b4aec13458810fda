"""How tones become styles: from component classes, so a theme decides what is painted."""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.dom import DOMNode
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.lines import Line, Tone


def component_of(tone: Tone) -> str:
    """The component class that a style sheet knows a tone by."""
    return f"tone--{tone}"


class TonedView(ScrollView):
    """A view that draws lines of pieces in the tones of the theme.

    Nothing but bold, dim, underline and reverse is used beside the colours, so what is
    left without colours still tells good from bad by more than its glyph and word.

    A tone depends on the theme and on what lies below, and on nothing else: not on the
    focus, so that moving the keyboard elsewhere looks no tone up again.
    """

    ALLOW_SELECT = False
    """Lines are painted, not laid out: there is no text for the mouse to select."""

    DEFAULT_CSS = """
    TonedView {
        & > .tone--muted { color: $foreground 65%; }
        & > .tone--strong { text-style: bold; }
        & > .tone--title { color: $foreground 80%; text-style: bold; }
        & > .tone--good { color: $success; }
        & > .tone--warning { color: $warning; text-style: bold; }
        & > .tone--bad { color: $error; text-style: bold; }
        & > .tone--accent { color: $accent; }
        & > .tone--key { color: $primary; }
        & > .tone--string { color: $secondary; }
        & > .tone--number { color: $accent; }
        & > .tone--word { color: $accent; }
        & > .tone--expression { color: $accent; text-style: bold; }
        & > .tone--comment { color: $foreground 65%; }
        & > .tone--punctuation { color: $foreground 80%; }
        & > .tone--added { color: $success; }
        & > .tone--removed { color: $error; }
        & > .tone--added-part { color: $success; text-style: bold underline; }
        & > .tone--removed-part { color: $error; text-style: bold underline; }
        & > .tone--selected { text-style: bold; }
        & > .tone--cursor { text-style: bold reverse; }
        &:ansi > .tone--muted { color: $foreground; text-style: dim; }
        &:ansi > .tone--title { color: $foreground; }
        &:ansi > .tone--comment { color: $foreground; text-style: dim; }
        &:ansi > .tone--punctuation { color: $foreground; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._style_of: dict[Tone, Style] = {}
        self._rules: object = None
        self._ground: tuple[Style, bool] | None = None

    def notify_style_update(self) -> None:
        """Textual has looked at the styles again: see whether tones look otherwise now."""
        super().notify_style_update()
        rules = self.app.stylesheet.rules
        ground = self.rich_style, self.app.native_ansi_color
        if rules is not self._rules or ground != self._ground:
            self._rules, self._ground = rules, ground
            self.forget_looks()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Textual would look the styles up again, which are the same."""

    def forget_looks(self) -> None:
        """The theme, or what lies below, is another one."""
        self._style_of.clear()
        self.refresh()

    def style_of(self, tone: Tone) -> Style:
        """The style of a tone as things are now, its background included."""
        found = self._style_of.get(tone)
        if found is None:
            found = self._style_of[tone] = self._looked_up(tone)
        return found

    def _looked_up(self, tone: Tone) -> Style:
        """Ask the style sheet for one tone.

        As `COMPONENT_CLASSES` all tones would be looked up for every widget each time that
        a class changes anywhere above it, which was a fifth of the start; few are painted.
        """
        name = component_of(tone)
        component = DOMNode(classes=name)
        component._attach(self)  # noqa: SLF001 -- as the style sheet itself does
        self.app.stylesheet.apply(component)
        self._component_styles[name] = component.styles
        return self._filtered(self.get_component_rich_style(name))

    def _filtered(self, style: Style) -> Style:
        """A style as the filters of the application leave it, so that no line needs them."""
        segments = [Segment(" ", style)]
        _, background = self.background_colors
        for one in self.get_line_filters():
            segments = one.apply(segments, background)
        return segments[0].style or style

    def strip_of(self, shown: Line, cells: int) -> Strip:
        """A line as the terminal gets it, exactly so many cells wide."""
        styled = ((one.text, self.style_of(one.tone)) for one in shown)
        return _exactly(styled, cells, self.style_of(Tone.PLAIN))

    @property
    def cursor_tone(self) -> Tone:
        """What is laid over the line with the cursor now."""
        return Tone.CURSOR if self.has_focus else Tone.SELECTED

    def selected_strip_of(self, shown: Line, cells: int, tone: Tone) -> Strip:
        """The same for the line with the cursor.

        Reversed colours of several tones side by side would be a patchwork, so a
        reversed line has one style; otherwise the tones stay.
        """
        over = self.style_of(tone)
        if over.reverse:
            return _exactly(((one.text, over) for one in shown), cells, over)
        bold = over.without_color
        styled = ((one.text, self.style_of(one.tone) + bold) for one in shown)
        return _exactly(styled, cells, over)


def _exactly(styled: Iterable[tuple[str, Style]], cells: int, blank: Style) -> Strip:
    """One segment for each run of a style, and blanks of another to the end.

    Measured as Textual does it: for rare scripts it counts otherwise than the reports.
    """
    segments, taken = [], 0
    for style, run in groupby(styled, key=_style):
        text = _steady("".join(part for part, _ in run))
        if text:
            segments.append(Segment(text, style))
            taken += cell_len(text)
    if taken < cells:
        segments.append(Segment(" " * (cells - taken), blank))
        taken = cells
    return (
        Strip(segments, taken).crop(0, cells)
        if taken > cells
        else Strip(segments, taken)
    )


_style = itemgetter(1)


def _steady(text: str) -> str:
    """Without the selectors that make a sign two cells wide in some terminals only."""
    return text if text.isascii() else _SELECTORS.sub("", text)


_SELECTORS = re.compile("[\ufe00-\ufe0f]")
