"""What is handed to a worker, and what a worker tells while it is at it."""

from time import monotonic
from typing import Generic, TypeVar

from integrity.dataclass import dataclass
from integrity.digests.counter import Counter
from integrity.errors import HashingCancelled
from integrity.progress import Progress, Stage

Order = TypeVar("Order")

TOPIC = "bakeferry"
"""Where workers tell how far they are. Everybody at the cluster can hear it, so there
is nothing in it but numbers."""

TELL_SECONDS = 0.25
"""Between two snapshots of one work, and two looks whether it is wanted."""

Told = tuple[str, int, int, str, int, int | None]
"""Whose run, which work of it, which part of that, its stage, bytes done, bytes in all."""


@dataclass(frozen=True, slots=True, repr=False)
class Work(Generic[Order]):
    """An order on its way; an address in it may be a secret, so it shows nothing of it.

    Dask writes what a task was given into logs and onto its dashboard.
    """

    run: str
    number: int
    order: Order

    def __repr__(self) -> str:
        return f"Work({self.number})"


class Teller:
    """Tells, on a worker, how far one work is, and ends it when nobody waits for it."""

    def __init__(self, work: Work[Order]) -> None:
        """To be made in the thread that the worker has given to the task."""
        from distributed import get_worker

        self._work = work
        self._worker = get_worker()
        self._key = self._worker.get_current_task()
        self._due = monotonic() + TELL_SECONDS

    @property
    def worker(self) -> str:
        """The worker's name, its address where it was given none."""
        return str(self._worker.name)

    @property
    def threads(self) -> int:
        """How many tasks the worker does at once."""
        return int(self._worker.state.nthreads)

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits: Dask cannot stop a task that runs, but knows this."""
        task = self._worker.state.tasks.get(self._key)
        return task is not None and task.state != "cancelled"

    def tell(self, progress: Progress, *, part: int = 0) -> None:
        """Tell a snapshot, if the last one was a while ago.

        Raises:
            HashingCancelled: The client is gone, or has cancelled the work.
        """
        now = monotonic()
        if now < self._due or progress.stage is Stage.DONE:
            return
        self._due = now + TELL_SECONDS
        if not self.is_wanted:
            raise HashingCancelled
        stage, done, total = progress.stage.value, progress.done, progress.total
        told: Told = (self._work.run, self._work.number, part, stage, done, total)
        self._worker.log_event(TOPIC, told)


class ToldCounter(Counter):
    """Counts one file's bytes, and has them told."""

    __slots__ = ("_part", "_teller")

    def __init__(self, teller: Teller, part: int) -> None:
        super().__init__()
        self._teller = teller
        self._part = part

    def add(self, size: int) -> None:
        """Count bytes that are behind us.

        Raises:
            HashingCancelled: Nobody waits for the digest any more.
        """
        super().add(size)
        progress = Progress("", Stage.HASHING, self.file_done, self.file_size)
        self._teller.tell(progress, part=self._part)
