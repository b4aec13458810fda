"""Folders that are made for a copy of a whole one, and never outside of it."""

import os
from pathlib import Path

from transfer.copy_errors import DestinationMissing, DestinationUnfit, Refused
from transfer.strategies.disk_trouble import disk_trouble
from transfer.strategies.sidecars import sync_folder


def foothold(folder: Path, tree: Path | None) -> Path:
    """The folder itself, or the nearest one above it that is there already.

    Args:
        tree: In it folders may be made; None: the folder has to be there.

    Raises:
        DestinationMissing: There is none, and it may not be made.
        DestinationUnfit: A file is where a folder has to be.
        Refused: A link leads out of the tree.
    """
    there = folder
    while tree is not None and there != tree.parent and not os.path.lexists(there):
        there = there.parent
    if not there.is_dir():
        if os.path.lexists(there):
            raise DestinationUnfit(str(there), "is no folder, and one has to be there")
        raise DestinationMissing(str(there), "is no folder")
    if tree is not None and not _is_within(there, tree):
        raise Refused(str(there), f"leads out of {tree} by a link")
    return there


def _is_within(folder: Path, tree: Path) -> bool:
    """Whether it is, links followed; before the tree is made, only its own folder is."""
    return folder == tree.parent or folder.resolve().is_relative_to(tree.resolve())


def make_folders(folder: Path, tree: Path | None) -> None:
    """Make what is missing of a folder's path, so that it survives a power loss.

    Raises:
        CopyError: As for `foothold`, or the disk is full, or fails.
    """
    there = foothold(folder, tree)
    missing = [folder, *folder.parents]
    for each in reversed(missing[: missing.index(there)]):
        with disk_trouble(each, 0):
            each.mkdir(exist_ok=True)
        sync_folder(each.parent)
