"""Ids as Azure answers them, taken apart: none may lead elsewhere as an address."""

import re

from integrity.template.resource_ids import IMAGE_TEMPLATE, ResourceId

_SEGMENT = re.compile(r"[^/?#%\\\x00-\x20\x7f]+")
_DOTS = frozenset((".", ".."))
_RUN_OUTPUTS = re.compile(r"/runOutputs/", re.IGNORECASE)


def parse_id(text: str) -> ResourceId | None:
    """Take an id apart; None when it is none, or would lead elsewhere as a path."""
    parts = text.removeprefix("/").removesuffix("/").split("/")
    if not all(map(_SEGMENT.fullmatch, parts)) or _DOTS & set(parts):
        return None
    if len(parts) < 2 or parts[0].casefold() != "subscriptions":
        return None
    subscription, group, rest = parts[1], None, parts[2:]
    if rest and rest[0].casefold() == "resourcegroups":
        if len(rest) < 2:
            return None
        group, rest = rest[1], rest[2:]
    if not rest:
        return ResourceId(subscription, group)
    if rest[0].casefold() != "providers" or len(rest) < 4 or len(rest) % 2:
        return None
    return ResourceId(
        subscription, group, "/".join((rest[1], *rest[2::2])), tuple(rest[3::2])
    )


def output_id(text: str) -> ResourceId | None:
    """Take a run output's id apart; None when it is none.

    An earlier run's ends in its blob's name: that may hold anything, so it is for
    comparing and for people, and never a part of an address.
    """
    owner, *rest = _RUN_OUTPUTS.split(text, maxsplit=1)
    template = parse_id(owner)
    if template is None or not template.is_a(IMAGE_TEMPLATE) or not any(rest):
        return None
    return template.child("runOutputs", *rest)


def template_id(subscription: str, group: str, name: str) -> ResourceId:
    """The id of an image template.

    Raises:
        ValueError: One of the three cannot be part of an id.
    """
    for part in (subscription, group, name):
        if not _SEGMENT.fullmatch(part) or part in _DOTS:
            raise ValueError(f"{part!r} cannot be part of a resource's id")
    return ResourceId(subscription, group, IMAGE_TEMPLATE, (name,))
