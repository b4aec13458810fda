"""What the operations of Resource Manager work on, and how they answer."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from integrity.dataclass import dataclass
from transfer.simulator.messages import Answer, Request
from transfer.simulator.state import Operation
from transfer.simulator.tokens import EVERYTHING, Rights
from transfer.simulator.world import World

BUILDER = "Microsoft.VirtualMachineImages"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Call:
    """One request to Resource Manager, taken apart."""

    world: World
    request: Request
    version: str
    """The api-version, as a date: a `-preview` is left on."""

    names: Mapping[str, str]
    """What the path names, by what it is: `group`, `template`, …"""

    rights: Rights = EVERYTHING
    """What whoever asks may do."""

    def body(self) -> dict[str, Any]:
        """The JSON object that was sent.

        Raises:
            Refused: It is none.
        """
        try:
            found = json.loads(self.request.body or b"{}")
        except ValueError:
            found = None
        if not isinstance(found, dict):
            why = "The request content was invalid and could not be deserialized."
            raise Refused(400, "InvalidRequestContent", why)
        return found


Act = Callable[[Call], Answer]


class Refused(Exception):
    """The service does not do it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def not_found(kind: str, name: str, group: str) -> Refused:
    """Nothing is there, in Resource Manager's words."""
    return Refused(
        404,
        "ResourceNotFound",
        f"The Resource '{kind}/{name}' under resource group '{group}' was not found."
        " For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    )


def group_not_found(name: str) -> Refused:
    """There is no such resource group."""
    why = f"Resource group '{name}' could not be found."
    return Refused(404, "ResourceGroupNotFound", why)


def json_answer(body: object, status: int = 200) -> Answer:
    """An answer of Resource Manager's own: compact JSON."""
    return Answer(
        status,
        {"content-type": "application/json; charset=utf-8"},
        json.dumps(body, separators=(",", ":")).encode(),
    )


def builder_answer(body: object, status: int = 200) -> Answer:
    """An answer of Image Builder: indented by one, with `&` as Go writes it."""
    text = json.dumps(body, indent=1, ensure_ascii=False)
    for letter in "&<>":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Answer(status, {"content-type": "application/json"}, text.encode())


def page(
    call: Call, items: Sequence[Item], body: Callable[[Item], object]
) -> dict[str, Any]:
    """One page of a list: only its own items are given their bodies."""
    size = call.world.scenario.page_size
    start = _offset(call.request.query.get("$skiptoken"))
    value = [body(item) for item in items[start : start + size]]
    if start + size >= len(items):
        return {"value": value}
    token = base64.urlsafe_b64encode(f"after:{start + size}".encode()).decode()
    link = (
        f"{call.request.parts.path}?api-version={call.version}"
        f"&%24skipToken={quote(token)}"
    )
    wanted = call.request.query.get("$filter")
    if wanted:
        link += f"&%24filter={quote(wanted)}"
    base = "" if call.world.scenario.relative_links else call.world.endpoints.manager
    return {"value": value, "nextLink": base + link}


def _offset(token: str | None) -> int:
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token).decode().removeprefix("after:"))
    except ValueError:
        why = "The skip token is invalid."
        raise Refused(400, "InvalidSkipToken", why) from None


def nine_digits(moment: datetime) -> str:
    """A time as Image Builder writes it, to the nanosecond."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}095Z"


def seven_digits(moment: datetime) -> str:
    """A time as the operations have it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}9Z"


def accepted(call: Call, operation: Operation, location: str) -> Answer:
    """Image Builder's answer to what it does later, and where to ask for the end."""
    poll = poll_address(call, operation, location)
    return Answer(202, {"azure-asyncoperation": poll, "location": poll})


def poll_address(call: Call, operation: Operation, location: str) -> str:
    """Where a client asks how an operation of Image Builder goes."""
    return (
        f"{call.world.endpoints.manager}/subscriptions/"
        f"{call.world.scenario.subscription}/providers/{BUILDER}"
        f"/locations/{location}/operations/{operation.id}?api-version={call.version}"
    )
