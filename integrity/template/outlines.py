"""Texts of which some parts are not known, and the ids that they may become."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from integrity.template.nodes import HOLE, Reason, UnknownNode
from integrity.template.placeholders import without_placeholders
from integrity.template.resource_ids import (
    GALLERY_IMAGE_VERSION,
    IMAGE,
    MANAGED_IDENTITY,
    SHARED_VERSIONS,
    is_unfinished,
    stand_in,
)

_NAME = "1.0.0"
"""A name of every kind, also of a version."""

_HALF_OPEN = re.compile(r"<[\w .-]{1,60}(?=/|\Z)")
"""A placeholder that somebody forgot to close: `<name/`, as the reference of 2020 does."""

_MOST_HOLES = 12
_LONGEST = 1_000
_MOST_SLASHES = 12
"""Those of the longest ids that are asked for, an image version's."""

_SUBNET = "Microsoft.Network/virtualNetworks/subnets"
_KINDS = (
    IMAGE,
    GALLERY_IMAGE_VERSION,
    MANAGED_IDENTITY,
    _SUBNET,
    *SHARED_VERSIONS,
)


def outline_of(node: UnknownNode) -> str:
    """What is known of a text, `HOLE` for the rest; empty where that is nothing."""
    return node.text if node.reason is Reason.PLACEHOLDER else node.outline


def shown(outline: str) -> str:
    """An outline for messages."""
    return outline.replace(HOLE, "…")


def cannot_be(outline: str, fits: Callable[[str], bool]) -> bool:
    """Say whether no id of a kind has this outline, whatever is put into it.

    That goes for its holes and for placeholders. Nobody can say it of an outline whose
    beginning is not known, or in which more is still to be filled in.
    """
    outline = _HALF_OPEN.sub(HOLE, without_placeholders(outline, HOLE))
    begins = outline.casefold().startswith("/subscriptions/")
    is_short = len(outline) <= _LONGEST and outline.count(HOLE) <= _MOST_HOLES
    if not begins or not is_short or is_unfinished(outline.replace(HOLE, "")):
        return False
    return not any(map(fits, _completions(outline)))


def _completions(outline: str) -> Iterator[str]:
    """The ids that an outline may become: with names, and with a path in one hole."""
    pieces = re.split(rf"[^/]*{HOLE}[^/]*", outline)
    yield _NAME.join(pieces)
    room = _MOST_SLASHES - outline.count("/")
    paths = [path for path in _paths() if path.count("/") <= room]
    for place in range(1, len(pieces)):
        before, after = _NAME.join(pieces[:place]), _NAME.join(pieces[place:])
        for path in paths:
            yield before + path + after


@cache
def _paths() -> tuple[str, ...]:
    """What a value may hold in place of a name: a part of an id that begins with one."""
    found: dict[str, None] = {}
    for kind in _KINDS:
        segments = stand_in(kind).split("/")
        for start in range(2, len(segments)):
            for end in range(start + 2, len(segments) + 1):
                found["/".join(segments[start:end])] = None
    return tuple(found)
