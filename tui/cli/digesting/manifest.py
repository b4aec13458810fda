"""`digest --manifest`: hash a file, and write a manifest of its chunks."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from integrity.digests.algorithms import Algorithm
from integrity.digests.opening import unreadable
from integrity.errors import DigestError
from tui.cli.digesting.results import result_of
from tui.cli.digesting.run import Run


def write_manifest(
    run: Run, path: str, algorithms: Sequence[Algorithm], manifest_path: str
) -> None:
    """Hash one file, and write a manifest of its chunks in the same pass."""
    try:
        whole, manifest = run.engine.with_manifest(path, algorithms, run.tick)
    except DigestError as error:
        run.tell(result_of(error))
        return
    run.tell(result_of(whole))
    try:
        _replace(Path(manifest_path), manifest.lines())
    except OSError as error:
        run.tell(result_of(unreadable(manifest_path, error)))


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file in one step: what was there stays until all is written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
