"""One run of `digest`: who hashes, its progress, and what has come of it so far."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Protocol

from integrity.digests.algorithms import Algorithm
from integrity.digests.counter import Tick
from integrity.digests.engine import Outcome, Outcomes, hash_together
from integrity.digests.pool import Pool
from integrity.digests.walk import find_files
from integrity.errors import DigestError
from tui.cli.digest_results import Output, Report, Result, result_of
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.late_progress import Hashing, LateProgress


class Engine(Hashing, Protocol):
    """Hashes files: this machine, or a cluster."""

    @property
    def pool(self) -> Pool | None:
        """Threads for what only this machine does; None on a cluster."""

    def together(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm], tick: Tick
    ) -> Generator[Outcomes, None, None]:
        """What becomes of the files, in their order, several at once.

        Args:
            tick: Called in this thread about ten times a second.
        """


class ThisMachine:
    """Hashes with the threads of a pool."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.snapshots = pool.snapshots

    @property
    def bytes_done(self) -> int:
        """Bytes hashed in all, holes included."""
        return self.pool.bytes_done

    def together(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm], tick: Tick
    ) -> Generator[Outcomes, None, None]:
        """What becomes of the files, in their order, several at once."""
        return hash_together(paths, algorithms, pool=self.pool, tick=tick)


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
            for outcomes in together:
                yield from [outcomes] if isinstance(outcomes, DigestError) else outcomes

    def hash_and_tell(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm]
    ) -> None:
        """Hash files and whatever is below directories, and tell all of it."""
        found = find_files(paths)
        together = self.engine.together(found, algorithms, self.tick)
        with closing(together):
            for outcomes in together:
                self._tell_together(outcomes)

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
