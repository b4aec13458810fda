"""JSON that may be shown anywhere: no raw control, nothing a CI system would obey."""

import json
from collections.abc import Iterable, Iterator

_encoder = json.JSONEncoder(separators=(",", ":"))


def encoded(value: object) -> str:
    r"""One line of ASCII; DEL and `##`, legal in JSON as they are, become `\u` too."""
    text = _encoder.encode(value)
    return text.replace("\x7f", "\\u007f").replace("##", "\\u0023\\u0023")


def array_lines(name: str, items: Iterable[object]) -> Iterator[str]:
    """A member that is an array, each item on a line of its own, made one by one."""
    yield f"{encoded(name)}: ["
    separator = ""
    for item in items:
        if separator:
            yield separator
        separator = encoded(item) + ","
    if separator:
        yield separator[:-1]
    yield "]"
