"""One run of `digest`: who hashes, its progress, and what has come of it so far."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from integrity.digests.algorithms import Algorithm
from integrity.digests.counter import Tick
from integrity.digests.engine import Outcomes, hash_together, one_by_one
from integrity.digests.pool import Pool
from integrity.digests.small import FileDigest, Outcome
from integrity.digests.walk import find_files
from integrity.errors import DigestError
from tui.cli.digesting.results import Output, Report, Result, result_of
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.late_progress import Hashing, LateProgress

if TYPE_CHECKING:
    from integrity.digests.chunk_check import ChunkCheck
    from integrity.digests.manifest import Manifest


class Engine(Hashing, Protocol):
    """Hashes files: this machine, or a cluster."""

    def together(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm], tick: Tick
    ) -> Generator[Outcomes, None, None]:
        """What becomes of the files, in their order, several at once.

        Args:
            tick: Called in this thread about ten times a second.
        """

    def with_manifest(
        self,
        path: str,
        algorithms: Sequence[Algorithm],
        chunks_by: Algorithm,
        tick: Tick,
    ) -> "tuple[FileDigest, Manifest]":
        """The digests of one file and of its chunks.

        Args:
            algorithms: sha256 must be among them.
            chunks_by: The digest of each chunk.

        Raises:
            DigestError: It could not be hashed.
        """

    def check(self, manifest: "Manifest", tick: Tick) -> "ChunkCheck":
        """Read a file against its manifest.

        Raises:
            DigestError: It could not be read.
        """


class ThisMachine:
    """Hashes with the threads of a pool."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.snapshots = pool.snapshots

    @property
    def bytes_done(self) -> int:
        """Bytes hashed in all, holes included."""
        return self._pool.bytes_done

    def together(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm], tick: Tick
    ) -> Generator[Outcomes, None, None]:
        """What becomes of the files, in their order, several at once."""
        return hash_together(paths, algorithms, pool=self._pool, tick=tick)

    def with_manifest(
        self,
        path: str,
        algorithms: Sequence[Algorithm],
        chunks_by: Algorithm,
        tick: Tick,
    ) -> "tuple[FileDigest, Manifest]":
        """The digests of one file and of its chunks, in one pass."""
        from integrity.digests.chunks import hash_with_manifest

        results = self._pool.map(
            lambda path, counter, _: hash_with_manifest(
                path, tuple(algorithms), chunks_by=chunks_by, counter=counter
            ),
            [[path]],
            useful=1,
            tick=tick,
        )
        with closing(results):
            return next(results)

    def check(self, manifest: "Manifest", tick: Tick) -> "ChunkCheck":
        """Read a file against its manifest, with all threads."""
        from integrity.digests.chunk_check import check_chunks

        return check_chunks(manifest, self._pool, tick=tick)


class Run:
    """Hashes, tells, and remembers the worst that was met."""

    def __init__(
        self, engine: Engine, progress: LateProgress, output: Output, report: Report
    ) -> None:
        self.engine = engine
        self._progress = progress
        self._output = output
        self._report = report
        self._codes: set[ExitCode] = set()
        self._told = 0

    def hash(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm]
    ) -> Iterator[Outcome]:
        """What becomes of each file; an interrupt ends the work."""
        together = self.engine.together(paths, algorithms, self.tick)
        with closing(together):
            yield from one_by_one(together)

    def hash_and_tell(
        self, paths: Sequence[str], algorithms: Sequence[Algorithm]
    ) -> None:
        """Hash files and whatever is below directories, and tell all of it.

        Where there is no file at all, a list without a line would pass for one.
        """
        found = find_files(paths)
        together = self.engine.together(found, algorithms, self.tick)
        with closing(together):
            for outcomes in together:
                self._tell_together(outcomes)
        if not self._told:
            self.fail(f"{', '.join(paths)}: no file in there", ExitCode.REMOTE)

    def tick(self) -> None:
        """Show how far it is."""
        self._progress.poll(self.engine, finished=self._told)

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

    def _tell_together(self, outcomes: Outcomes) -> None:
        if isinstance(outcomes, DigestError):
            self.tell(result_of(outcomes))
        else:
            self._told += len(outcomes)
            self._report.tell_digests(outcomes)
