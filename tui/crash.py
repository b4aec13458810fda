"""What is told of a slip of ours: where it was, and nothing that it had in its hands."""

import os
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from integrity.lint.secrets import without_secrets
from integrity.safe_text import safe_text
from tui.version import __version__

_FILE = "crash.txt"


def crash_report(error: BaseException, directory: Path | None) -> str:
    """Words for the terminal; the whole trace goes to a file in a directory.

    No local variable is in either, because one may be a secret.
    """
    origin = _origin(error)
    lines = [
        f"bakeferry: something of ours broke: {_told(origin)}",
        *(f"  at {place}" for place in _places(origin)[-3:]),
        "No file was left half-written.",
    ]
    kept = _keep(origin, directory)
    if kept is not None:
        lines.append(f"Please report it with what is in {kept}.")
    return "".join(f"{safe_text(line)}\n" for line in lines)


def _origin(error: BaseException) -> BaseException:
    """What was raised first: a worker's failure wraps it, and so does a group's."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    wrapped = getattr(error, "error", None)
    return _origin(wrapped) if isinstance(wrapped, BaseException) else error


def _told(error: BaseException) -> str:
    return without_secrets(f"{type(error).__name__}: {error}")


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(one.filename)}:{one.lineno} in {one.name}" for one in frames]


def _short(name: str) -> str:
    return "/".join(Path(name).parts[-3:])


def _trace(error: BaseException) -> Iterator[str]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    yield f"bakeferry {__version__} {now}"
    for one in (error, error.__cause__, error.__context__):
        if one is not None:
            yield _told(one)
            yield from (f"  at {place}" for place in _places(one))


def _keep(error: BaseException, directory: Path | None) -> Path | None:
    if directory is None:
        return None
    text = "".join(f"{safe_text(line)}\n" for line in _trace(error))
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(
            directory / _FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return None
    return directory / _FILE
