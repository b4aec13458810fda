"""JSON from the service, taken apart without trusting that it is what it should be."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeAlias

Body: TypeAlias = Mapping[str, object]
"""A JSON object."""

_EMPTY: Body = MappingProxyType({})

_NEVER = 1
"""The year that stands for *not yet*: an end is `0001-01-01T00:00:00Z`."""


def parsed(raw: bytes) -> object:
    """A body as JSON; None when it is something else, such as a proxy's page."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> Body:
    """An object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else _EMPTY


def items(value: object) -> list[object]:
    """An array; an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def text(value: object) -> str | None:
    """A string that is not empty; the service also writes `""` where there is none."""
    return value if isinstance(value, str) and value else None


def number(value: object) -> int | None:
    """A whole number, however it is written."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == value and abs(value) < 2**53 else None


def within(value: object, *path: str) -> object:
    """What stands deeper in an object; None where the path breaks off."""
    for key in path:
        value = mapping(value).get(key)
    return value


def moment(value: object) -> datetime | None:
    """A time in UTC; None for the year 1, which means *not yet*, and for no time.

    The service writes up to nine digits of a second; those after the sixth are cut.
    """
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        in_utc = (
            found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        )
    except (ValueError, OverflowError):  # beyond the year 9999 in UTC, say
        return None
    return None if in_utc.year == _NEVER else in_utc
