"""One run of `digest`: its threads, its progress, and what has come of it so far."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from integrity.digests.algorithms import Algorithm
from integrity.digests.engine import Outcome, hash_files
from integrity.digests.pool import Pool
from integrity.digests.reading import unreadable
from integrity.digests.walk import find_files
from integrity.errors import DigestError
from tui.cli.digest_results import Output, Report, Result, result_of
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.progress_line import ProgressLine


class Run:
    """Hashes, tells, and remembers the worst that was met."""

    def __init__(
        self, pool: Pool, progress: ProgressLine, output: Output, report: Report
    ) -> None:
        self.pool = pool
        self._progress = progress
        self._output = output
        self._report = report
        self._codes: set[ExitCode] = set()
        self._told = 0

    def hash(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm]
    ) -> Iterator[Outcome]:
        """What becomes of each file; an interrupt cancels the threads."""
        outcomes = hash_files(paths, algorithms, pool=self.pool, tick=self.tick)
        with closing(outcomes):
            yield from outcomes

    def tick(self) -> None:
        """Show how far it is."""
        self._progress.poll(
            self.pool.snapshots(), done=self.pool.bytes_done, finished=self._told
        )

    def tell(self, result: Result) -> None:
        """One result more."""
        self._told += 1
        self._codes.add(result.code)
        self._report.tell(result)

    def fail(self, message: str, code: ExitCode) -> None:
        """Something beside the files went wrong."""
        self._codes.add(code)
        self._output.complain(message)

    def end(self) -> ExitCode:
        """All is told; the code that sums it up."""
        code = worst(self._codes)
        self._report.end(code)
        return code


def hash_all(run: Run, paths: Iterable[str], algorithms: Sequence[Algorithm]) -> None:
    """Hash files and whatever is below directories."""
    for outcome in run.hash(find_files(paths), algorithms):
        run.tell(result_of(outcome))


def write_manifest(
    run: Run, path: str, algorithms: Sequence[Algorithm], manifest_path: Path
) -> None:
    """Hash one file, and write a manifest of its chunks in the same pass."""
    from integrity.digests.chunks import hash_with_manifest

    results = run.pool.map(
        lambda path, counter, _: hash_with_manifest(
            path, tuple(algorithms), counter=counter
        ),
        [[path]],
        useful=1,
        tick=run.tick,
    )
    try:
        with closing(results):
            whole, manifest = next(results)
    except DigestError as error:
        run.tell(result_of(error))
        return
    run.tell(result_of(whole))
    try:
        _replace(manifest_path, manifest.lines())
    except OSError as error:
        run.tell(result_of(unreadable(str(manifest_path), error)))


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
