"""From what the user names on the command line to the bytes of template files."""

import os
import sys
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from os.path import exists, isdir, realpath
from pathlib import Path
from typing import BinaryIO

from integrity.dataclass import dataclass
from integrity.errors import DocumentError
from integrity.sizes import KIB
from integrity.template.syntax import MAX_BYTES
from tui.files.entered import is_entered

_STANDARD_INPUT = "-"

_MOSTLY = 64 * KIB
"""Bytes that few templates have."""


class NotPermitted(DocumentError):
    """Whoever runs us may not read a file, or look into a folder."""


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
        if name == _STANDARD_INPUT:
            if name not in seen:
                seen.add(name)
                yield Input(name, _standard_input(), None, named=True)
            continue
        for found in _files(name):
            if isinstance(found, DocumentError):
                yield found
                continue
            path, named = found
            identity = realpath(path)  # unlike Path.resolve, at peace with loops
            if identity not in seen:
                seen.add(identity)
                yield _read(path, named)


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard input") from error


def _files(name: str) -> Iterator[tuple[Path, bool] | DocumentError]:
    path = Path(name)
    if not name:  # a variable that is not set must not mean this folder
        yield DocumentError("''", "is no path; write . for this folder")
    elif "://" in name:
        yield DocumentError(name, "is an address; templates are read from files")
    elif isdir(name):  # noqa: PTH112 -- it takes any name
        yield from _json_below(path)
    elif has_magic(name) and not exists(name):  # noqa: PTH110 -- as above
        matches = map(Path, glob(name, recursive=True))  # noqa: PTH207 -- a pattern may be absolute
        files = sorted(filter(_is_read, matches))
        yield from ((file, False) for file in files)
        if not files:
            yield path, True
    else:
        yield path, True


def _json_below(folder: Path) -> Iterator[tuple[Path, bool] | DocumentError]:
    """Its files in order; after them the folders that could not be looked into."""
    closed: list[OSError] = []
    found: list[Path] = []
    for inner, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if is_entered(name)]
        found += [Path(inner, name) for name in files if name.endswith(".json")]
    read = sorted(filter(_is_read, found))
    yield from ((path, False) for path in read)
    if not (read or closed):  # lest a pipeline passes that judges nothing
        yield DocumentError(str(folder), "no *.json file in this folder")
    for error in closed:
        yield _unreadable(str(error.filename), error)


def _is_read(path: Path) -> bool:
    """Whether it is a file; of what may not be looked at, reading tells that."""
    try:
        return path.is_file()
    except OSError:
        return True


def _read(path: Path, named: bool) -> Input | DocumentError:
    name = str(path)
    try:
        if not path.is_file():
            return DocumentError(name, _why_not_a_file(path))
        with path.open("rb") as file:
            data = _beginning(file)
    except OSError as error:
        return _unreadable(name, error)
    return Input(name, data, path, named)


def _beginning(file: BinaryIO) -> bytes:
    """All of a file that is not too large: memory for the largest is dear to ask for."""
    data = file.read(_MOSTLY)
    return data if len(data) < _MOSTLY else data + file.read(MAX_BYTES + 1 - _MOSTLY)


def _unreadable(name: str, error: OSError) -> DocumentError:
    if isinstance(error, PermissionError):
        return NotPermitted(name, "Permission denied")
    return DocumentError(name, error.strerror or "cannot be read")


def _why_not_a_file(path: Path) -> str:
    if not path.exists():
        return "a link that leads nowhere" if path.is_symlink() else "no such file"
    return "is not a regular file; pipe it to standard input, and name that -"
