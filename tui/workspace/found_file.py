"""Files found below what is open, and whether they are still the same."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_NEVER_ENTERED = frozenset(("node_modules", "__pycache__"))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file and the version of it that was seen."""

    key: str
    """The path as it was named, or below what was named."""

    path: Path
    named: bool
    """This very file was named, rather than a folder that it is in."""

    shown: str
    """The path as it is shown: below an absolute folder, from that folder's name on."""

    version: tuple[int, int, int]
    """Inode, bytes, and nanoseconds of its last change: another one is another file."""


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile]:
    """The JSON files below folders, and the files that are named; each once, sorted.

    Hidden folders are left out, as the commands do. What cannot be looked at is not
    there.
    """
    seen: set[str] = set()
    for path in paths:
        named = not path.is_dir()
        for name in [str(path)] if named else sorted(_json_below(str(path))):
            identity = os.path.realpath(name)
            version = _version(name)
            if identity not in seen and version is not None:
                seen.add(identity)
                yield FoundFile(name, Path(name), named, _shown(name, path), version)


def _shown(name: str, root: Path) -> str:
    if not root.is_absolute() or name == str(root):
        return name
    return str(Path(root.name) / Path(name).relative_to(root))


def _json_below(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [
            one
            for one in folders
            if not one.startswith(".") and one not in _NEVER_ENTERED
        ]
        prefix = "" if parent == "." else f"{parent}/"
        for name in files:
            if name.endswith(".json"):
                yield f"{prefix}{name}".removeprefix("./")


def _version(name: str) -> tuple[int, int, int] | None:
    try:
        status = os.stat(name)  # noqa: PTH116 -- thousands of them
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
