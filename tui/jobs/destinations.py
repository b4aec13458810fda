"""Where rescued disks go: what was typed, as a place, and the places used before."""

import json
import os
import re
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from integrity.safe_text import Safe, safe_text
from integrity.secret_url import redacted
from transfer.names import from_home, from_root
from tui.small_files import json_of, put

_FILE = "destinations-1.json"
_MOST = 10
_CONTAINER = re.compile(r"https?://\S+|[a-z0-9]{3,24}/\S+")


class Way(StrEnum):
    """The two kinds of places, and the words for them."""

    ACCOUNT = "to a storage account"
    """The service moves the bytes."""

    FOLDER = "to a folder here"
    """The bytes come to this machine."""


def problem_with(way: Way, text: str) -> Safe | None:
    """Why something that was typed is no such place; None when it may be one."""
    if not text.strip():
        return Safe("Say where to.")
    if way is Way.ACCOUNT and _CONTAINER.fullmatch(text.strip()) is None:
        return Safe("Write ACCOUNT/CONTAINER, or a container's address.")
    if way is Way.FOLDER and "://" in text:
        return Safe("That is an address; a folder is wanted.")
    return None


def home_word(way: Way, text: str) -> str:
    """The place as `--to` takes it, wherever that is read: a container, or a folder."""
    if way is Way.ACCOUNT:
        return text.strip()
    folder = from_root(from_home(text.strip()))
    return f"{str(folder).rstrip(os.sep)}{os.sep}"


def without_secret(text: str) -> Safe:
    """The place as it may be shown and remembered."""
    bare = text.partition("?")[0] if "://" in text else text
    return redacted(bare) if "://" in text else safe_text(bare)


def recent(state: Path, way: Way) -> list[str]:
    """Places of that kind used before, the last one first."""
    places = _read(state).get(way.name)
    known = places if isinstance(places, list) else []
    return [one for one in known if isinstance(one, str)]


def remember(state: Path, way: Way, text: str) -> None:
    """Keep a place for the next time, without what is secret in it."""
    place = str(without_secret(text.strip()))
    kept = [place, *(one for one in recent(state, way) if one != place)][:_MOST]
    with suppress(OSError):
        put(state / _FILE, json.dumps({**_read(state), way.name: kept}, indent=2))


def _read(state: Path) -> dict[str, object]:
    told = json_of(state / _FILE)
    return told if isinstance(told, dict) else {}
