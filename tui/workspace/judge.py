"""Judges files one after another in a thread, what somebody looks at first."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from tui.workspace.courtesy import Courtesy
from tui.workspace.found_file import FoundFile
from tui.workspace.judged_file import JudgedFile
from tui.workspace.worker import Result, Worker

_BATCH_SECONDS = 0.05
"""How long files are judged before what was found is handed over."""

_BATCH = 64
"""Files that a batch has at most."""

Work = Callable[[], JudgedFile]

WorkOf = Callable[[str], Work | None]
"""Makes the work of judging a file, by what is known now; None when it is not there."""


class Judge:
    """A queue of files. Lives on the engine's loop; the judging happens in a thread."""

    def __init__(
        self,
        work_of: WorkOf,
        on_judged: Callable[[Iterable[JudgedFile]], object],
        courtesy: Courtesy,
    ) -> None:
        """Nothing is judged before `live`."""
        self._work_of = work_of
        self._on_judged = on_judged
        self._courtesy = courtesy
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._has_work = asyncio.Event()
        self._worker = Worker("judging")

    def want(self, key: str) -> None:
        """Judge a file when its turn comes."""
        self._waiting[key] = None
        self._has_work.set()

    def want_first(self, key: str) -> None:
        """Judge a file before all others."""
        self.want(key)
        self._waiting.move_to_end(key, last=False)

    async def now(self, found: Iterable[FoundFile]) -> list[JudgedFile]:
        """Judge files between two batches."""
        works = [self._work_of(one.key) for one in found]
        wanted = [work for work in works if work is not None]
        return await self.worked_out(lambda: [work() for work in wanted])

    async def worked_out(self, work: Callable[[], Result]) -> Result:
        """Do something else between two batches."""
        return await self._worker.run(work)

    async def live(self) -> None:
        """Judge until cancelled."""
        while True:
            await self._has_work.wait()
            if not self._waiting:
                self._has_work.clear()
                continue
            await self._judge_some()

    def stop(self) -> None:
        """Let the thread end."""
        self._worker.stop()

    def has_ended(self, patience: float) -> bool:
        """Wait for the thread after `stop`, so many seconds at most."""
        return self._worker.has_ended(patience)

    async def _judge_some(self) -> None:
        """Judge files for a moment; those that it was too short for wait on."""
        most = min(_BATCH, len(self._waiting))
        keys = [self._waiting.popitem(last=False)[0] for _ in range(most)]
        works = [(key, self._work_of(key)) for key in keys]
        wanted = [work for _, work in works if work is not None]
        files = await self._worker.run(lambda: _in_time(wanted, self._courtesy))
        begun = [key for key, work in works if work is not None]
        for key in reversed(begun[len(files) :]):
            self.want_first(key)
        self._on_judged(files)


def _in_time(works: Sequence[Work], courtesy: Courtesy) -> list[JudgedFile]:
    until = time.monotonic() + _BATCH_SECONDS
    files: list[JudgedFile] = []
    for work in works:
        courtesy.give_way()
        files.append(work())
        if time.monotonic() >= until:
            break
    return files
