"""Addresses to facts: read every artifact once, several at a time."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Protocol

from integrity.artifacts.appearance import appearance
from integrity.artifacts.artifact import Artifact, ArtifactRequest, Description, Opener
from integrity.dataclass import dataclass
from integrity.digests.cache import DigestCache
from integrity.digests.contents import Contents, read_beginning, read_contents
from integrity.digests.history import DigestHistory
from integrity.digests.on_disk import OPEN, Gate
from integrity.digests.stream_thread import StreamThread
from integrity.digests.turns import ALWAYS, Turns
from integrity.digests.version import FileVersion
from integrity.errors import (
    ArtifactChanged,
    ArtifactError,
    ArtifactForbidden,
    ArtifactMissing,
    ArtifactRefused,
    ArtifactTooLarge,
    ArtifactUnbounded,
    ArtifactUnreachable,
)
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.parallel import for_each
from integrity.progress import Progress, ProgressSink, Stage, silent
from integrity.secret_url import SecretUrl
from integrity.sizes import KIB

_KINDS: dict[type[ArtifactError], ProblemKind] = {
    ArtifactMissing: ProblemKind.MISSING,
    ArtifactForbidden: ProblemKind.FORBIDDEN,
    ArtifactRefused: ProblemKind.REFUSED,
    ArtifactTooLarge: ProblemKind.TOO_LARGE,
    ArtifactChanged: ProblemKind.CHANGED,
    ArtifactUnreachable: ProblemKind.UNREACHABLE,
    ArtifactUnbounded: ProblemKind.UNBOUNDED,
}

_WORTH_REMEMBERING = 64 * KIB
"""Bytes; what is smaller has come as soon as its headers have."""


class Elsewhere(Protocol):
    """Reads artifacts in other processes than this one."""

    async def read(
        self, request: ArtifactRequest, on_progress: ProgressSink
    ) -> ArtifactFact:
        """Tell what an artifact is, or why that cannot be told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read artifacts, opened once for all surveys of a run."""

    opener: Opener
    cache: DigestCache | None = None
    history: DigestHistory | None = None

    turns: Turns = ALWAYS
    """What bounds how many threads hash at once."""

    gate: Gate = OPEN
    """What holds the reading of local files up."""

    thread: StreamThread = field(default_factory=StreamThread)
    """Hashes what servers send, within turns of its own."""

    elsewhere: Elsewhere | None = None
    """Who reads in our place; None: we do."""


async def survey(
    requests: Iterable[ArtifactRequest],
    reader: Reader,
    *,
    at_once: int = 8,
    on_progress: ProgressSink = silent,
) -> list[ArtifactFact]:
    """Read artifacts, equal requests once, and tell what each of them is.

    What goes wrong with one artifact is its fact's problem and stops no other.

    Returns:
        A fact for each request, in their order.
    """
    asked = list(requests)
    facts: dict[ArtifactRequest, ArtifactFact] = {}

    async def learn(request: ArtifactRequest) -> None:
        facts[request] = await read_one(request, reader, on_progress)

    await for_each(dict.fromkeys(asked), learn, at_once=at_once)
    return [facts[request] for request in asked]


async def read_one(
    request: ArtifactRequest, reader: Reader, on_progress: ProgressSink
) -> ArtifactFact:
    """Read one artifact and tell what it is, or why that cannot be told."""
    began = time.monotonic()
    if reader.elsewhere is None:
        fact = await _fact(request, reader, on_progress)
    else:
        fact = await reader.elsewhere.read(request, on_progress)
    fact = replace(fact, seconds=time.monotonic() - began)
    history = reader.history
    if history is not None and history.note(request, fact, datetime.now(UTC)):
        await asyncio.to_thread(history.write)
    size = fact.size or 0
    on_progress(Progress(str(fact.url), Stage.DONE, size, size))
    return fact


async def _fact(
    request: ArtifactRequest, reader: Reader, on_progress: ProgressSink
) -> ArtifactFact:
    fact = ArtifactFact(SecretUrl(request.url))
    try:
        async with reader.opener.open(request, on_progress) as artifact:
            fact = _described(fact, artifact.description)
            if _is_beyond(request.limit, artifact.description):
                return fact
            contents = await _contents(artifact, request, reader, on_progress)
    except ArtifactError as error:
        return replace(fact, problem=_problem(error))
    is_cut = contents.sha256 is None  # of a server that does not tell the size
    return replace(
        fact,
        size=None if is_cut else contents.size,
        exceeds=request.limit if is_cut else None,
        sha256=contents.sha256,
        appearance=appearance(contents.beginning, fact.content_type),
        cached=contents.cached,
    )


def _described(fact: ArtifactFact, told: Description) -> ArtifactFact:
    return replace(
        fact,
        size=told.size,
        etag=told.etag,
        content_type=told.content_type,
        content_encoding=told.content_encoding,
        redirects=told.redirects,
        read_from=str(told.path) if told.stands_in else None,
    )


def _is_beyond(limit: int | None, told: Description) -> bool:
    """Whether only the size matters. What is on disk is cheap to read whole."""
    return (
        limit is not None
        and told.path is None
        and told.size is not None
        and told.size > limit
    )


def _problem(error: ArtifactError) -> ArtifactProblem:
    return ArtifactProblem(_KINDS[type(error)], error.why, error.status)


@dataclass(frozen=True, slots=True)
class _Memory:
    """Where the digest of one version of an artifact is remembered."""

    recall: Callable[[], str | None]
    keep: Callable[[str], None]


async def _contents(
    artifact: Artifact,
    request: ArtifactRequest,
    reader: Reader,
    on_progress: ProgressSink,
) -> Contents:
    """Read an artifact, or only its beginning where its digest is remembered.

    The cache may have to wait for another process, so it is asked off the loop.
    """
    url, size = SecretUrl(request.url), artifact.description.size
    cache = reader.cache
    memory = _memory(url, artifact.description, cache) if cache else None
    if memory is None or size is None or size < _WORTH_REMEMBERING:
        return await _hashed(artifact, request, reader, on_progress)
    known = await asyncio.to_thread(memory.recall)
    if known is not None:
        return Contents(size, await read_beginning(artifact), known, cached=True)
    contents = await _hashed(artifact, request, reader, on_progress)
    if contents.sha256 is not None and contents.size == size:
        await asyncio.to_thread(memory.keep, contents.sha256)
    return contents


def _memory(url: SecretUrl, told: Description, cache: DigestCache) -> _Memory | None:
    """By what a version is known: a file's by its status, a server's by its etag."""
    if told.status is not None:
        version = FileVersion.of(told.status)
        return _Memory(
            lambda: cache.local(version),
            lambda sha256: cache.remember_local(version, sha256),
        )
    name, etag, size = url.without_query, told.strong_etag, told.size
    if etag is None or size is None:
        return None

    def recall() -> str | None:
        known = cache.remote(name, etag)
        return known[1] if known is not None and known[0] == size else None

    return _Memory(
        recall,
        lambda sha256: cache.remember_remote(name, etag, size=size, sha256=sha256),
    )


async def _hashed(
    artifact: Artifact,
    request: ArtifactRequest,
    reader: Reader,
    on_progress: ProgressSink,
) -> Contents:
    item, total = str(SecretUrl(request.url)), artifact.description.size
    return await read_contents(
        artifact,
        request.limit,
        turns=reader.turns,
        gate=reader.gate,
        thread=reader.thread,
        on_read=lambda size: on_progress(Progress(item, Stage.READING, size, total)),
    )
