"""httpx on aiohttp's wire: whole buffers, honest errors, vetted addresses.

Plain httpx takes four to five times curl's CPU time for a large download over TLS;
this transport takes less than twice as much.
"""

import ssl
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Self

import aiohttp
import httpx
from aiohappyeyeballs import SocketFactoryType
from aiohttp.abc import AbstractResolver
from yarl import URL

from integrity.artifacts.addresses import AddressPolicy, literal
from integrity.artifacts.body import Body
from integrity.artifacts.failures import AddressRefused
from integrity.artifacts.resolving import VettingResolver, vet
from integrity.artifacts.spare import Pieces
from integrity.artifacts.tls import tls_context
from integrity.artifacts.translating import translating
from integrity.sizes import MIB

_CONNECTIONS = 32
_MAX_HEADERS = 100

_LARGE_BODY = MIB
"""Bytes from which aiohttp wants a stream."""

_AUTOMATIC_HEADERS = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")


async def _send_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request and translate what fails.

    aiohttp would ask a second time by itself after some of its own errors; when to ask
    again is decided in one place, and not here.
    """
    with translating():
        return await send(request)


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends httpx's requests through one aiohttp session, open inside `async with`."""

    def __init__(
        self,
        *,
        addresses: AddressPolicy,
        ca_file: Path | None = None,
        proxy: str | None = None,
        resolver: AbstractResolver | None = None,
        open_socket: SocketFactoryType | None = None,
    ) -> None:
        """Prepare, and open nothing yet.

        Args:
            proxy: All requests go there; it then chooses the addresses of names.
            resolver: Looks names up in place of the system.
            open_socket: Makes each socket that is dialled.
        """
        self._addresses = addresses
        self._ca_file = ca_file
        self._proxy = proxy
        self._resolver = resolver
        self._open_socket = open_socket
        self._pieces = Pieces()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        if self._ca_file is not None:
            _ = self._tls  # what is wrong with it is told before all else
        resolver = self._resolver or aiohttp.ThreadedResolver()
        if self._proxy is None:
            resolver = VettingResolver(resolver, self._addresses)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=resolver,
                use_dns_cache=False,
                limit=_CONNECTIONS,
                socket_factory=self._open_socket,
            ),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            max_headers=_MAX_HEADERS,
            middlewares=(_send_once,),
            proxy=self._proxy,
            skip_auto_headers=_AUTOMATIC_HEADERS,
            trust_env=False,
        )
        return self

    async def aclose(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Whom we believe, read when it is first asked for, and once."""
        return tls_context(self._ca_file)

    def _needs_tls(self, url: URL) -> bool:
        return "https" in (url.scheme, (self._proxy or "").partition(":")[0].lower())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and hand back its answer as soon as the headers are here."""
        if self._session is None:
            raise RuntimeError("the transport is used outside its `async with`")
        with translating():
            url, host = _dialled(request)
            if literal(host) is not None:  # aiohttp does not look literals up
                vet(self._addresses, host, host)
            timeout = _timeout(request)
            response = await self._session.request(
                request.method,
                url,
                headers=_spelled(request.headers),
                data=_body(await request.aread()),
                allow_redirects=False,
                timeout=timeout,
                ssl=self._tls if self._needs_tls(url) else True,
            )
        return httpx.Response(
            response.status,
            headers=list(response.raw_headers),
            stream=Body(response, self._pieces, timeout.sock_read),
        )


def _spelled(headers: httpx.Headers) -> list[tuple[str, str]]:
    """Headers whose names keep their case: for a blob's metadata it is kept, too."""
    encoding = headers.encoding
    return [
        (name.decode(encoding), told.decode(encoding)) for name, told in headers.raw
    ]


def _body(data: bytes) -> bytes | BytesIO | None:
    """What aiohttp sends; it warns of large bodies that are plain bytes."""
    if len(data) > _LARGE_BODY:
        return BytesIO(data)
    return data or None


def _dialled(request: httpx.Request) -> tuple[URL, str]:
    """The address and its host as aiohttp understands them, for it is what dials."""
    try:
        url = URL(str(request.url), encoded=True)
        return url, url.host or ""
    except ValueError:
        raise AddressRefused("is no address that can be dialled") from None


def _timeout(request: httpx.Request) -> aiohttp.ClientTimeout:
    wanted = request.extensions.get("timeout", {})
    return aiohttp.ClientTimeout(
        sock_connect=wanted.get("connect"), sock_read=wanted.get("read")
    )
