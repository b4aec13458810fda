"""Operations that outlive their request, followed to an end that the service names."""

from collections.abc import Callable, Mapping

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import SecretUrl
from transfer.azure.bodies import text
from transfer.azure.calls import SHORTEST_RETRY_AFTER, Answer, Call, Caller
from transfer.azure.refusals import told
from transfer.errors import (
    OperationFailed,
    OperationGone,
    OperationTooLong,
    ResourceMissing,
)

ASYNC_OPERATION = "Azure-AsyncOperation"

_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 30.0
"""Seconds between polls; the service asks for none, and its SDKs wait 30."""

DEADLINE = 4 * 3600.0 + 1800.0
"""Seconds: the service's own default of 4 hours for a build, and half an hour."""

_FAILED = frozenset(("failed", "canceled", "cancelled"))


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that Azure has begun."""

    doing: str
    """In words, for messages: `run web-image`."""

    status_url: SecretUrl | None = None
    """`Azure-AsyncOperation`, verbatim: newer ones have a signature in the query."""

    location: SecretUrl | None = None
    """`Location`, verbatim; what there is instead when there is no status."""

    pause: float | None = None
    """Seconds to wait before the first poll; None when the service asked for none."""

    @property
    def has_no_address(self) -> bool:
        """Whether only the resource itself can tell how it goes: cancel answers so."""
        return self.status_url is None and self.location is None


def operation_of(answer: Answer, doing: str) -> Operation:
    """What an answer says about the operation that it began."""
    return Operation(
        doing,
        status_url=_address(answer.headers, ASYNC_OPERATION),
        location=_address(answer.headers, "Location"),
        pause=answer.retry_after,
    )


def _address(headers: Mapping[str, str], name: str) -> SecretUrl | None:
    value = headers.get(name)
    return SecretUrl(value) if value else None


StatusSink = Callable[[Safe], object]
"""Hears each status as the service words it."""


def unheard(status: Safe) -> None:
    """Hear nothing: the default sink."""
    del status


async def follow(
    caller: Caller,
    operation: Operation,
    *,
    rhythm: "Rhythm | None" = None,
    on_status: StatusSink = unheard,
) -> None:
    """Poll an operation until the service says that it has succeeded.

    A status that nobody knows is no end. An operation without an address has to be
    seen from its resource; there is nothing to do here.

    Args:
        rhythm: Pauses and a deadline, for whoever goes on to watch the resource.

    Raises:
        OperationFailed: It ended otherwise.
        OperationGone: There is no such operation any more.
        OperationTooLong: It came to no end in time.
        HostRefused: Its address is not Resource Manager's.
        AzureError: As for `Caller.send`.
    """
    url = operation.status_url or operation.location
    if url is None:
        return
    rhythm = rhythm or Rhythm(caller, DEADLINE, operation.doing)
    asked = operation.pause
    while True:
        await rhythm.pause(asked)
        answer = await _polled(caller, url, operation.doing)
        status = _status(answer, by_location=operation.status_url is None)
        on_status(safe_text(status))
        if status.casefold() == "succeeded":
            return
        if status.casefold() in _FAILED:
            raise _failure(operation.doing, status, answer)
        asked = answer.retry_after


async def _polled(caller: Caller, url: SecretUrl, doing: str) -> Answer:
    try:
        return await caller.send(Call("GET", url, f"{doing}, follow"))
    except ResourceMissing as gone:
        raise OperationGone(f"{doing}: is no longer there") from gone


def _status(answer: Answer, *, by_location: bool) -> str:
    """How it goes: what the body says.

    Only behind a `Location` does an answer without a status mean anything: 202 goes
    on, and any success is the end.
    """
    status = text(answer.fields.get("status"))
    if status is not None:
        return status
    if by_location and answer.status in (200, 201, 204):
        return "Succeeded"
    return "Unknown"


def _failure(doing: str, status: str, answer: Answer) -> OperationFailed:
    code, message = told(answer.body)
    return OperationFailed(
        doing, safe_text(status), safe_text(code or ""), safe_text(message or "")
    )


class Rhythm:
    """Pauses that grow, within a deadline; the clock and the sleep are the policy's."""

    def __init__(self, caller: Caller, deadline: float, doing: str) -> None:
        self._policy = caller.policy
        self._doing = doing
        self._until = self._policy.clock() + deadline
        self._next = _FIRST_PAUSE

    async def pause(self, asked: float | None = None) -> None:
        """Wait as long as was asked for, within limits, or a little longer each time.

        Raises:
            OperationTooLong: The deadline would pass.
        """
        seconds = self._next
        if asked is not None:
            longest = self._policy.longest_retry_after
            seconds = min(max(asked, SHORTEST_RETRY_AFTER), longest)
        self._next = min(self._next * 1.5, _LONGEST_PAUSE)
        if self._policy.clock() + seconds > self._until:
            raise OperationTooLong(
                f"{self._doing}: no end in the time allowed; it may still come"
            )
        await self._policy.sleep(seconds)
