"""Backslashes in strings: escapes of JSON, and those of folders that should be two."""

import re
from collections.abc import Iterator

from integrity.template.position import Document, Span
from integrity.template.tokens import Lapse

_BACKSLASH = re.compile(
    r'\\(?:["\\/]|(?P<control>[bfnrt])|u[0-9A-Fa-f]{4}|(?P<stray>.))', re.DOTALL
)
_AFTER_A_DRIVE = re.compile(r"(?:^|[^A-Za-z0-9])[A-Za-z]:$")
_NAMES = {"b": "backspace", "f": "form feed", "n": "line", "r": "return", "t": "tab"}


def valid(written: str) -> str:
    """What stands between the quotes, with a second backslash for each stray one."""
    return _BACKSLASH.sub(
        lambda one: one.group() if one["stray"] is None else "\\" + one.group(), written
    )


def lapses(written: str, document: Document, start: int) -> Iterator[Lapse]:
    """The backslashes of a string that JSON refuses, or takes for something else.

    Args:
        written: What stands between the quotes.
        start: Where that begins in the document.
    """
    controls = folders = 0
    strays: list[re.Match[str]] = []
    for match in _BACKSLASH.finditer(written):
        if match["stray"] is not None:
            strays.append(match)
        elif match["control"] is not None:
            controls += 1
            if _names_a_folder(written, match):
                folders += 1
                yield _lapse("AIB002", match, document, start)
    for match in strays:
        # which of the others are meant as they stand, only a person can tell
        insert = "\\" if controls == folders else ""
        yield _lapse("AIB001", match, document, start, insert)


def _names_a_folder(written: str, match: re.Match[str]) -> bool:
    r"""Say whether an escape is a folder below a drive: the tab in `C:\temp`."""
    before = written[max(0, match.start() - 3) : match.start()]
    goes_on = written[match.end() : match.end() + 1].isalnum()
    return goes_on and _AFTER_A_DRIVE.search(before) is not None


def _lapse(
    rule: str,
    match: re.Match[str],
    document: Document,
    start: int,
    insert: str = "\\",
) -> Lapse:
    text = match.group()
    control = match["control"]
    what = f"a {_NAMES[control]} in JSON" if control else "no escape of JSON"
    place = Span(document, start + match.start(), start + match.start())
    return Lapse(rule, place, f"'{text}' is {what}; write '\\{text}'", insert=insert)
