"""Artifacts read by the workers of a cluster, and told as if they were read here."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from integrity.artifacts.artifact import ArtifactRequest
from integrity.digests.cache import DigestCache
from integrity.errors import HashingCancelled, IntegrityError
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.progress import Progress, ProgressSink, Stage
from integrity.secret_url import SecretUrl
from integrity.survey import WORTH_REMEMBERING, read_one
from tui.cluster.connection import Cluster
from tui.cluster.errors import ClusterError
from tui.cluster.work import TELL_SECONDS, Teller, Work
from tui.session import Session
from tui.session_options import SessionOptions

_OF_A_PLACE = {ProblemKind.MISSING, ProblemKind.FORBIDDEN, ProblemKind.UNREACHABLE}
"""What one machine may meet and another may not."""

_NOWHERE = SecretUrl("")
"""In place of the address: results may reach a worker's disk, and it may be a secret."""

_Version = tuple[str, int, str]
"""Etag, size and sha256."""


class ReadOrder(NamedTuple):
    """One artifact for one worker."""

    request: ArtifactRequest
    options: SessionOptions

    known: _Version | None
    """The version that was read last."""


@dataclass(frozen=True, slots=True)
class ClusterReading:
    """Reads artifacts on a cluster."""

    cluster: Cluster
    options: SessionOptions
    cache: DigestCache | None

    async def read(
        self, request: ArtifactRequest, on_progress: ProgressSink
    ) -> ArtifactFact:
        """Tell what an artifact is, or why that cannot be told."""
        url = SecretUrl(request.url)
        order = ReadOrder(_absolute(request), _of_workers(self.options), None)
        if self.cache is not None:
            known = await asyncio.to_thread(self.cache.newest, url.without_query)
            order = order._replace(known=known)
        try:
            fact = replace(await self._read(order, url, on_progress), url=url)
        except ClusterError as error:
            problem = ArtifactProblem(ProblemKind.UNREACHABLE, str(error))
            return ArtifactFact(url, problem=problem)
        if self.cache is not None:
            await asyncio.to_thread(_remember, self.cache, fact)
        return fact

    async def _read(
        self, order: ReadOrder, url: SecretUrl, on_progress: ProgressSink
    ) -> ArtifactFact:
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


def _remember(cache: DigestCache, fact: ArtifactFact) -> None:
    """Keep what a worker has read over the network.

    A file's version is told by its device, which has another number there.
    """
    if fact.etag and fact.sha256 and (fact.size or 0) >= WORTH_REMEMBERING:
        url, size = fact.url.without_query, fact.size or 0
        cache.remember_remote(url, fact.etag, size=size, sha256=fact.sha256)


class _LastVersion(DigestCache):
    """Knows one version of one artifact, which the client has remembered."""

    def __init__(self, known: _Version | None) -> None:
        super().__init__(None)
        self._known = known

    def remote(self, url: str, etag: str) -> tuple[int, str] | None:
        """Size and sha256, if it is that version."""
        del url
        if self._known is None or self._known[0] != etag:
            return None
        return self._known[1:]


def read_here(work: Work[ReadOrder]) -> ArtifactFact:
    """Read an artifact on the worker that this is called on."""
    teller = Teller(work)
    try:
        fact = asyncio.run(_read_here(work.order, teller))
    except (HashingCancelled, asyncio.CancelledError):
        return ArtifactFact(_NOWHERE)  # to nobody
    except IntegrityError as error:
        problem = ArtifactProblem(ProblemKind.UNREACHABLE, str(error))
        fact = ArtifactFact(_NOWHERE, problem=problem)
    if fact.problem is not None and fact.problem.kind in _OF_A_PLACE:
        words = f"{fact.problem.message} (on the worker {teller.worker})"
        fact = replace(fact, problem=replace(fact.problem, message=words))
    return replace(fact, url=_NOWHERE)


async def _read_here(order: ReadOrder, teller: Teller) -> ArtifactFact:
    _end_when_unwanted(teller)
    async with Session(order.options) as session:
        reader = replace(session.reader, cache=_LastVersion(order.known))
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
