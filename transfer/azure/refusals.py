"""What Azure says when it refuses, in each of the shapes in which it says it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from types import MappingProxyType

from integrity.lint.secrets import without_secrets
from transfer.azure.advice import advice
from transfer.azure.bodies import Body, items, mapping, parsed, text
from transfer.errors import (
    ResourceMissing,
    RightMissing,
    ServiceError,
    SignInRefused,
    StateConflict,
    Throttled,
)

KINDS: Mapping[int, type[ServiceError]] = MappingProxyType(
    {
        401: SignInRefused,
        403: RightMissing,
        404: ResourceMissing,
        405: StateConflict,
        409: StateConflict,
        410: ResourceMissing,
        412: StateConflict,
        429: Throttled,
    }
)

_XML_MESSAGE = re.compile(rb"<Message>([^<\r\n]{1,1000})")

_DEEPEST = 8
"""How far nested errors are followed; those of deployments are four deep."""

_LONGEST_MESSAGE = 4_000


def refusal(
    doing: str,
    status: int,
    body: object,
    *,
    request_id: str | None = None,
    time: datetime | None = None,
) -> ServiceError:
    """The error that an answer's body tells of, whatever its shape."""
    code, message = told(body)
    return KINDS.get(status, ServiceError)(
        doing,
        message or "Azure gave no reason",
        status=status,
        code=code,
        request_id=request_id,
        advice=advice(status, code, message),
        time=time,
    )


def body_of_xml(raw: bytes, code: str | None) -> Body:
    """What a storage account says, as others would: its code stands in a header."""
    found = _XML_MESSAGE.search(raw)
    message = found and unescape(found[1].decode("utf-8", "replace"))
    return {"code": code, "message": message}


def told(body: object) -> tuple[str | None, str | None]:
    """Code and message of an error body: the innermost that says anything.

    `{"code", "message"}` is the shape of api-versions to 2020-02-14; `{"error": …}`
    that of later ones, of polls and of Resource Manager itself. The error of a
    deployment holds the real one in `details`, or as JSON within its message.
    """
    return _told(body, _DEEPEST)


def _told(body: object, depth: int) -> tuple[str | None, str | None]:
    outer = mapping(body)
    error = mapping(outer.get("error")) or outer
    code, message = text(error.get("code")), text(error.get("message"))
    if depth:
        for inner in _within(error, message):
            deeper = _told(inner, depth - 1)
            if deeper[1]:
                return deeper
    return code, worded(message) if message else None


def worded(message: str) -> str:
    """A message of the service's, cut, and without secrets: it quotes addresses whole."""
    return without_secrets(message[: 2 * _LONGEST_MESSAGE])[:_LONGEST_MESSAGE]


def _within(error: Body, message: str | None) -> Iterator[object]:
    yield from items(error.get("details"))
    if message and message.lstrip().startswith("{"):
        yield parsed(message.encode(errors="replace"))
