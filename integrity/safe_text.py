"""Text from outside, made fit for a terminal, a log and a report."""

import re
from typing import NewType

Safe = NewType("Safe", str)
"""Text that went through `safe_text` (or is our own): no control reaches a terminal."""

NOTHING = Safe("")

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)}

_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""C0 and DEL, C1, soft hyphen, bidi controls and isolates, zero-width and line
separators, interlinear marks, the BOM, lone surrogates, and the tag characters."""


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code in _CONTROL_PICTURES:
        return _CONTROL_PICTURES[code]
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def safe_text(text: str) -> Safe:
    """Show what cannot be printed as a visible sign; everything else stays.

    A line feed counts as unprintable, so the result is always one line.
    """
    if text.isascii() and text.isprintable():
        return Safe(text)
    return Safe(re.sub(_UNSAFE, _visible, text))  # which keeps it compiled
