"""What is written beside a published file: its sha256, and its chunks' digests."""

import filecmp
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from integrity.digests.manifest import CHUNK, Manifest
from integrity.digests.sum_lines import plain_line
from integrity.safe_text import safe_text
from transfer.journal.records import Job
from transfer.strategies.disk_trouble import disk_trouble
from transfer.strategies.naming import link_or_rename
from transfer.strategies.plan import Proof

_log = logging.getLogger(__name__)


def sidecars(path: Path, size: int, proof: Proof) -> dict[Path, bytes]:
    """The files that tell the digests of a file, as the known tools read them.

    There are none where nobody has read it from end to end. A file of one chunk needs no
    manifest: its one digest would be said twice.
    """
    if not proof.sha256:
        return {}
    told = {beside(path, ".sha256"): plain_line(path.name, proof.sha256)}
    if size > CHUNK:
        manifest = Manifest(path.name, size, CHUNK, proof.sha256, proof.chunk_digests)
        told[beside(path, ".chunks")] = b"".join(manifest.lines())
    return told


def replace_sidecars(wanted: Mapping[Path, bytes], job: Job) -> None:
    """Write them, in place of what is there.

    Raises:
        CopyError: The disk is full, or fails.
    """
    for path, content in wanted.items():
        _write(path, content, job, os.replace)


def add_sidecars(wanted: Mapping[Path, bytes], job: Job) -> None:
    """Write them where nothing is; what is there may be somebody's, and stays.

    Raises:
        CopyError: The disk is full, or fails.
    """
    for path, content in wanted.items():
        _write(path, content, job, _name_new)


def beside(path: Path, ending: str) -> Path:
    """The name of what stands beside a file."""
    return path.with_name(path.name + ending)


def _write(
    path: Path, content: bytes, job: Job, name: Callable[[Path, Path], None]
) -> None:
    """Write a small file in one step: the old one or the new one is there, and whole.

    What a killed call of the same job has left is taken away.
    """
    new = path.with_name(f".{job.short}{path.suffix}.tmp")
    with disk_trouble(path, 0):
        new.unlink(missing_ok=True)
        try:
            with new.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            name(new, path)
        finally:
            new.unlink(missing_ok=True)


def _name_new(new: Path, path: Path) -> None:
    try:
        link_or_rename(new, path)
    except FileExistsError:
        if not filecmp.cmp(new, path, shallow=False):
            _log.warning("%s says something else, and stays", safe_text(str(path)))


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
