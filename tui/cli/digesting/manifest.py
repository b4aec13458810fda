"""`digest --manifest`: hash a file, and write a manifest of its chunks."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from integrity.digests.algorithms import Algorithm
from integrity.digests.opening import unreadable
from integrity.errors import DigestError
from tui.cli.digesting.results import result_of
from tui.cli.digesting.run import Run
from tui.cli.exit_codes import of_os_error
from tui.files.atomic import put_in_place


class Wanted(NamedTuple):
    """What a manifest shall be."""

    path: str
    """Where it is written."""

    chunks_by: Algorithm
    """The digest of each chunk."""


def write_manifest(
    run: Run, path: str, algorithms: Sequence[Algorithm], wanted: Wanted
) -> None:
    """Hash one file, and write a manifest of its chunks in the same pass."""
    try:
        whole, manifest = run.engine.with_manifest(
            path, algorithms, wanted.chunks_by, run.tick
        )
    except DigestError as error:
        run.tell(result_of(error))
        return
    run.tell(result_of(whole))
    try:
        put_in_place(Path(wanted.path), manifest.lines())
    except OSError as error:
        unwritten = result_of(unreadable(wanted.path, error))
        run.tell(unwritten._replace(code=of_os_error(error)))
