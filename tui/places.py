"""Where something is, as people say it and as the command line takes it."""

import re

from integrity.safe_text import Safe, safe_text
from transfer.azure.resource_ids import parse_id

_BLOB = re.compile(
    r"https://(?P<account>[a-z0-9]+)\.blob\.[^/]+/(?P<path>.+)"
    r"|https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/(?P<local>[a-z0-9]+/.+)"
)
"""A blob's address; on this machine the account is in the path."""


def place_words(place: str) -> Safe:
    """A blob as `golden/vhds/disk.vhd`, an image by its names; all else as it is."""
    blob = _BLOB.fullmatch(place)
    if blob is not None:
        return safe_text(blob["local"] or f"{blob['account']}/{blob['path']}")
    image = parse_id(place) if place.startswith("/subscriptions/") else None
    return safe_text("/".join(image.names) if image and image.names else place)
