"""How a copy of another process is stopped: a wish, left where that process looks."""

import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from tui.jobs.runs import folder_of

_SUFFIX = ".stop"


class Stop(StrEnum):
    """What is to become of a copy that runs or waits."""

    PAUSE = "pause"
    """It can be taken up again."""

    CANCEL = "cancel"
    """Its job is given up; what has arrived stays where it is."""

    DISCARD = "discard"
    """Its job is given up, and what has arrived goes."""


def wish(state: Path, key: str, stop: Stop) -> None:
    """Leave a wish for whoever makes a copy.

    Args:
        key: Of a copy, or the id of a run, for all copies that it will turn out to be.

    Raises:
        OSError: It cannot be written down.
    """
    folder = folder_of(state)
    part = folder / f".{key}.{os.getpid()}"
    part.write_text(stop.value, "utf-8")
    part.replace(folder / (key + _SUFFIX))


def wished(state: Path, key: str) -> Stop | None:
    """What is wished of a copy; None: nothing."""
    try:
        return Stop((folder_of(state) / (key + _SUFFIX)).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def forget_wish(state: Path, key: str) -> None:
    """It was fulfilled, or was of an earlier attempt."""
    with suppress(OSError):
        (folder_of(state) / (key + _SUFFIX)).unlink()
