"""What a copy is made from: found by its address, read by its own credentials."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from transfer.simulator.accounts import Account
from transfer.simulator.blobs.authorization import Gate, Target, spend
from transfer.simulator.blobs.byte_ranges import stated_range
from transfer.simulator.blobs.calls import (
    BlobCall,
    BlobRefused,
    Source,
    bad_header,
    source_failure,
)
from transfer.simulator.messages import Request

_LONGEST_ADDRESS = 2048
_AUTHORIZATION = "x-ms-copy-source-authorization"

Locate = Callable[[Request], tuple[Account, str, str] | None]
"""The account, container and blob of an address; None when it is none of ours."""


def source_of(call: BlobCall, gate: Gate, locate: Locate) -> Source:
    """Find what `x-ms-copy-source` names.

    Raises:
        BlobRefused: It is not there, or the caller may not read it.
    """
    address = call.header("x-ms-copy-source")
    if len(address) > _LONGEST_ADDRESS or not address.startswith(
        ("http://", "https://")
    ):
        raise bad_header("x-ms-copy-source", "…")
    asked = Request.of("GET", address, {})
    place = locate(asked)
    if place is None:
        raise _unverified(404, "BlobNotFound")
    account, container, name = place
    try:
        _admit(call, gate, asked, Target(account, container, name, "r"))
        found = replace(
            call, account=account, container_name=container, blob_name=name
        ).blob()
    except BlobRefused as refusal:
        raise _unverified(refusal.status, refusal.code) from refusal
    spend(account, asked.query, _size(call, found.content.size))
    parts = urlsplit(address)
    shown = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    return Source(account, account.containers[container], found, shown)


def _admit(call: BlobCall, gate: Gate, asked: Request, target: Target) -> None:
    """Let the source be read: by a signature in its address, by a token of its own.

    An asynchronous copy takes no token, but within its account it needs none.
    """
    own_token = call.header(_AUTHORIZATION)
    is_copy = not call.request.query.get("comp") and not call.header("x-ms-blob-type")
    waits = call.header("x-ms-requires-sync").casefold() == "true"
    if is_copy and not waits:
        own_token = ""
        if target.account is call.account and "sig" not in asked.query:
            return
    headers = {"x-ms-version": call.header("x-ms-version")}
    if own_token:
        headers["authorization"] = own_token
    gate.admit(replace(asked, headers=MappingProxyType(headers)), target)


def _size(call: BlobCall, whole: int) -> int:
    if not call.header("x-ms-source-range"):
        return whole
    first, last = stated_range(call, "x-ms-source-range")
    return last - first


def _unverified(status: int, code: str) -> BlobRefused:
    """The service could not read the source, and says what it was told there."""
    mapped = 403 if status in (401, 403) else status
    why = "Could not verify the copy source within the specified time."
    headers = source_failure(status, code)
    return BlobRefused(mapped, "CannotVerifyCopySource", why, headers)
