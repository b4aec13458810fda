"""What a folder or a container holds, one file after the other, however much it is."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from integrity.artifacts.retries import TryAgain
from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.containers import Container, blobs_of
from transfer.azure.blobs.wire import Wire
from transfer.copy_errors import (
    ContainerGone,
    CopyError,
    LeftOut,
    NotReadable,
    Refused,
)
from transfer.names import safe_parts
from transfer.settling import settled
from transfer.shortages import disk_failed
from transfer.strategies.all_strategies import Place, Tools

Tree = Path | Container
"""What is copied as a whole."""

NO_TEXT = "has a name that is no UTF-8: rename it first"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file of a tree."""

    place: Place

    name: str
    """Its path within the tree, as its own side has it, with slashes."""

    trouble: CopyError | None = None
    """Why it cannot be copied; for a folder or a container, why it cannot be listed."""


def leaves(
    tree: Tree, tools: Tools, heard: Callable[[TryAgain], object]
) -> AsyncIterator[Leaf]:
    """Everything that a tree holds; what cannot be read is told, and ends nothing else.

    Args:
        heard: Hears of each attempt at a list that failed.
    """
    if isinstance(tree, Container):
        return _blobs(tree, tools.wire(heard))
    return _files(tree)


async def _blobs(container: Container, wire: Wire) -> AsyncIterator[Leaf]:
    is_there = not container.prefix
    try:
        async for page in blobs_of(container, wire):
            is_there = is_there or bool(page)
            for blob in page:
                name = blob.name.removeprefix(container.prefix)
                if name and not blob.is_folder and not _is_mark(name, blob.size):
                    yield _blob(container, blob.name, name)
    except CopyError as error:
        yield Leaf(container.address, container.shown, error)
        return
    if not is_there:
        gone = ContainerGone(container.shown, "holds no blob")
        yield Leaf(container.address, container.shown, gone)


def _is_mark(name: str, size: int) -> bool:
    """Whether it is no file, but what some tools put where they want to see a folder."""
    return name.endswith("/") and not size


def _blob(container: Container, whole: str, name: str) -> Leaf:
    if {".", ".."} & set(whole.split("/")):  # an address would lead somewhere else
        why = "has a part that is . or .., which no address can name"
        return Leaf(container.address, name, Refused(name, why))
    return Leaf(container.blob(whole), name)


async def _files(folder: Path) -> AsyncIterator[Leaf]:
    """Folder by folder: the names of one of them are held at a time, and its folders'."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            found = await settled(None, _scanned, here)
        except CopyError as error:
            yield Leaf(here, str(here), error)
            continue
        waiting += [Path(one.path) for one in reversed(found) if _is_folder(one)]
        for leaf in _leaves_of(found, folder):
            yield leaf


def _scanned(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except PermissionError as error:
        raise NotReadable(str(folder), error.strerror or str(error)) from error
    except OSError as error:
        raise disk_failed(str(folder), error) from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _leaves_of(found: list[os.DirEntry[str]], tree: Path) -> Iterator[Leaf]:
    for entry in found:
        if not _is_folder(entry):
            path = Path(entry.path)
            name = path.relative_to(tree).as_posix()
            yield Leaf(path, name, _trouble(entry))


def _trouble(entry: os.DirEntry[str]) -> CopyError | None:
    if entry.is_symlink():
        return LeftOut(entry.path, "is a link, and was left out")
    if not entry.is_file(follow_symlinks=False):
        return LeftOut(entry.path, "is no regular file, and was left out")
    return None if is_text(entry.path) else Refused(entry.path, NO_TEXT)


def is_text(path: str) -> bool:
    """Whether the journal, and others, can be told of a path: it is UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def encloses(tree: Tree, place: Place) -> bool:
    """Whether a place lies within a tree, or is all of it."""
    if isinstance(tree, Container):
        return isinstance(place, BlobAddress) and tree.encloses(place)
    return isinstance(place, Path) and place.resolve().is_relative_to(tree.resolve())


def name_in_folder(leaf: Leaf) -> str:
    """The name of a leaf's copy in a folder of this machine, with slashes.

    Raises:
        Refused: It comes from a service, and no file can have it.
    """
    if isinstance(leaf.place, BlobAddress):
        return "/".join(safe_parts(leaf.name))
    return leaf.name
