"""Names of copies: fit for files wherever they come from, and each given only once."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from integrity.safe_text import safe_text
from transfer.copy_errors import Refused

_LONGEST = 200
"""Bytes: room is left for what is added to a name while it is partial."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
"""What means something else on one system or another."""

_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE
)


def safe_component(name: str) -> str:
    """One part of a path, on every system, out of a name that nobody vouches for.

    Different names may become one: whoever writes must not overwrite.

    Raises:
        Refused: Nothing is left of it.
    """
    last = re.split(r"[/\\]", name)[-1]
    safe = _FORBIDDEN.sub("_", safe_text(last)).lstrip().rstrip(" .")
    if _DEVICES.fullmatch(safe):
        safe = f"_{safe}"
    safe = _shortened(safe)
    if not safe:
        raise Refused(safe_text(name), "is no name that a file can have")
    return safe


def local_path(text: str) -> Path:
    """The path that somebody has written, with the home that `~` stands for.

    Raises:
        Refused: It is no UTF-8, which no journal and no blob's name can hold.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused(text, "has a name that is no UTF-8: rename it first") from None
    return from_home(text)


def from_home(text: str) -> Path:
    """A path with the home that `~` stands for; of nobody's name it stays a name."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 -- Path's own fails where nobody has that name


def from_root(path: Path) -> Path:
    """The whole path without any `..`; links in it are kept, so that it may be shown."""
    return Path(os.path.abspath(path))  # noqa: PTH100 -- Path's own follows links, or keeps `..`


def safe_parts(name: str) -> tuple[str, ...]:
    """The folders and the file that a blob's name stands for, on every system.

    Raises:
        Refused: One of them is no name: empty, `.` or `..`.
    """
    parts = re.split(r"[/\\]", name)
    try:
        return tuple(safe_component(part) for part in parts)
    except Refused:
        why = "has a part that is no name of a folder or a file"
        raise Refused(safe_text(name), why) from None


def _shortened(name: str) -> str:
    """Cut before the ending, which says what a file is."""
    raw = name.encode("utf-8")
    if len(raw) <= _LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = (dot + ending).encode("utf-8")[:20] if stem else b""
    kept = raw[: _LONGEST - len(tail)].decode("utf-8", "ignore")
    return (kept + tail.decode("utf-8", "ignore")).rstrip(" .")


class ExactNames:
    """The names that copies have got so far, where each spelling is another name."""

    def __init__(self) -> None:
        """There are none."""
        self._taken: set[str] = set()

    def take(self, name: str) -> str | None:
        """Take a name; returns why it cannot be had, else None."""
        if name in self._taken:
            return "another file of this copy gets this name"
        self._taken.add(name)
        return None

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether one of these is taken."""
        return not self._taken.isdisjoint(names)


class FoldedNames:
    """The same in a folder, where systems may overlook case, and a file is no folder."""

    def __init__(self) -> None:
        """There are none."""
        self._files, self._folders = ExactNames(), set[str]()

    def take(self, name: str) -> str | None:
        """Take a name; returns why it cannot be had, else None."""
        folded = name.casefold()
        above = {folded[:at] for at, sign in enumerate(folded) if sign == "/"}
        if folded in self._folders or self._files.has_any(above):
            return "a file and a folder of this copy get one name"
        self._folders |= above
        return self._files.take(folded)
