"""An artifact behind an http or https address.

A read that breaks off is taken up again. Where the server names a version that can be
trusted and much has come already, only the rest is asked for; otherwise all of it is,
and what comes again must be what came before.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

import httpx

from integrity.artifacts.answers import Answer, answer
from integrity.artifacts.artifact import ArtifactRequest, Description, SoFar
from integrity.artifacts.continuity import BytesDiffer, Continuity
from integrity.artifacts.failures import (
    AddressRefused,
    CertificateRefused,
    HostUnknown,
)
from integrity.artifacts.late_wire import Wire
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.redirects import follow
from integrity.artifacts.retries import Patience, TryAgain
from integrity.errors import (
    ArtifactChanged,
    ArtifactError,
    ArtifactRefused,
    ArtifactTooLarge,
    ArtifactUnbounded,
    ArtifactUnreachable,
)
from integrity.progress import Progress, ProgressSink, Stage
from integrity.secret_url import redacted

Result = TypeVar("Result")

HEADERS = {"User-Agent": "bakeferry", "Accept": "*/*", "Accept-Encoding": "identity"}
"""What every request says; a digest is over the bytes as they are stored."""

_FINAL: dict[type[httpx.TransportError], type[ArtifactError]] = {
    AddressRefused: ArtifactRefused,
    CertificateRefused: ArtifactRefused,
    HostUnknown: ArtifactUnreachable,
}
"""Failures to connect that asking again does not mend."""


@asynccontextmanager
async def open_https(
    request: ArtifactRequest,
    *,
    transport: Wire,
    policy: ReadingPolicy,
    on_progress: ProgressSink,
) -> AsyncIterator["HttpsArtifact"]:
    """Ask for an artifact, so that its description is known and its bytes can come.

    Raises:
        ArtifactError: Nothing to be read is there, or we may not read it.
    """
    artifact = HttpsArtifact(
        request, transport=transport, policy=policy, on_progress=on_progress
    )
    try:
        await artifact.ask()
        yield artifact
    finally:
        await artifact.close()


def _address(request: ArtifactRequest, policy: ReadingPolicy) -> httpx.URL:
    shown = redacted(request.url)
    try:
        url = httpx.URL(request.url).copy_with(fragment=None)
        host = url.host  # fails over what IDNA does not allow
    except (httpx.InvalidURL, ValueError):
        raise ArtifactRefused(shown, "is no address that can be read") from None
    if not host:
        raise ArtifactRefused(shown, "names no host")
    if url.userinfo:
        raise ArtifactRefused(shown, "has a user name or password in it")
    if url.scheme == "http" and not (
        policy.allow_insecure_http and request.checksum_declared
    ):
        raise ArtifactRefused(
            shown,
            "http can be changed on the way: use https, or declare a checksum "
            "and allow it with --allow-insecure-http",
        )
    return url


def _differ(before: Description, now: Description) -> bool:
    """Whether two answers tell of different versions; what one does not tell is open."""
    pairs = ((before.etag, now.etag), (before.size, now.size))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


class HttpsArtifact:
    """Raw bytes from a server, in order, whatever happens to single connections."""

    def __init__(
        self,
        request: ArtifactRequest,
        *,
        transport: Wire,
        policy: ReadingPolicy,
        on_progress: ProgressSink,
    ) -> None:
        self.description = Description()
        self._url = _address(request, policy)
        self._shown = redacted(request.url)
        self._checksum_declared = request.checksum_declared
        cap = policy.max_bytes
        self._last = cap if request.limit is None else min(request.limit, cap)
        self._is_capped = request.limit is None or request.limit > cap
        self._transport = transport
        self._policy = policy
        self._on_progress = on_progress
        self._patience = Patience(self._shown, policy)
        self._continuity = Continuity()
        self._deadline = policy.clock() + policy.deadline
        self._answer: Answer | None = None
        self._answered_at = 0.0
        self._arrived = 0  # bytes of this answer

    async def ask(self) -> Answer:
        """Get an answer whose headers hold what was asked for."""
        while self._answer is None:
            try:
                self._answer = await self._ask_once()
            except TryAgain as again:
                await self._pause(again)
        return self._answer

    async def chunks(self, so_far: SoFar) -> AsyncGenerator[bytes, None]:
        """See `Artifact`.

        Raises:
            ArtifactError: No more bytes come that can be trusted.
        """
        encoding = self.description.content_encoding
        if encoding is not None:
            why = f"is served as {encoding}, although we asked for its plain bytes"
            raise ArtifactRefused(self._shown, why)
        self._refuse_beyond_the_cap(self.description.size or 0)
        while chunk := await self._next_chunk(so_far):
            yield chunk
        self._refuse_beyond_the_cap(self._continuity.taken)

    async def close(self) -> None:
        """Give the connection back, or cut it if more was to come."""
        answered, self._answer = self._answer, None
        if answered is not None:
            await answered.close()

    async def _next_chunk(self, so_far: SoFar) -> bytes:
        while self._continuity.taken < self._whole:
            answered = await self.ask()
            try:
                return await self._receive(answered)
            except TryAgain as again:
                await self.close()
                self._continuity.broke_off(await so_far())
                await self._pause(again)
            except BytesDiffer:
                raise ArtifactChanged(self._shown) from None
        return b""

    @property
    def _whole(self) -> int:
        """Bytes to hand on: all, or one more than the limit."""
        size = self.description.size
        return self._last + 1 if size is None else min(size, self._last + 1)

    async def _receive(self, answered: Answer) -> bytes:
        """The next bytes that were not handed on yet; none at a visible end."""
        while True:
            chunk = await self._in_time(anext(answered.body, None), self._policy.answer)
            if chunk is None:
                return self._ended()
            self._refuse_a_drip(len(chunk))
            room = self._whole - self._continuity.taken
            fresh = self._continuity.fresh(chunk)[:room]
            if fresh:
                self._patience.progressed()
                return fresh

    def _ended(self) -> bytes:
        ends_here = self._continuity.taken >= self._whole
        if self._continuity.caught_up and (ends_here or self.description.size is None):
            return b""
        raise TryAgain("broke off before all of it had come")

    async def _ask_once(self) -> Answer:
        start = self._resume_at
        request = self._request(start)
        reply = await self._in_time(
            follow(self._transport, request), self._policy.answer
        )
        try:
            answered = answer(reply, shown=self._shown, start=start, last=self._last)
            self._learn_from(answered)
        except (TryAgain, ArtifactError):
            await reply.response.aclose()
            raise
        return answered

    def _request(self, start: int) -> httpx.Request:
        headers = {**HEADERS, "Range": f"bytes={start}-{self._last}"}
        if start and self.description.etag:
            headers["If-Match"] = self.description.etag
        timeout = httpx.Timeout(self._policy.idle, connect=self._policy.connect)
        return httpx.Request(
            "GET", self._url, headers=headers, extensions={"timeout": timeout.as_dict()}
        )

    @property
    def _resume_at(self) -> int:
        """Where to ask from: the beginning, unless the rest is sure to fit."""
        taken, told = self._continuity.taken, self.description
        pinned = told.strong_etag is not None and told.size is not None
        return taken if pinned and taken >= self._policy.resume_from else 0

    def _learn_from(self, answered: Answer) -> None:
        """Describe the artifact; whatever is told later must be the same."""
        if not (answered.ends_visibly or self._checksum_declared):
            raise ArtifactUnbounded(
                self._shown,
                "does not say how long it is, so that nobody can tell whether "
                "all of it came: declare its checksum",
            )
        told = answered.description
        if self._continuity.taken and _differ(self.description, told):
            raise ArtifactChanged(self._shown)
        self.description = told
        if answered.start and told.etag is None:  # next time all of it is compared
            raise TryAgain("sent the rest without saying of which version")
        self._continuity.begin(answered.start)
        self._answered_at, self._arrived = self._policy.clock(), 0

    async def _in_time(self, coming: Awaitable[Result], seconds: float) -> Result:
        """Wait for the other end, but not longer than anybody is patient."""
        left = self._deadline - self._policy.clock()
        try:
            async with asyncio.timeout(min(seconds, left)):
                return await coming
        except TimeoutError:
            if left <= seconds:
                why = f"took longer than {self._policy.deadline:g} seconds"
                raise ArtifactUnreachable(self._shown, why) from None
            raise TryAgain(f"gave no answer in {seconds:g} seconds") from None
        except httpx.TransportError as error:
            kind = _FINAL.get(type(error))
            if kind is not None:
                raise kind(self._shown, str(error)) from None
            raise TryAgain(str(error)) from None

    def _refuse_a_drip(self, arrived: int) -> None:
        self._arrived += arrived
        elapsed = self._policy.clock() - self._answered_at
        rate = self._policy.minimum_rate
        if elapsed > self._policy.grace and self._arrived < rate * elapsed:
            why = f"sends less than {rate:g} bytes a second"
            raise ArtifactUnreachable(self._shown, why)

    def _refuse_beyond_the_cap(self, size: int) -> None:
        if self._is_capped and size > self._last:
            why = f"is larger than {self._last:,} bytes: allow more with --max-bytes"
            raise ArtifactTooLarge(self._shown, why)

    async def _pause(self, again: TryAgain) -> None:
        taken, size = self._continuity.taken, self.description.size
        self._on_progress(Progress(self._shown, Stage.RETRYING, taken, size))
        await self._patience.wait(again)
