"""Everything else in the subscription: read as the scenario has it."""

from collections.abc import Mapping
from typing import Any

from transfer.simulator.arm.calls import Call, json_answer, not_found, page
from transfer.simulator.messages import Answer


def get(call: Call) -> Answer:
    """A resource, or a collection of them, by its path."""
    path = call.request.path.rstrip("/")
    body = call.world.resources.get(path.casefold())
    if body is None:
        kind, _, name = path.partition("/providers/")[2].rpartition("/")
        group = path.casefold().partition("/resourcegroups/")[2].partition("/")[0]
        raise not_found(kind, name, group)
    if isinstance(body, (list, tuple)):
        return json_answer(_some(call, list(body)))
    if isinstance(body, Mapping) and set(body) == {"value"}:
        return json_answer(page(call, list(body["value"]), dict))
    return json_answer(dict(body))


def _some(call: Call, items: list[Any]) -> list[Any]:
    """A list with no `value` around it, cut and ordered as was asked for."""
    if call.request.query.get("$orderby") == "name desc":
        items = sorted(items, key=lambda item: str(item.get("name")), reverse=True)
    top = call.request.query.get("$top", "")
    return items[: int(top)] if top.isdigit() else items
