"""Signs requests for some containers with a SAS that is renewed while it lasts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import field

import httpx

from integrity.dataclass import dataclass
from transfer.azure.authorization import COPY_SOURCE, carries_sas
from transfer.azure.our_clock import Clock, our_time
from transfer.azure.staging.sas import Sas
from transfer.errors import AzureError

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Renewing:
    """A signature that is replaced at four fifths of its life, one at a time."""

    issue: Callable[[], Awaitable[Sas | None]]
    clock: Clock
    _sas: Sas | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self) -> Sas | None:
        """One that is good now.

        Raises:
            AzureError: It could not be renewed, and the old one is over.
        """
        async with self._turn:
            if self._sas is None or not self._sas.is_fresh(self.clock()):
                try:
                    self._sas = await self.issue()
                except AzureError:
                    if self._sas is None or self.clock() >= self._sas.expires:
                        raise
                    _log.warning("a SAS could not be renewed; the old one is good yet")
            return self._sas


class SigningTransport(httpx.AsyncBaseTransport):
    """Adds to addresses in some containers what lets them be read, and to no others.

    So an address that is kept for hours never holds a signature that would end.
    """

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        clock: Clock = our_time,
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._signed: dict[str, Renewing] = {}

    def sign(self, container: str, issue: Callable[[], Awaitable[Sas | None]]) -> None:
        """Sign what lies in a container from now on.

        Args:
            container: Its address, without a query.
        """
        self._signed.setdefault(f"{container}/", Renewing(issue, self._clock))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, signed where that is needed."""
        if self._signed:
            request = await self._with_signatures(request)
        return await self._inner.handle_async_request(request)

    async def _with_signatures(self, request: httpx.Request) -> httpx.Request:
        headers = request.headers.copy()
        if copied := headers.get(COPY_SOURCE):
            headers[COPY_SOURCE] = await self._with_signature(copied)
        url = str(request.url)
        if request.method in ("GET", "HEAD"):
            url = await self._with_signature(url)
        return httpx.Request(
            request.method,
            url,
            headers=headers,
            stream=request.stream,
            extensions=request.extensions,
        )

    async def _with_signature(self, url: str) -> str:
        for container, signature in self._signed.items():
            if url.startswith(container) and not carries_sas(url):
                sas = await signature.current()
                return url if sas is None else sas.added_to(url)
        return url

    async def aclose(self) -> None:
        """Close the transport beneath."""
        await self._inner.aclose()
