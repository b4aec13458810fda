"""Which artifacts are still to be read, each once, and which are being read."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable

from integrity.artifacts.artifact import ArtifactRequest
from integrity.dataclass import dataclass
from integrity.reading import FactKey, wider


@dataclass(frozen=True, slots=True)
class _Reading:
    request: ArtifactRequest
    scope: asyncio.Timeout


class ArtifactQueue:
    """Lives on the engine's loop; takers wait on it for as long as it lives."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[FactKey, ArtifactRequest] = OrderedDict()
        self._reading: dict[FactKey, _Reading] = {}
        self._has_more = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        """Nothing waits and nothing is being read."""
        return not self._waiting and not self._reading

    @property
    def under_way(self) -> tuple[FactKey, ...]:
        """What is being read, in the order it was begun."""
        return tuple(self._reading)

    def put(self, artifact: FactKey, request: ArtifactRequest) -> bool:
        """Ask for an artifact; says whether that is new.

        What is being read already, as widely as it is wanted here, is not read twice.
        """
        reading = self._reading.get(artifact)
        if reading and wider(reading.request, request) == reading.request:
            return False
        before = self._waiting.get(artifact)
        self._waiting[artifact] = wider(before, request)
        self._has_more.set()
        return before is None

    def hurry(self, artifacts: Iterable[FactKey]) -> None:
        """Read these before all others that wait."""
        for artifact in artifacts:
            if artifact in self._waiting:
                self._waiting.move_to_end(artifact, last=False)

    async def take(self) -> tuple[FactKey, ArtifactRequest]:
        """The next artifact; waits for one."""
        while not self._waiting:
            self._has_more.clear()
            await self._has_more.wait()
        return self._waiting.popitem(last=False)

    def begin(
        self, artifact: FactKey, request: ArtifactRequest, scope: asyncio.Timeout
    ) -> None:
        """An artifact is being read; `scope` ends that."""
        self._reading[artifact] = _Reading(request, scope)

    def end(self, artifact: FactKey) -> None:
        """An artifact is not being read any more."""
        self._reading.pop(artifact, None)

    def clear(self, on_dropped: Callable[[FactKey], object]) -> None:
        """Drop what waits, and end what is being read at the next chance."""
        while self._waiting:
            on_dropped(self._waiting.popitem()[0])
        for reading in self._reading.values():
            if not reading.scope.expired():
                reading.scope.reschedule(0.0)
