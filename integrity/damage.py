"""A damaged database, kept under another name for whoever wants to know."""

from contextlib import suppress
from itertools import count
from pathlib import Path


def set_aside(path: Path) -> Path:
    """Keep a database of SQLite's, and what belongs to it, under another name.

    Another process may have been quicker; then there is nothing left to do.

    Returns:
        The name: the first `<name>.corrupt-<number>` that is free.

    Raises:
        OSError: It cannot be renamed.
    """
    kept = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.name}.corrupt-{number}")).exists()
    )
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(f"{kept}{ending}")
    return kept
