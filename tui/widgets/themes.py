"""The colours of the screens: our own themes, and what holds without any colour.

What is good is blue and what is bad is orange, which people with any common colour
blindness tell apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.filter import LineFilter, NoColor
from textual.theme import BUILTIN_THEMES, Theme

MONO = "mono"

_FAINT = "auto 62%"
"""What a field suggests, or has to be filled with: faint, and still to be read."""

_DARK = Theme(
    name="bakeferry-dark",
    primary="#7ab8f5",
    secondary="#c3a6ff",
    accent="#62d0d0",
    success="#6cb2ff",
    warning="#e8c468",
    error="#ff8a50",
    foreground="#dde3ea",
    background="#10151b",
    surface="#161c24",
    panel="#1f2731",
    variables={
        "text-disabled": _FAINT,
        "block-cursor-blurred-background": "#7ab8f5 20%",
        "scrollbar": "#5581ab",
    },
)

_LIGHT = Theme(
    name="bakeferry-light",
    primary="#0b5394",
    secondary="#6a3fa0",
    accent="#00646b",
    success="#0a50b8",
    warning="#745200",
    error="#a83200",
    foreground="#1a222c",
    background="#fbfbfa",
    surface="#f3f4f6",
    panel="#e5e8ed",
    dark=False,
    variables={
        "text-disabled": _FAINT,
        "block-cursor-blurred-background": "#0b5394 12%",
        "scrollbar": "#4c7fac",
    },
)

_HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffffff",
    secondary="#e3c2ff",
    accent="#66ffff",
    success="#80c4ff",
    warning="#ffe666",
    error="#ffad73",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    variables={"foreground-muted": "#d9d9d9"},
)

_DEFAULT = "ansi_default"
_MONO = Theme(
    name=MONO,
    ansi=True,
    primary=_DEFAULT,
    secondary=_DEFAULT,
    accent=_DEFAULT,
    success=_DEFAULT,
    warning=_DEFAULT,
    error=_DEFAULT,
    foreground=_DEFAULT,
    background=_DEFAULT,
    surface=_DEFAULT,
    panel=_DEFAULT,
    boost=_DEFAULT,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-text-style": "bold",
        "button-focus-text-style": "reverse",
        "input-cursor-text-style": "reverse",
    },
)

_AUTO_DARK = replace(
    BUILTIN_THEMES["ansi-dark"],
    name="auto",
    success="ansi_bright_blue",
    error="ansi_bright_red",
    warning="ansi_yellow",
    accent="ansi_cyan",
    secondary="ansi_green",  # magenta is next to black in Windows' own colours
    primary="ansi_bright_blue",
)

_AUTO_LIGHT = replace(
    BUILTIN_THEMES["ansi-light"],
    name="auto",
    success="ansi_blue",
    error="ansi_red",
    warning="ansi_magenta",
    accent="ansi_blue",  # cyan is next to white in most
    secondary="ansi_magenta",
    primary="ansi_blue",
)

_LIGHT_BACKGROUNDS = ("7", "15")
"""White in the sixteen colours that COLORFGBG counts in."""

_NO_COLOR = NoColor()
"""One for all, since painted lines are kept by the filters they went through."""


def own_themes(environ: Mapping[str, str]) -> tuple[Theme, ...]:
    """Our themes, the first for who has no wish: the terminal's own sixteen colours.

    Args:
        environ: COLORFGBG tells whether the terminal is light, where it is set.
    """
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    auto = _AUTO_LIGHT if background in _LIGHT_BACKGROUNDS else _AUTO_DARK
    return auto, _DARK, _LIGHT, _HIGH_CONTRAST, _MONO


def theme_for(wanted: str, environ: Mapping[str, str]) -> str:
    """The name of the theme to begin with: no colours where NO_COLOR is set."""
    return MONO if "NO_COLOR" in environ else wanted


def filters_for(theme: str, filters: Sequence[LineFilter]) -> Sequence[LineFilter]:
    """What all that is painted goes through: in `mono`, nothing keeps a colour.

    An application returns this from `get_line_filters`.

    Args:
        filters: Those that Textual has itself.
    """
    return (*filters, _NO_COLOR) if theme == MONO else filters
