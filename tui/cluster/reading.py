"""Artifacts read by the workers of a cluster, and told as if they were read here."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.opener import is_on_disk
from integrity.dataclass import dataclass
from integrity.errors import HashingCancelled, IntegrityError
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.progress import Progress, ProgressSink, Stage
from integrity.secret_url import SecretUrl
from integrity.survey import Reader, read_one
from tui.cluster.connection import Cluster
from tui.cluster.errors import ClusterError
from tui.cluster.remembering import CacheOfOne, Known, Memory
from tui.cluster.work import TELL_SECONDS, Teller, Work
from tui.session import Session
from tui.session_options import SessionOptions

_OF_A_PLACE = {ProblemKind.MISSING, ProblemKind.FORBIDDEN, ProblemKind.UNREACHABLE}
"""What one machine may meet and another may not."""

_NOWHERE = SecretUrl("")
"""In place of the address: results may reach a worker's disk, and it may be a secret."""


class ReadOrder(NamedTuple):
    """One artifact for one worker."""

    request: ArtifactRequest
    options: SessionOptions

    known: Known | None
    """The version that the client remembers."""


class Read(NamedTuple):
    """What one worker has found."""

    fact: ArtifactFact

    learnt: Known | None = None
    """What the client is to remember."""


@dataclass(frozen=True, slots=True)
class ClusterReading:
    """Reads artifacts on a cluster."""

    cluster: Cluster
    options: SessionOptions

    reader: Reader
    """What the client would read with: its cache is used, and it looks at files."""

    async def read(
        self, request: ArtifactRequest, on_progress: ProgressSink
    ) -> ArtifactFact:
        """Tell what an artifact is, or why that cannot be told."""
        url, memory = SecretUrl(request.url), await self._memory(request)
        known = await asyncio.to_thread(memory.recall) if memory else None
        order = ReadOrder(_absolute(request), _of_workers(self.options), known)
        try:
            read = await self._read(order, url, on_progress)
        except ClusterError as error:
            problem = ArtifactProblem(ProblemKind.UNREACHABLE, str(error))
            return ArtifactFact(url, problem=problem)
        if memory and read.learnt:
            await asyncio.to_thread(memory.keep, read.learnt)
        return replace(read.fact, url=url)

    async def _memory(self, request: ArtifactRequest) -> Memory | None:
        if self.reader.cache is None:
            return None
        on_disk = is_on_disk(request.url, self.options.maps)
        disk = self.reader.opener if on_disk else None
        return await Memory.of(self.reader.cache, request, disk)

    async def _read(
        self, order: ReadOrder, url: SecretUrl, on_progress: ProgressSink
    ) -> Read:
        loop, is_done, item = asyncio.get_running_loop(), asyncio.Event(), str(url)

        def hear(part: int, stage: str, done: int, total: int | None) -> None:
            del part
            progress = Progress(item, Stage(stage), done, total)
            with suppress(RuntimeError):  # the loop was closed: nobody listens any more
                loop.call_soon_threadsafe(on_progress, progress)

        future = self.cluster.submit(read_here, order, hear)
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(is_done.set))
        try:
            await is_done.wait()
        finally:
            future.cancel()
        return self.cluster.result(future)


def _absolute(request: ArtifactRequest) -> ArtifactRequest:
    """Workers stand elsewhere."""
    folder = request.folder and request.folder.absolute()
    return replace(request, folder=folder)


def _of_workers(options: SessionOptions) -> SessionOptions:
    """The same, wherever a worker stands; what is remembered is remembered here."""
    return replace(
        options,
        maps=tuple(
            replace(one, directory=one.directory.absolute()) for one in options.maps
        ),
        ca_file=options.ca_file and options.ca_file.absolute(),
        cache_directory=None,
        state_directory=None,
    )


def read_here(work: Work[ReadOrder]) -> Read:
    """Read an artifact on the worker that this is called on."""
    teller = Teller(work)
    cache = CacheOfOne(work.order.known)
    try:
        fact = asyncio.run(_read_here(work.order, cache, teller))
    except (HashingCancelled, asyncio.CancelledError):
        return Read(ArtifactFact(_NOWHERE))  # to nobody
    except IntegrityError as error:
        problem = ArtifactProblem(ProblemKind.UNREACHABLE, str(error))
        fact = ArtifactFact(_NOWHERE, problem=problem)
    if fact.problem is not None and fact.problem.kind in _OF_A_PLACE:
        words = f"{fact.problem.message} (on the worker {teller.worker})"
        fact = replace(fact, problem=replace(fact.problem, message=words))
    return Read(replace(fact, url=_NOWHERE), cache.learnt)


async def _read_here(
    order: ReadOrder, cache: CacheOfOne, teller: Teller
) -> ArtifactFact:
    _end_when_unwanted(teller)
    async with Session(order.options) as session:
        reader = replace(session.reader, cache=cache)
        return await read_one(order.request, reader, teller.tell)


def _end_when_unwanted(teller: Teller) -> None:
    """Cancel this task when nobody waits for it, also while a server is silent."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def look() -> None:
        if teller.is_wanted:
            loop.call_later(TELL_SECONDS, look)
        elif task is not None:
            task.cancel()

    look()
