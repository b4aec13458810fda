"""What a session is told on the command line. Nothing here needs click."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from integrity.artifacts.url_map import UrlMap
from tui.preferences import state_directory
from tui.session_options import SessionOptions


def url_map_of(text: str) -> UrlMap:
    """`URL_PREFIX=DIRECTORY`; the last `=` parts them, for addresses hold some too.

    Raises:
        ValueError: It is no such thing; the message says why.
    """
    prefix, _, directory = text.rpartition("=")
    if "://" not in prefix or not directory:
        raise ValueError("wants URL_PREFIX=DIRECTORY")
    try:
        _ = urlsplit(prefix).port  # it is read when it is asked for
    except ValueError as error:
        raise ValueError("what is before the last = is no address") from error
    if not Path(directory).is_dir():
        raise ValueError("what follows the last = is no folder")
    return UrlMap(prefix, Path(directory))


def session_options(
    options: Mapping[str, Any], *, inner_suffixes: frozenset[str] = frozenset()
) -> SessionOptions:
    """What a session needs to know, from the command line.

    Args:
        inner_suffixes: Those of the cloud that the command works with.
    """
    return SessionOptions(
        maps=options["maps"],
        allow_private=frozenset(options["allow_private"]),
        inner_suffixes=inner_suffixes,
        allow_insecure_http=options["allow_insecure_http"],
        ca_file=options["ca_file"],
        proxy=options["proxy"],
        max_bytes=options["max_bytes"],
        cache_directory=cache_directory() if options["cache"] else None,
        state_directory=state_directory() if options["cache"] else None,
    )


def cache_directory() -> Path:
    """Where digests are remembered: BAKEFERRY_CACHE_DIR, else the user's cache."""
    if own := os.environ.get("BAKEFERRY_CACHE_DIR"):
        return Path(own)
    from platformdirs import user_cache_path  # loads tempfile and all of shutil

    return user_cache_path("bakeferry")
