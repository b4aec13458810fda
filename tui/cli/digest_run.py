"""One run of `digest`: its threads, its progress, and what has come of it so far."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from integrity.digests.algorithms import Algorithm
from integrity.digests.engine import Outcome, Outcomes, hash_files, hash_together
from integrity.digests.pool import Pool
from integrity.digests.walk import find_files
from integrity.errors import DigestError
from tui.cli.digest_results import Output, Report, Result, result_of
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.late_progress import LateProgress


class Run:
    """Hashes, tells, and remembers the worst that was met."""

    def __init__(
        self, pool: Pool, progress: LateProgress, output: Output, report: Report
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

    def hash_and_tell(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm]
    ) -> None:
        """Hash files and whatever is below directories, and tell all of it."""
        found = find_files(paths)
        together = hash_together(found, algorithms, pool=self.pool, tick=self.tick)
        with closing(together):
            for outcomes in together:
                self._tell_together(outcomes)

    def tick(self) -> None:
        """Show how far it is."""
        self._progress.poll(self.pool, finished=self._told)

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
