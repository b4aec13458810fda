"""What a server answered, held against what it was asked for."""

import re
from typing import TYPE_CHECKING, cast

import httpx

from integrity.artifacts.artifact import Description
from integrity.artifacts.redirects import Reply
from integrity.artifacts.retries import TryAgain, retry_after
from integrity.errors import (
    ArtifactChanged,
    ArtifactError,
    ArtifactForbidden,
    ArtifactMissing,
    ArtifactUnreachable,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

_CONTENT_RANGE = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19})", re.ASCII)

_STATUSES: dict[int, tuple[type[ArtifactError], str]] = {
    401: (ArtifactForbidden, "wants us to sign in (401)"),
    403: (ArtifactForbidden, "does not let us read it (403)"),
    404: (ArtifactMissing, "there is nothing there (404)"),
    407: (ArtifactForbidden, "the proxy wants us to sign in (407)"),
    409: (ArtifactForbidden, "does not let the public read it (409)"),
    410: (ArtifactMissing, "is gone for good (410)"),
}
"""Answers that asking again does not change."""

_WORTH_ANOTHER_TRY = frozenset((408, 429, *range(500, 600)))


class Answer:
    """A response that holds what was asked for, as far as its headers tell."""

    def __init__(self, reply: Reply, start: int, total: int | None) -> None:
        headers = reply.response.headers
        self.start = start
        """Where its first byte stands in the artifact."""

        self.description = Description(
            size=total,
            etag=headers.get("ETag"),
            content_type=headers.get("Content-Type"),
            content_encoding=_encoding(headers),
            redirects=reply.trail,
        )
        chunked = "chunked" in headers.get("Transfer-Encoding", "").lower()
        self.ends_visibly = chunked or total is not None
        """Whether a line that breaks can be told from the end of the bytes."""

        self._response = reply.response
        self.body = cast("AsyncGenerator[bytes, None]", reply.response.aiter_raw())

    async def close(self) -> None:
        """Give the connection back, or cut it if more was to come."""
        await self.body.aclose()
        await self._response.aclose()


def _encoding(headers: httpx.Headers) -> str | None:
    encoding: str = headers.get("Content-Encoding", "").strip()
    return None if encoding.lower() in ("", "identity") else encoding


def answer(reply: Reply, *, shown: str, start: int, last: int) -> Answer:
    """Hold a reply against the range it was asked for, `start` to `last` inclusive.

    Raises:
        TryAgain: It is not what was asked for; it may be the next time.
        ArtifactError: It says that there is no use in asking again.
    """
    response = reply.response
    if response.status_code == 200:
        return Answer(reply, 0, _length(response))
    if response.status_code == 206:
        return _partial(reply, start=start, last=last)
    if response.status_code == 416 and _is_empty(response):
        return Answer(reply, 0, 0)
    raise _failure(response, shown)


def _length(response: httpx.Response) -> int | None:
    length = response.headers.get("Content-Length")
    return int(length) if length is not None else None


def _is_empty(response: httpx.Response) -> bool:
    """An empty artifact has no first byte, so that no range can be had of it."""
    return bool(response.headers.get("Content-Range") == "bytes */0")


def content_range(headers: httpx.Headers) -> tuple[int, int, int] | None:
    """First byte, last byte and size of the whole; None where that is not told."""
    told = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", ""))
    return (int(told[1]), int(told[2]), int(told[3])) if told else None


def _partial(reply: Reply, *, start: int, last: int) -> Answer:
    response = reply.response
    told = content_range(response.headers)
    if told is None:
        raise TryAgain("sent a part without saying which, and of how much")
    first, final, total = told
    length = _length(response)
    if (
        first != start
        or not first <= final <= last
        or final >= total
        or (length is not None and length != final - first + 1)
    ):
        raise TryAgain("sent another part than it was asked for")
    return Answer(reply, start, total)


def _failure(response: httpx.Response, shown: str) -> Exception:
    status = response.status_code
    if status in _STATUSES:
        kind, why = _STATUSES[status]
        return kind(shown, why, status=status)
    if status == 412:
        return ArtifactChanged(shown)
    why = f"answered {status}"
    if status in _WORTH_ANOTHER_TRY:
        pause = retry_after(response.headers.get("Retry-After"))
        return TryAgain(why, status=status, retry_after=pause)
    return ArtifactUnreachable(shown, why, status=status)
