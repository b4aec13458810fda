"""Ids of what stands in Azure; the service tells no upper from lower case in them."""

import re
from dataclasses import dataclass
from urllib.parse import quote

IMAGE_TEMPLATE = "Microsoft.VirtualMachineImages/imageTemplates"

_SEGMENT = re.compile(r"[^/?#%\\\x00-\x20\x7f]+")
_DOTS = frozenset((".", ".."))


@dataclass(frozen=True, slots=True, eq=False)
class ResourceId:
    """An id such as `/subscriptions/S/resourceGroups/G/providers/P/type/name`.

    Two ids are equal when they differ in case alone: the service answers with
    `resourcegroups` where it was asked with `resourceGroups`.
    """

    subscription: str

    group: str | None = None
    """The resource group; None for what belongs to the subscription as a whole."""

    kind: str = ""
    """Provider and types: `Microsoft.Compute/galleries/images`; empty for a group."""

    names: tuple[str, ...] = ()
    """One name for each type."""

    def __str__(self) -> str:
        path = [f"/subscriptions/{self.subscription}"]
        if self.group is not None:
            path.append(f"resourceGroups/{self.group}")
        if self.kind:
            provider, *types = self.kind.split("/")
            path.append(f"providers/{provider}")
            path.extend(
                f"{kind}/{name}" for kind, name in zip(types, self.names, strict=True)
            )
        return "/".join(path)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResourceId):
            return NotImplemented
        return str(self).casefold() == str(other).casefold()

    def __hash__(self) -> int:
        return hash(str(self).casefold())

    @property
    def name(self) -> str:
        """Its own name: the last; a group's is the group's."""
        return self.names[-1] if self.names else self.group or self.subscription

    @property
    def path(self) -> str:
        """As the path of an address: what an address cannot hold is escaped."""
        return quote(str(self), safe="/()-_.~")

    def is_a(self, kind: str) -> bool:
        """Whether it names a resource of this kind."""
        return self.kind.casefold() == kind.casefold()

    def child(self, kind: str, name: str) -> "ResourceId":
        """What stands within: `child("runOutputs", "vhd")`."""
        return ResourceId(
            self.subscription, self.group, f"{self.kind}/{kind}", (*self.names, name)
        )


def parse_id(text: str) -> ResourceId | None:
    """Take an id apart; None when it is none, or would lead elsewhere as a path."""
    parts = text.removeprefix("/").removesuffix("/").split("/")
    if not all(map(_SEGMENT.fullmatch, parts)) or _DOTS & set(parts):
        return None
    group = None
    if len(parts) < 2 or parts[0].casefold() != "subscriptions":
        return None
    subscription, rest = parts[1], parts[2:]
    if rest and rest[0].casefold() == "resourcegroups":
        if len(rest) < 2:
            return None
        group, rest = rest[1], rest[2:]
    if not rest:
        return ResourceId(subscription, group)
    if rest[0].casefold() != "providers" or len(rest) < 4 or len(rest) % 2:
        return None
    return ResourceId(
        subscription, group, "/".join((rest[1], *rest[2::2])), tuple(rest[3::2])
    )


def template_id(subscription: str, group: str, name: str) -> ResourceId:
    """The id of an image template.

    Raises:
        ValueError: One of the three cannot be part of an id.
    """
    for part in (subscription, group, name):
        if not _SEGMENT.fullmatch(part) or part in _DOTS:
            raise ValueError(f"{part!r} cannot be part of a resource's id")
    return ResourceId(subscription, group, IMAGE_TEMPLATE, (name,))
