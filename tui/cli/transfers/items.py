"""Copies as items of documents and events, for machines."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from transfer.azure.blobs.address import BlobAddress
from transfer.copy_errors import (
    AccessDenied,
    ArtifactReplaced,
    CopyError,
    DestinationExists,
    LeftOut,
    NotExpected,
)
from transfer.journal.errors import JobBusy
from transfer.receipt import Receipt
from transfer.strategies.all_strategies import Place
from tui.cli.exit_codes import ExitCode
from tui.cli.live.items import time_of
from tui.cli.shown import shown
from tui.cli.transfers.looking import Look
from tui.cli.transfers.options import WHY
from tui.cli.transfers.orders import Order, identity_of
from tui.cli.transfers.outcome import Outcome, resume_command


def address_of(place: Place) -> str:
    """A place as it may be shown, without a secret."""
    return shown(identity_of(place))


_NEEDS: Mapping[type[CopyError], str] = MappingProxyType(
    {
        ArtifactReplaced: "--afresh",
        DestinationExists: "--overwrite",
        NotExpected: "--expect-sha256 DIGEST",
    }
)
"""What has to be said for a job to go on that stopped by one of these."""


_FRESH_ADDRESS = "--address env:NAME"
"""A signature that has ended is kept nowhere, and does not mend by itself."""


def _resume(outcome: Outcome, reach: Sequence[str]) -> str | None:
    """The command that takes a job up, with what else it needs; None while it runs."""
    error = outcome.error
    if not outcome.job or isinstance(error, JobBusy):
        return None
    word = _NEEDS.get(type(error)) if error is not None else None
    if type(error) is AccessDenied and _had_signature(outcome.order):
        word = _FRESH_ADDRESS
    return " ".join(filter(None, (resume_command(outcome.job, reach=reach), word)))


def _had_signature(order: Order) -> bool:
    """Whether an end of a copy was given with a signature, or may have been at first.

    Of a job that is taken up nobody knows: the journal keeps none. What was a run output
    is opened as it was at first.
    """
    ends = (order.artifact, order.destination)
    blobs = [end for end in ends if isinstance(end, BlobAddress)]
    is_resumed = order.terms is not None and not order.origin
    return any(end.is_signed for end in blobs) or (is_resumed and bool(blobs))


def _blank(order: Order) -> dict[str, Any]:
    return {
        "name": shown(order.name),
        "artifact": address_of(order.artifact),
        "destination": address_of(order.destination),
        "outcome": "failed",
        "strategy": order.strategy or None,
        "why": WHY.get(order.strategy),
        "job": None,
        "size": None,
        "dataBytes": None,
        "movedBytes": None,
        "level": None,
        "sha256": None,
        "crc64": None,
        "etag": None,
        "notKept": [],
        "startedAt": None,
        "seconds": None,
        "problem": None,
        "advice": None,
        "resume": None,
        "exitCode": 0,
    }


def copy_item(outcome: Outcome, reach: Sequence[str] = ()) -> dict[str, Any]:
    """What became of one copy.

    Args:
        reach: What taking it up needs, too, as of `reach_of`.
    """
    item = _blank(outcome.order) | {"exitCode": int(outcome.code), "job": outcome.job}
    if outcome.error is not None:
        item |= _problem(outcome.error)
        item["resume"] = _resume(outcome, reach)
    receipt = outcome.receipt
    return item if receipt is None else item | _receipt(receipt)


def _problem(error: CopyError) -> dict[str, Any]:
    outcome = "skipped" if isinstance(error, LeftOut) else "failed"
    told = {"problem": shown(str(error)), "advice": shown(error.advice) or None}
    if isinstance(error, NotExpected):
        told["sha256"] = error.sha256 or None
    return {"outcome": outcome, **told}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "outcome": "copied",
        "strategy": receipt.strategy,
        "why": WHY[receipt.strategy],
        "job": receipt.job or None,
        "size": receipt.size,
        "dataBytes": receipt.data_bytes,
        "movedBytes": receipt.moved_bytes,
        "level": receipt.level.words,
        "sha256": receipt.sha256,
        "crc64": None if receipt.crc64 is None else f"{receipt.crc64:016x}",
        "etag": shown(receipt.etag),
        "notKept": [shown(name) for name in receipt.not_kept],
        "startedAt": time_of(datetime.fromtimestamp(receipt.started, UTC)),
        "seconds": round(receipt.seconds, 3),
    }


def look_item(look: Look, code: ExitCode) -> dict[str, Any]:
    """What a copy would meet."""
    item = _blank(look.order) | {
        "size": look.size,
        "dataBytes": look.data_bytes,
        "job": look.begun,
        "exitCode": int(code),
    }
    if look.error is not None:
        return item | _problem(look.error)
    return item | {"outcome": "planned"}
