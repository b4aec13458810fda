"""The signs that the screens are drawn with, in Unicode and in plain ASCII.

A sign never stands alone: a word says the same, and a colour at most underlines it.
"""

from enum import StrEnum
from functools import lru_cache

from integrity.dataclass import dataclass
from integrity.safe_text import Safe


class State(StrEnum):
    """What a sign tells of: each is a field of `Glyphs`."""

    OK = "ok"
    RISK = "risk"
    SAFE = "safe"
    COPIED = "copied"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    LOOK = "look"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs. Signs of state may be two cells wide in ASCII."""

    ok: Safe
    """Matches, rescued: nothing to do."""

    risk: Safe
    """What exists only in a staging group."""

    safe: Safe
    """A checked copy exists."""

    copied: Safe
    """A copy exists that nothing has compared yet."""

    running: Safe
    waiting: Safe
    paused: Safe
    look: Safe
    """Look here: missing, changed, near a limit."""

    failed: Safe
    unknown: Safe
    """Could not be read; never shown as fine."""

    cursor: Safe
    mark: Safe
    cursor_on_mark: Safe
    ellipsis: Safe
    arrow: Safe
    dash: Safe
    """In place of a value that there is none of."""

    bullet: Safe
    """Between the parts of a line."""

    crumb: Safe
    """Between the steps of a path through the screens."""

    updated: Safe
    hint: Safe
    """Before what stands in no file: the value of an expression."""

    squiggle: Safe
    """Under the place of a finding."""

    rule: Safe
    thick_rule: Safe
    bar_full: Safe
    bar_parts: tuple[Safe, ...]
    """One eighth to seven eighths of a cell; empty where only whole cells can be drawn."""

    bar_empty: Safe
    sparks: tuple[Safe, ...]
    """Eight heights, the lowest first."""

    border: str
    """The name of Textual's border."""

    def of(self, state: State) -> Safe:
        """The sign of a state."""
        sign: Safe = getattr(self, state)
        return sign

    def in_column(self, sign: Safe) -> Safe:
        """A sign as wide as any of a state, and a blank: how rows begin."""
        return Safe(f"{sign:<{_state_cells(self)}} ")


@lru_cache(maxsize=4)
def _state_cells(glyphs: Glyphs) -> int:
    """Asked for each row that is drawn."""
    return max(len(glyphs.of(state)) for state in State)


UNICODE = Glyphs(
    ok=Safe("✓"),
    risk=Safe("▲"),
    safe=Safe("◆"),
    copied=Safe("◇"),
    running=Safe("●"),
    waiting=Safe("○"),
    paused=Safe("‖"),
    look=Safe("!"),
    failed=Safe("✗"),
    unknown=Safe("?"),
    cursor=Safe("▶"),
    mark=Safe("•"),
    cursor_on_mark=Safe("◉"),
    ellipsis=Safe("…"),
    arrow=Safe("→"),
    dash=Safe("—"),
    bullet=Safe("·"),
    crumb=Safe("\u203a"),
    updated=Safe("↻"),
    hint=Safe("┄"),
    squiggle=Safe("~"),
    rule=Safe("─"),
    thick_rule=Safe("━"),
    bar_full=Safe("█"),
    bar_parts=tuple(map(Safe, "▏▎▍▌▋▊▉")),
    bar_empty=Safe(" "),
    sparks=tuple(map(Safe, "▁▂▃▄▅▆▇█")),
    border="round",
)

ASCII = Glyphs(
    ok=Safe("ok"),
    risk=Safe("!!"),
    safe=Safe("#"),
    copied=Safe("%"),
    running=Safe("*"),
    waiting=Safe("-"),
    paused=Safe("="),
    look=Safe("!"),
    failed=Safe("x"),
    unknown=Safe("?"),
    cursor=Safe(">"),
    mark=Safe("+"),
    cursor_on_mark=Safe("@"),
    ellipsis=Safe("..."),
    arrow=Safe("->"),
    dash=Safe("-"),
    bullet=Safe("|"),
    crumb=Safe(">"),
    updated=Safe("@"),
    hint=Safe("-"),
    squiggle=Safe("~"),
    rule=Safe("-"),
    thick_rule=Safe("="),
    bar_full=Safe("#"),
    bar_parts=(),
    bar_empty=Safe("."),
    sparks=tuple(map(Safe, "_.-:=+*#")),
    border="ascii",
)

_OF_TWO_CELLS = ("zh", "ja", "ko")
"""Languages whose terminals may draw circles, arrows and blocks two cells wide."""


def glyphs_for(*, encoding: str, locale: str, wanted: str) -> Glyphs:
    """The set that a terminal can show.

    Args:
        encoding: Of the terminal, as Python names it.
        locale: As in LC_ALL, LC_CTYPE or LANG: `zh_CN.UTF-8`. Empty where it is unset.
        wanted: `auto`, `unicode` or `ascii`; the last two decide.
    """
    if wanted != "auto":
        return UNICODE if wanted == "unicode" else ASCII
    language, _, charset = locale.partition(".")
    if language in ("C", "POSIX") and not charset:
        return ASCII
    if not _is_utf8(encoding) or (charset and not _is_utf8(charset)):
        return ASCII
    return ASCII if language[:2] in _OF_TWO_CELLS else UNICODE


def _is_utf8(charset: str) -> bool:
    name = charset.partition("@")[0]
    return name.lower().replace("-", "").replace("_", "") == "utf8"
