"""From what the user names on the command line to the bytes of template files."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from os.path import realpath
from pathlib import Path

from integrity.errors import DocumentError
from integrity.template.syntax import MAX_BYTES

STANDARD_INPUT = "-"
_NEVER_ENTERED = frozenset(("node_modules", "__pycache__"))


@dataclass(frozen=True, slots=True)
class Input:
    """One file to judge."""

    name: str
    """As the user gave it, or below what the user gave."""

    data: bytes

    path: Path | None
    """None for standard input."""

    named: bool
    """The user named this very file, rather than a folder or a pattern."""


def read_inputs(names: Iterable[str]) -> Iterator[Input | DocumentError]:
    """Read what the names stand for: files, folders, patterns, `-`; each once.

    Folders are searched for `*.json`, hidden ones below them left out. What cannot be
    read comes as an error in its place, so that the others are still judged.
    """
    seen: set[str] = set()
    for name in names:
        if name == STANDARD_INPUT:
            yield Input(name, sys.stdin.buffer.read(MAX_BYTES + 1), None, named=True)
            continue
        if "://" in name:
            yield DocumentError(name, "is an address; templates are read from files")
            continue
        for path, named in _files(name):
            identity = realpath(path)  # unlike Path.resolve, at peace with loops
            if identity not in seen:
                seen.add(identity)
                yield _read(path, named)


def _files(name: str) -> Iterator[tuple[Path, bool]]:
    path = Path(name)
    if path.is_dir():
        yield from ((found, False) for found in _json_below(path))
    elif has_magic(name) and not path.exists():
        matches = sorted(glob(name, recursive=True))  # noqa: PTH207 -- a pattern may be absolute
        yield from ((Path(match), False) for match in matches if Path(match).is_file())
        if not matches:
            yield path, True
    else:
        yield path, True


def _json_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.json")):
        inner = path.relative_to(folder).parts[:-1]
        hidden = any(part.startswith(".") or part in _NEVER_ENTERED for part in inner)
        if not hidden and path.is_file():
            yield path


def _read(path: Path, named: bool) -> Input | DocumentError:
    name = str(path)
    try:
        if not path.is_file():
            return DocumentError(name, _why_not_a_file(path))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return DocumentError(name, error.strerror or "cannot be read")
    return Input(name, data, path, named)


def _why_not_a_file(path: Path) -> str:
    return "is not a regular file" if path.exists() else "no such file"
