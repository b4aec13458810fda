"""A gate before every read, so that reading can be paused and go on."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

from integrity.artifacts.artifact import Artifact, ArtifactRequest, Description, Opener
from integrity.progress import ProgressSink, silent


@dataclass(frozen=True, slots=True)
class GatedOpener:
    """Opens artifacts whose bytes come only while the gate is open.

    Those of a server come also while it is closed, once they have begun: it would not
    wait, and a pause must not look like a server that fails.
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
            is_local = artifact.description.path is not None
            yield _Gated(artifact, self.gate) if is_local else artifact


@dataclass(frozen=True, slots=True)
class _Gated:
    artifact: Artifact
    gate: asyncio.Event

    @property
    def description(self) -> Description:
        return self.artifact.description

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(self.artifact.chunks()) as row:
            async for chunk in row:
                await self.gate.wait()
                yield chunk
