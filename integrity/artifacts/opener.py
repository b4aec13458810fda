"""From an address to its artifact: by scheme, or out of a folder that stands in."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import field, replace
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from integrity.artifacts.artifact import Artifact, ArtifactRequest
from integrity.artifacts.late_wire import Wire
from integrity.artifacts.local import open_below, open_local
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.url_map import UrlMap
from integrity.dataclass import dataclass
from integrity.errors import ArtifactRefused
from integrity.progress import ProgressSink, silent
from integrity.secret_url import redacted

PER_HOST = 8
"""Artifacts of one host that are read side by side."""


@dataclass(frozen=True, slots=True)
class ArtifactOpener:
    """Opens what a template may name, under one policy."""

    transport: Wire
    policy: ReadingPolicy
    maps: tuple[UrlMap, ...] = ()

    _turns: defaultdict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(PER_HOST))
    )

    def turn(self, request: ArtifactRequest) -> asyncio.Semaphore:
        """What to hold while the host of an address is asked for something.

        Waiting for a turn is not waiting for an answer, so that it costs no patience.
        """
        return self._turns[urlsplit(request.url).netloc.casefold()]

    def open(
        self, request: ArtifactRequest, on_progress: ProgressSink = silent
    ) -> AbstractAsyncContextManager[Artifact]:
        """Open one artifact, from the folder that stands in for it, if one does.

        Raises:
            ArtifactError: There is nothing to read, or we may not read it.
        """
        try:
            scheme = urlsplit(request.url).scheme.lower()
            url_map = _standing_in(request.url, self.maps)
        except ValueError:
            why = "is no address that can be read"
            raise ArtifactRefused(redacted(request.url), why) from None
        if url_map is not None:
            return _open_mapped(request, url_map)
        if scheme not in SCHEMES:
            known = ", ".join(name for name in SCHEMES if name)
            why = f"has a scheme that is not read here; these are: {known}"
            raise ArtifactRefused(redacted(request.url), why)
        return SCHEMES[scheme](self, request, on_progress)


def is_on_disk(url: str, maps: Iterable[UrlMap]) -> bool:
    """Whether an artifact is read from a file, be it its own or one that stands in."""
    try:
        scheme, url_map = urlsplit(url).scheme.lower(), _standing_in(url, maps)
    except ValueError:
        return False
    return url_map is not None or SCHEMES.get(scheme) is _from_disk


def _standing_in(url: str, maps: Iterable[UrlMap]) -> UrlMap | None:
    """The nearest folder that stands in for an address, if one does."""
    fitting = [url_map for url_map in maps if url_map.rest(url) is not None]
    return max(fitting, key=lambda url_map: len(url_map.prefix), default=None)


@asynccontextmanager
async def _open_mapped(
    request: ArtifactRequest, url_map: UrlMap
) -> AsyncIterator[Artifact]:
    path = unquote(url_map.rest(request.url) or "")
    async with open_below(url_map.directory, path) as artifact:
        artifact.description = replace(artifact.description, stands_in=True)
        yield artifact


@asynccontextmanager
async def _over_the_network(
    opener: ArtifactOpener, request: ArtifactRequest, on_progress: ProgressSink
) -> AsyncIterator[Artifact]:
    from integrity.artifacts.https import open_https  # httpx; files need none of it

    reading = open_https(
        request,
        transport=opener.transport,
        policy=opener.policy,
        on_progress=on_progress,
    )
    async with opener.turn(request), reading as artifact:
        yield artifact


def _from_disk(
    opener: ArtifactOpener, request: ArtifactRequest, on_progress: ProgressSink
) -> AbstractAsyncContextManager[Artifact]:
    del opener, on_progress
    return open_local(request)


SchemeOpener = Callable[
    [ArtifactOpener, ArtifactRequest, ProgressSink],
    AbstractAsyncContextManager[Artifact],
]

SCHEMES: Mapping[str, SchemeOpener] = MappingProxyType(
    {
        "https": _over_the_network,
        "http": _over_the_network,
        "file": _from_disk,
        "": _from_disk,
    }
)
"""How an address of each scheme is read; one without a scheme is a path."""
