"""How a copy of another process is stopped: a wish, left where that process looks."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from tui.jobs.runs import FOLDER
from tui.small_files import put


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
    put(_path(state, key), stop.value)


def wished(state: Path, key: str) -> Stop | None:
    """What is wished of a copy; None: nothing."""
    try:
        return Stop(_path(state, key).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def forget_wish(state: Path, key: str) -> None:
    """It was fulfilled, or was of an earlier attempt."""
    with suppress(OSError):
        _path(state, key).unlink()


def _path(state: Path, key: str) -> Path:
    return state / FOLDER / f"{key}.stop"
