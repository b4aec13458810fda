"""JSON that may be shown anywhere: no raw control, nothing a CI system would obey."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

_encoder = json.JSONEncoder(separators=(",", ":"))


def encoded(value: object) -> str:
    r"""One line of ASCII; DEL and `##`, legal in JSON as they are, become `\u` too."""
    text = _encoder.encode(value)
    return text.replace("\x7f", "\\u007f").replace("##", "\\u0023\\u0023")


def timestamp(moment: datetime) -> str:
    """A moment as documents have it: UTC, to the millisecond."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


def array_lines(opening: str, items: Iterable[object]) -> Iterator[str]:
    """An array after its `opening`, each item on a line of its own, made one by one."""
    yield f"{opening}["
    line = ""
    for item in items:
        if line:
            yield f"{line},"
        line = encoded(item)
    if line:
        yield line
    yield "]"
