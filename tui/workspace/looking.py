"""Looks again and again for files that are new, have changed or are gone."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from integrity.parallel import wait_at_most
from tui.workspace.courtesy import Courtesy
from tui.workspace.found_file import (
    FoundFile,
    look_through,
    version_of,
)
from tui.workspace.worker import Worker

if TYPE_CHECKING:
    from integrity.digests.version import FileVersion

_LOOK_SECONDS = 0.5
"""Between two looks; a file that was saved is judged after half of it, on average."""

_LOOK_SHARE = 50
"""Looking takes one part in so many of a processor's time, however many files there are."""

_SLICE_SECONDS = 0.05
"""How long is looked before what was found is handed over."""

_AT_ONCE = 32
"""Files and folders between two looks at the clock, and at the screen: half a millisecond."""


class Looking:
    """Lives on the engine's loop; the looking itself happens in a thread.

    Stat calls find every change on every file system, also on those that cannot tell of
    changes (network, bind mounts), at a cost that is bounded by a share of the time.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        courtesy: Courtesy,
        *,
        on_found: Callable[[Sequence[FoundFile]], object],
        on_looked: Callable[[Mapping[str, FoundFile]], object],
        on_beside: Callable[[str], object],
    ) -> None:
        """Nothing is looked at before `live`.

        Args:
            courtesy: Tells when the screen works; the thread waits then.
            on_found: Hears what was found, in pieces while it is looked for.
            on_looked: Hears of everything that is there, after each look.
            on_beside: Hears the name of each file beside that has changed.
        """
        self._paths = paths
        self._courtesy = courtesy
        self._on_found = on_found
        self._on_looked = on_looked
        self._on_beside = on_beside
        self._beside: dict[str, FileVersion | None] = {}
        self._worker = Worker("looking")
        self._is_wanted = asyncio.Event()

    def look_beside(self, names: Sequence[str]) -> None:
        """Watch these files too; they are no templates."""
        self._beside = {name: version_of(name) for name in names}

    def look_now(self) -> None:
        """Look at once."""
        self._is_wanted.set()

    def stop(self) -> None:
        """Let the thread end."""
        self._worker.stop()

    def has_ended(self, patience: float) -> bool:
        """Wait for the thread after `stop`, so many seconds at most."""
        return self._worker.has_ended(patience)

    async def live(self) -> None:
        """Look until cancelled."""
        while True:
            self._is_wanted.clear()
            busy = await self._look()
            pause = max(_LOOK_SECONDS, _LOOK_SHARE * busy)
            await wait_at_most(self._is_wanted, pause)

    async def _look(self) -> float:
        """Look once; returns the seconds of a processor that it took."""
        there: dict[str, FoundFile] = {}
        row = look_through(self._paths)
        busy = 0.0
        while True:
            found, took, is_through = await self._worker.run(
                lambda: _some_of(row, self._courtesy)
            )
            busy += took
            there.update((one.key, one) for one in found)
            if found:
                self._on_found(found)
            if is_through:
                break
        self._on_looked(there)
        await self._look_beside()
        return busy

    async def _look_beside(self) -> None:
        names = tuple(self._beside)
        if not names:
            return
        now = await self._worker.run(lambda: {name: version_of(name) for name in names})
        changed = [name for name in names if now[name] != self._beside[name]]
        self._beside = now
        for name in changed:
            self._on_beside(name)


def _some_of(
    row: Iterator[FoundFile | None], courtesy: Courtesy
) -> tuple[list[FoundFile], float, bool]:
    """What a moment of looking finds, its processor's seconds, and whether that was all.

    Seconds of the clock would let a busy machine look ever more seldom.
    """
    began = time.thread_time()
    until = time.monotonic() + _SLICE_SECONDS
    found: list[FoundFile] = []
    while True:
        courtesy.give_way()
        piece = list(islice(row, _AT_ONCE))
        found += [one for one in piece if one is not None]
        is_through = len(piece) < _AT_ONCE
        if is_through or time.monotonic() >= until:
            return found, time.thread_time() - began, is_through
