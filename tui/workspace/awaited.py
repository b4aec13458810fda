"""Who waits until some artifacts have been read."""

import asyncio
from collections.abc import Iterable

from integrity.dataclass import dataclass
from integrity.reading import FactKey


@dataclass(frozen=True, slots=True)
class _Waiting:
    missing: set[FactKey]
    done: "asyncio.Future[None]"


class Awaited:
    """Lives on the engine's loop."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    def until_read(self, artifacts: Iterable[FactKey]) -> "asyncio.Future[None]":
        """What is done when all of these have been read, and cancelled by `give_up`."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(set(artifacts), done))
        return done

    def arrived(self, artifact: FactKey) -> None:
        """An artifact was read, or could not be."""
        for one in self._waiting:
            one.missing.discard(artifact)
            if not one.missing and not one.done.done():
                one.done.set_result(None)
        self._waiting = [one for one in self._waiting if not one.done.done()]

    def give_up(self) -> None:
        """Nothing more will be read."""
        for one in self._waiting:
            one.done.cancel()
        self._waiting.clear()
