"""A gate before every artifact, so that reading can be paused and go on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from integrity.artifacts.artifact import Artifact, ArtifactRequest, Description, Opener
from integrity.dataclass import dataclass
from integrity.progress import ProgressSink, silent


@dataclass(frozen=True, slots=True)
class GatedOpener:
    """Opens artifacts only while the gate is open.

    What a server has begun to send comes also while it is closed: it would not wait, and
    a pause must not look like a server that fails.
    """

    opener: Opener
    gate: asyncio.Event
    on_open: Callable[[ArtifactRequest, Description], object]
    """Hears how each artifact was found."""

    @asynccontextmanager
    async def open(
        self, request: ArtifactRequest, on_progress: ProgressSink = silent
    ) -> AsyncIterator[Artifact]:
        """Open an artifact as the opener does, once the gate is open."""
        await self.gate.wait()
        async with self.opener.open(request, on_progress) as artifact:
            self.on_open(request, artifact.description)
            yield artifact
