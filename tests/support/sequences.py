"""What a program has sent to a terminal: which sequences, which colours, which text."""

import re

KNOWN = {
    "cursor": rb"\x1b\[\d*;?\d*H",
    "style": rb"\x1b\[[\d;]*m",
    "modes": rb"\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]",
    "asks for modes": rb"\x1b\[\?(?:2026|2048)\$p",
    "keyboard": rb"\x1b\[(?:>\d+|<)u",
    "pointer": rb"\x1b\]22;[a-z]+\x07",
    "clipboard": rb"\x1b\]52;c;[A-Za-z0-9+/]*=*\x07",
}
"""What Textual sends, and nothing else does any harm; the clipboard is asked for by us."""

_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL
)
_ALLOWED = re.compile(b"|".join(KNOWN.values()))
_LINE_ENDS = frozenset(b"\r\n")
_DEFAULTS = frozenset(("", "0", "1", "2", "4", "7", "39", "49"))
"""Styles without a colour: none, bold, dim, underlined, reversed, the terminal's own."""


def unknown_sequences(data: bytes) -> set[bytes]:
    """The sequences of a stream that Textual does not send by itself."""
    found = (match.group() for match in _SEQUENCE.finditer(data))
    return {one for one in found if not _ALLOWED.fullmatch(one)}


def stray_controls(data: bytes) -> set[str]:
    """Control characters outside of sequences, C1 and those that turn text included."""
    text = _SEQUENCE.sub(b"", data).decode("utf-8")
    return {one for one in text if is_harmful(one) and ord(one) not in _LINE_ENDS}


def is_harmful(letter: str) -> bool:
    """A character that a terminal obeys or that changes how others are read."""
    code = ord(letter)
    return (
        code < 0x20
        or 0x7F <= code <= 0x9F
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
        or code in (0x200E, 0x200F, 0x2028, 0x2029)
    )


def coloured(data: bytes) -> set[str]:
    """The styles of a stream that have a colour."""
    styles = re.findall(rb"\x1b\[([\d;]*)m", data)
    parts = {part for style in styles for part in style.decode().split(";")}
    return parts - _DEFAULTS
