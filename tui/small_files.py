"""The small files that this program keeps for itself, put in place in one step."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_native_id

_ELSEWHERE = "name another state directory with BAKEFERRY_STATE_DIR"

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


@contextmanager
def saying_where_else() -> Iterator[None]:
    """Have an error say, too, how such files are kept elsewhere."""
    try:
        yield
    except OSError as error:
        raise OSError(
            error.errno, f"{error.strerror}; {_ELSEWHERE}", error.filename
        ) from error


def put(path: Path, text: str) -> None:
    """Put a text in place of what a file held, for its owner alone.

    Whoever reads meanwhile finds the old text or the new one. Nothing here is worth a
    sync of the disk.

    Raises:
        OSError: It cannot be written; what was there stays.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.{get_native_id()}")
    with saying_where_else():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, _NEW, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        part.replace(path)


def json_of(path: Path) -> object:
    """What a small file says; None where it cannot be read, or is damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
