"""How tones become styles: a theme decides what is painted."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.lines import Line, Tone

_style = itemgetter(1)

_SELECTORS = re.compile("[\ufe00-\ufe0f]")


class _Ink(NamedTuple):
    """What a tone is written with."""

    colour: str | None = None
    """The theme's name for it; None takes what plain text has."""

    share: float = 1.0
    """Of the colour, over what lies below; a terminal's own colours cannot be mixed."""

    look: Style = Style.null()
    unmixed: Style = Style.null()
    """In place of that where colours cannot be mixed."""


_BOLD, _DIM = Style(bold=True), Style(dim=True)
_UNDERLINED = Style(bold=True, underline=True)

_INKS: Mapping[Tone, _Ink] = {
    Tone.PLAIN: _Ink(),
    Tone.MUTED: _Ink("foreground", 0.65, unmixed=_DIM),
    Tone.STRONG: _Ink(look=_BOLD),
    Tone.TITLE: _Ink("foreground", 0.8, _BOLD, _BOLD),
    Tone.GOOD: _Ink("success"),
    Tone.WARNING: _Ink("warning", look=_BOLD),
    Tone.BAD: _Ink("error", look=_BOLD),
    Tone.ACCENT: _Ink("accent"),
    Tone.KEY: _Ink("primary"),
    Tone.STRING: _Ink("secondary"),
    Tone.NUMBER: _Ink("accent"),
    Tone.WORD: _Ink("accent"),
    Tone.EXPRESSION: _Ink("accent", look=_BOLD),
    Tone.COMMENT: _Ink("foreground", 0.65, unmixed=_DIM),
    Tone.PUNCTUATION: _Ink("foreground", 0.8),
    Tone.ADDED: _Ink("success"),
    Tone.REMOVED: _Ink("error"),
    Tone.ADDED_PART: _Ink("success", look=_UNDERLINED),
    Tone.REMOVED_PART: _Ink("error", look=_UNDERLINED),
    Tone.SELECTED: _Ink(look=_BOLD),
    Tone.CURSOR: _Ink(look=Style(bold=True, reverse=True)),
}


class TonedView(ScrollView, can_focus=False):
    """A view that draws lines of pieces in the tones of the theme.

    Nothing but bold, dim, underline and reverse is used beside the colours, so what is
    left without colours still tells good from bad by more than its glyph and word.

    A tone depends on the theme and on what lies below, and on nothing else: not on the
    focus, so that moving the keyboard elsewhere looks no tone up again. No style sheet
    tells it: to read twenty rules and to look them up was a tenth of the start.
    """

    ALLOW_SELECT = False
    """Lines are painted, not laid out: there is no text for the mouse to select."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._style_of: dict[Tone, Style] = {}
        self._ground: tuple[Style, str] | None = None
        """What was below, in which theme, when tones were last looked up."""

    def notify_style_update(self) -> None:
        """Textual has looked at the styles again: see whether tones look otherwise now."""
        super().notify_style_update()
        ground = self.rich_style, self.app.theme
        if ground != self._ground:
            self._ground = ground
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
            found = self._style_of[tone] = self._filtered(self._mixed(_INKS[tone]))
        return found

    def _mixed(self, ink: _Ink) -> Style:
        """What an ink comes to in this theme, over what lies below."""
        plain, theme = self.rich_style, self.app.theme_variables
        is_mixed = ink.share == 1.0 or not self.app.native_ansi_color
        look = ink.look if is_mixed else ink.unmixed
        if ink.colour is None:
            return plain + look
        colour = Color.parse(theme[ink.colour])
        if is_mixed:
            colour = colour.multiply_alpha(ink.share)
        _, background = self.background_colors
        return plain + look + Style.from_color((background + colour).rich_color)

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

    def overlaid_strip_of(self, shown: Line, cells: int, over: Tone | None) -> Strip:
        """The same with a tone laid over the line, as where the cursor is; None: none.

        Reversed colours of several tones side by side would be a patchwork, so a
        reversed line has one style; otherwise the tones stay.
        """
        if over is None:
            return self.strip_of(shown, cells)
        style = self.style_of(over)
        if style.reverse:
            return _exactly(((one.text, style) for one in shown), cells, style)
        bold = style.without_color
        styled = ((one.text, self.style_of(one.tone) + bold) for one in shown)
        return _exactly(styled, cells, style)


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


def _steady(text: str) -> str:
    """Without the selectors that make a sign two cells wide in some terminals only."""
    return text if text.isascii() else _SELECTORS.sub("", text)
