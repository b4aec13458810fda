"""What is written beside a published file: its sha256, and its chunks' digests."""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from integrity.digests.manifest import CHUNK, Manifest
from integrity.digests.sum_lines import plain_line
from transfer.strategies.part_file import disk_trouble
from transfer.strategies.plan import Proof


def write_sidecars(path: Path, size: int, proof: Proof) -> None:
    """Tell the digests of a file in files beside it, as the known tools read them.

    Raises:
        CopyError: The disk is full, or fails.
    """
    if not proof.sha256:
        return
    manifest = Manifest(path.name, size, CHUNK, proof.sha256, proof.chunk_digests)
    _replace(beside(path, ".sha256"), [plain_line(path.name, proof.sha256)])
    _replace(beside(path, ".chunks"), manifest.lines())


def beside(path: Path, ending: str) -> Path:
    """The name of what stands beside a file."""
    return path.with_name(path.name + ending)


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    """Write a small file in one step: the old one or the new one is there, and whole."""
    new = path.with_name(f".{uuid4().hex[:12]}.tmp")
    with disk_trouble(path, 0):
        try:
            with new.open("xb") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power loss.

    Raises:
        CopyError: The disk fails.
    """
    with disk_trouble(folder, 0):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
