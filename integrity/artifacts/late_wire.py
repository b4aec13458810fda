"""The wire that is loaded when the first request goes out."""

import ssl
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Protocol, Self

from integrity.artifacts.addresses import AddressPolicy

if TYPE_CHECKING:
    import httpx

    from integrity.artifacts.transport import AiohttpTransport

_LOADING = Lock()


class Wire(Protocol):
    """Carries requests."""

    async def handle_async_request(self, request: "httpx.Request") -> "httpx.Response":
        """Send a request and hand back its answer as soon as the headers are here."""


class LateWire:
    """Sends requests through the project's own transport, open inside `async with`.

    httpx and aiohttp take a seventh of a second to load. What reads only files, or stops
    before anything is sent, does not wait for them.
    """

    def __init__(
        self,
        *,
        addresses: AddressPolicy,
        ca_file: Path | None = None,
        proxy: str | None = None,
    ) -> None:
        """Prepare, and load nothing yet.

        Args:
            ca_file: Further roots to believe; they are read on entry.
            proxy: All requests go there; it then chooses the addresses of names.
        """
        self._addresses = addresses
        self._ca_file = ca_file
        self._proxy = proxy
        self._wire: Wire | None = None
        self._open: AsyncExitStack | None = None

    async def __aenter__(self) -> Self:
        self._open = AsyncExitStack()
        if self._ca_file is not None:
            await self._loaded()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        if self._open is not None:
            await self._open.aclose()
        self._wire = self._open = None

    async def handle_async_request(self, request: "httpx.Request") -> "httpx.Response":
        """Send a request and hand back its answer as soon as the headers are here."""
        wire = self._wire or await self._loaded()
        return await wire.handle_async_request(request)

    async def _loaded(self) -> Wire:
        if self._open is None:
            raise RuntimeError("the transport is used outside its `async with`")
        wire = _aiohttp_transport()(
            addresses=self._addresses, ca_file=self._ca_file, proxy=self._proxy
        )
        self._wire = await self._open.enter_async_context(wire)
        return self._wire


def _aiohttp_transport() -> "type[AiohttpTransport]":
    with _LOADING, _without_roots():
        from integrity.artifacts.transport import AiohttpTransport
    return AiohttpTransport


@contextmanager
def _without_roots() -> Iterator[None]:
    """Meanwhile, contexts of TLS that this thread makes believe nobody.

    aiohttp makes two while it is imported and reads all of the system's roots for each,
    50 ms where they are in one file. Ours is the only context that is ever used.
    """
    if "aiohttp" in sys.modules:
        yield
        return
    ours, read_roots = get_ident(), ssl.SSLContext.set_default_verify_paths

    def read_roots_elsewhere(context: ssl.SSLContext) -> None:
        if get_ident() != ours:
            read_roots(context)

    ssl.SSLContext.set_default_verify_paths = read_roots_elsewhere  # type: ignore[method-assign, assignment]  # until httpx is loaded
    try:
        yield
    finally:
        del ssl.SSLContext.set_default_verify_paths
