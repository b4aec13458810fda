"""What whoever is signed in may do, as Resource Manager itself tells it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from integrity.dataclass import dataclass
from integrity.template.resource_ids import IMAGE_TEMPLATE, ResourceId
from transfer.azure.advice import DATA_READER
from transfer.azure.arm import PROVIDER, ResourceManager
from transfer.azure.bodies import Body, items, mapping, text

_BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that people do with this program, and what it takes."""

    doing: str
    """In words: `start builds`."""

    actions: tuple[str, ...]
    """Of Resource Manager; all are needed."""

    role: str
    """A built-in role that has them."""

    is_vital: bool = False
    """Nothing goes without it."""

    data_action: str | None = None
    """Of the blobs; it does in place of the actions."""


NEEDS = (
    Need(
        "list and read templates", (f"{IMAGE_TEMPLATE}/read",), "Reader", is_vital=True
    ),
    Need("read run outputs", (f"{IMAGE_TEMPLATE}/runOutputs/read",), "Reader"),
    Need("submit templates", (f"{IMAGE_TEMPLATE}/write",), "Contributor"),
    Need("start builds", (f"{IMAGE_TEMPLATE}/run/action",), "Contributor"),
    Need("cancel builds", (f"{IMAGE_TEMPLATE}/cancel/action",), "Contributor"),
    Need("delete templates", (f"{IMAGE_TEMPLATE}/delete",), "Contributor"),
    Need("follow operations", (f"{PROVIDER}/locations/operations/read",), "Reader"),
    Need(
        "find staging accounts",
        (
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Storage/storageAccounts/read",
        ),
        "Reader",
    ),
    Need(
        "read logs and VHDs in staging",
        ("Microsoft.Storage/storageAccounts/listKeys/action",),
        DATA_READER,
        data_action=f"{_BLOBS}/read",
    ),
)
"""Everything that is done with templates, builds and what they leave in staging."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What one role allows, and what it leaves out; `*` stands for anything."""

    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()


def is_met(need: Need, permissions: tuple[Permission, ...]) -> bool:
    """Whether the permissions suffice; of several roles each adds to the others."""
    data = need.data_action
    if data is not None and any(
        _allows(one.data_actions, one.not_data_actions, data) for one in permissions
    ):
        return True
    return all(
        any(_allows(one.actions, one.not_actions, action) for one in permissions)
        for action in need.actions
    )


async def permissions(
    manager: ResourceManager, group: str | None = None
) -> tuple[Permission, ...]:
    """What we may do in a resource group, or in the whole subscription.

    Raises:
        AzureError: As for `ResourceManager.listed`.
    """
    scope = grantable_at(manager, group).path
    path = f"{scope}/providers/Microsoft.Authorization/permissions"
    listed = manager.listed(path, "read what this sign-in may do")
    return tuple([_permission(mapping(item)) async for item in listed])


def grantable_at(manager: ResourceManager, group: str | None) -> ResourceId:
    """Where roles can be granted: the group, else the subscription."""
    return ResourceId(manager.subscription, group or None)


def _permission(body: Body) -> Permission:
    keys = ("actions", "notActions", "dataActions", "notDataActions")
    return Permission(*(tuple(_texts(body.get(key))) for key in keys))


def _texts(value: object) -> Iterator[str]:
    return (found for found in map(text, items(value)) if found)


def _allows(actions: tuple[str, ...], not_actions: tuple[str, ...], one: str) -> bool:
    named = any(_pattern(each).fullmatch(one) for each in actions)
    return named and not any(_pattern(each).fullmatch(one) for each in not_actions)


@lru_cache(maxsize=256)
def _pattern(action: str) -> re.Pattern[str]:
    parts = map(re.escape, action.split("*"))
    return re.compile(".*".join(parts), re.IGNORECASE)
