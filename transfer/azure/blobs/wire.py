"""One call to a blob service: sent, judged, and sent again while that may help."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import field
from types import MappingProxyType
from typing import TypeVar

import httpx

from integrity.artifacts.failures import (
    AddressRefused,
    CertificateRefused,
    HostUnknown,
)
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.redirects import REDIRECTS
from integrity.artifacts.retries import Patience, TryAgain
from integrity.dataclass import dataclass
from integrity.errors import ArtifactUnreachable
from integrity.sizes import KIB
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import (
    Distrusted,
    Failure,
    Side,
    Unasked,
    WrongBytes,
    error_code,
)
from transfer.azure.blobs.pacing import ignore
from transfer.copy_errors import (
    AccessDenied,
    AnswerNotTaken,
    ContentDiffers,
    CopyError,
    HostNotAllowed,
    HostNotTrusted,
    Misbehaved,
    Unreachable,
)
from transfer.errors import AzureError

Result = TypeVar("Result")

COPYING = ReadingPolicy(patience=15 * 60.0)
"""How patient a copy is: fifteen minutes without anything new."""

_HEADERS = {
    "User-Agent": "bakeferry",
    "Accept-Encoding": "identity",
    "x-ms-version": "2025-11-05",  # new enough for every call, and known widely
}

_TRUST = 3
"""Answers that may break the protocol before the other end is given up."""

_LOST_TRUST: Mapping[type[Distrusted], type[CopyError]] = MappingProxyType(
    {Unasked: AnswerNotTaken, WrongBytes: ContentDiffers}
)


_LONGEST_EXPLANATION = 64 * KIB

_SLOWEST_UPLOAD = 16 * KIB
"""Bytes a second that a body may take to leave, beyond the wait for an answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask of the service."""

    method: str
    address: BlobAddress
    side: Side
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | bytearray | memoryview = field(default=b"", repr=False)

    good: tuple[int, ...] = (200,)
    """The statuses that mean success."""

    tries: int | None = None
    """How often to ask at most; None: as long as patience lasts."""


@dataclass(slots=True)
class Wire:
    """Sends calls through one transport, under one policy."""

    transport: httpx.AsyncBaseTransport
    policy: ReadingPolicy = COPYING

    on_trouble: Callable[[TryAgain], object] = ignore
    """Hears of every attempt that failed, and perhaps slows others down."""

    async def ask(
        self, call: Call, read: Callable[[httpx.Response], Awaitable[Result]]
    ) -> Result:
        """Send a call until its answer is a good one, and read that.

        Args:
            read: Takes what is wanted out of an answer; called once for each attempt.

        Raises:
            CopyError: There is no use in asking again.
            NotOffered: The service does not know what a header asks for.
        """
        patience = Patience(call.address.shown, self.policy)
        distrusted = 0
        while True:
            try:
                async with self._answer(call) as response:
                    return await read(response)
            except Distrusted as again:
                distrusted += 1
                if distrusted >= _TRUST:
                    raise _lost_trust(call, again) from None
                await self._wait(call, patience, again)
            except TryAgain as again:
                await self._wait(call, patience, again)

    async def _wait(self, call: Call, patience: Patience, again: TryAgain) -> None:
        self.on_trouble(again)
        if call.tries is not None and patience.attempts + 1 >= call.tries:
            raise Unreachable(call.address.shown, again.why) from None
        try:
            await patience.wait(again)
        except ArtifactUnreachable as error:
            raise Unreachable(call.address.shown, error.why) from None

    @asynccontextmanager
    async def _answer(self, call: Call) -> AsyncIterator[httpx.Response]:
        """A good answer, whose body has not been read yet."""
        response = await self._send(call)
        try:
            if response.status_code not in call.good:
                raise await self._failure(call, response)
            with _translating(call.address):
                yield response
        finally:
            await response.aclose()

    async def _send(self, call: Call) -> httpx.Response:
        timeout = httpx.Timeout(self.policy.idle, connect=self.policy.connect)
        request = httpx.Request(
            call.method,
            call.address.asking(call.query),
            headers={**_HEADERS, **call.headers},
            content=bytes(call.content),
            extensions={"timeout": timeout.as_dict()},
        )
        seconds = self.policy.answer + len(call.content) / _SLOWEST_UPLOAD
        try:
            with _translating(call.address):
                async with asyncio.timeout(seconds):
                    return await self.transport.handle_async_request(request)
        except TimeoutError:
            raise TryAgain(f"gave no answer in {seconds:g} seconds") from None

    async def _failure(self, call: Call, response: httpx.Response) -> Exception:
        body = b""
        if call.method != "HEAD":
            body = await _explanation(response, self.policy.answer)
        status, code = response.status_code, error_code(response, body)
        failure = Failure(call.address, call.side, status, code, response.headers)
        if status in REDIRECTS:
            return Unasked(f"{failure.words}, a redirect", status=status)
        if status < 400:
            words = f"{failure.words}, {_unfit(response)}"
            return Distrusted(words, status=status)
        return failure.error()


def _unfit(response: httpx.Response) -> str:
    """What is wrong with an answer that is no refusal, and not what was asked for."""
    is_page = response.headers.get("content-type", "").startswith("text/html")
    return "with a web page" if is_page else "which is no answer to what was asked"


def _lost_trust(call: Call, again: Distrusted) -> CopyError:
    kind = _LOST_TRUST.get(type(again), Misbehaved)
    return kind(call.address.shown, f"{again.why}, {_TRUST} times")


async def _explanation(response: httpx.Response, seconds: float) -> bytes:
    """As much of an error's body as can be expected to say why."""
    body = b""
    try:
        async with asyncio.timeout(seconds):
            async for piece in response.aiter_raw():
                body += piece
                if len(body) >= _LONGEST_EXPLANATION:
                    break
    except (TimeoutError, httpx.TransportError):
        return body  # its status alone has to do
    return body


@contextmanager
def _translating(address: BlobAddress) -> Iterator[None]:
    """Say of what failed on the wire whether another attempt may help.

    Raises:
        TryAgain: It may.
        CopyError: It will not.
    """
    try:
        yield
    except AddressRefused as error:
        raise HostNotAllowed(address.shown, str(error)) from None
    except CertificateRefused as error:
        raise HostNotTrusted(address.shown, str(error)) from None
    except HostUnknown as error:
        raise Unreachable(address.shown, str(error)) from None
    except httpx.TransportError as error:
        raise TryAgain(str(error)) from None
    except AzureError as error:  # of whoever attaches tokens
        raise AccessDenied(address.shown, str(error)) from error
