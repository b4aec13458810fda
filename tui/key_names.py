"""What the keys of a terminal are called, as the window hears of them."""

from unicodedata import name as name_of

_NAMED = frozenset(
    (
        *(f"f{number}" for number in range(1, 25)),
        *("left", "right", "up", "down", "home", "end", "pageup", "pagedown"),
        *("insert", "delete", "backspace", "enter", "escape", "tab", "space"),
        *("slash", "backslash", "at", "minus", "plus", "underscore"),
    )
)
_MODIFIERS = frozenset(("alt", "ctrl", "shift"))


def is_key(name: str) -> bool:
    """Whether a key is called so: a sign as it is typed, else words in small letters."""
    if len(name) == 1:
        return name.isprintable() and name not in " ,"
    *modifiers, last = name.split("+")
    if not name.islower() or modifiers != sorted(_MODIFIERS.intersection(modifiers)):
        return False
    if len(last) == 1:  # with shift it is another sign
        return last.isprintable() and modifiers != ["shift"]
    return last in _NAMED or last in map(_name_of_sign, range(33, 127))


def _name_of_sign(code: int) -> str:
    """As Unicode has it: `exclamation_mark`."""
    return name_of(chr(code)).lower().replace("-", "_").replace(" ", "_")
