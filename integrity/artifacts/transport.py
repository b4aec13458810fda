"""httpx on aiohttp's wire: whole buffers, honest errors, vetted addresses.

Plain httpx takes four to five times curl's CPU time for a large download over TLS;
this transport takes less than twice as much.
"""

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import EAI_NONAME, AddressFamily
from types import MappingProxyType, TracebackType
from typing import Self

import aiohttp
import httpx
from aiohappyeyeballs import SocketFactoryType
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from integrity.artifacts.addresses import AddressPolicy, literal
from integrity.artifacts.tls import tls_context

CONNECTIONS = 32
MAX_HEADERS = 100

_AUTOMATIC_HEADERS = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")


class AddressRefused(httpx.ConnectError):
    """A policy forbids to dial what the name stands for."""


class HostUnknown(httpx.ConnectError):
    """There is no host of that name."""


class CertificateRefused(httpx.ConnectError):
    """The other end could not prove who it is, or speaks too old a TLS."""


ERRORS: Mapping[type[Exception], tuple[type[httpx.TransportError], str]] = (
    MappingProxyType(
        {
            aiohttp.ClientProxyConnectionError: (
                httpx.ProxyError,
                "the proxy could not be reached",
            ),
            aiohttp.ClientHttpProxyError: (
                httpx.ProxyError,
                "the proxy does not let us through",
            ),
            aiohttp.ClientConnectorError: (httpx.ConnectError, "could not connect"),
            aiohttp.ConnectionTimeoutError: (
                httpx.ConnectTimeout,
                "nobody answered the connection",
            ),
            TimeoutError: (httpx.ReadTimeout, "fell silent"),
            aiohttp.InvalidURL: (AddressRefused, "is no address that can be dialled"),
            aiohttp.ServerDisconnectedError: (
                httpx.RemoteProtocolError,
                "hung up without an answer",
            ),
            aiohttp.ClientPayloadError: (
                httpx.RemoteProtocolError,
                "broke off before all of it had come",
            ),
            aiohttp.ClientResponseError: (
                httpx.RemoteProtocolError,
                "answered something that is not HTTP",
            ),
            OSError: (httpx.ReadError, "lost the connection"),
            aiohttp.ClientError: (httpx.ReadError, "lost the connection"),
        }
    )
)
"""What aiohttp raises, what httpx calls it, and in words; the first that fits holds.

The words are ours because aiohttp's have the whole address in them, secrets and all.
"""


def _translated(error: Exception) -> httpx.TransportError:
    """The same failure in httpx's terms: nobody above should know aiohttp."""
    if isinstance(error, aiohttp.ClientSSLError):
        return CertificateRefused(_certificate_trouble(error))
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        if error.os_error.errno == EAI_NONAME:
            return HostUnknown("there is no host of that name")
        return httpx.ConnectError("its name could not be looked up")
    target, words = next(
        known for kind, known in ERRORS.items() if isinstance(error, kind)
    )
    return target(words)


def _certificate_trouble(error: aiohttp.ClientSSLError) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not to be trusted: {cause.verify_message}; "
            "if its authority is yours, name it with --ca-file"
        )
    return "does not speak TLS 1.2 or newer"


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError
        raise _translated(error) from None


async def _send_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request and translate what fails.

    aiohttp would ask a second time by itself after some of its own errors; when to ask
    again is decided in one place, and not here.
    """
    with _translating():
        return await send(request)


class VettingResolver(AbstractResolver):
    """Looks names up and lets an answer through only if all of it may be dialled.

    aiohttp dials exactly what is returned here, so nobody can put another address
    in between.
    """

    def __init__(self, resolver: AbstractResolver, addresses: AddressPolicy) -> None:
        self._resolver = resolver
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        """Look `host` up, once.

        Raises:
            AddressRefused: One of the answers is not to be dialled.
        """
        answers = await self._resolver.resolve(host, port, family)
        for answer in answers:
            _vet(self._addresses, host, answer["host"])
        return answers

    async def close(self) -> None:
        """Close the resolver beneath."""
        await self._resolver.close()


def _vet(addresses: AddressPolicy, host: str, address: str) -> None:
    objection = addresses.objection(host, address)
    if objection is not None:
        raise AddressRefused(objection)


class _Body(httpx.AsyncByteStream):
    """A response's raw bytes, in the buffers in which they came."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translating():
            async for chunk in self._response.content.iter_any():
                yield chunk

    async def aclose(self) -> None:
        """Give the connection back, or cut it if more was to come."""
        self._response.close()


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
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        resolver = self._resolver or aiohttp.ThreadedResolver()
        if self._proxy is None:
            resolver = VettingResolver(resolver, self._addresses)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=tls_context(self._ca_file),
                resolver=resolver,
                use_dns_cache=False,
                limit=CONNECTIONS,
                socket_factory=self._open_socket,
            ),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            max_headers=MAX_HEADERS,
            middlewares=(_send_once,),
            proxy=self._proxy,
            skip_auto_headers=_AUTOMATIC_HEADERS,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and hand back its answer as soon as the headers are here."""
        if self._session is None:
            raise RuntimeError("the transport is used outside its `async with`")
        with _translating():
            url, host = _dialled(request)
            if literal(host) is not None:  # aiohttp does not look literals up
                _vet(self._addresses, host, host)
            response = await self._session.request(
                request.method,
                url,
                headers=request.headers.multi_items(),
                data=await request.aread() or None,
                allow_redirects=False,
                timeout=_timeout(request),
            )
        return httpx.Response(
            response.status,
            headers=list(response.raw_headers),
            stream=_Body(response),
        )


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
