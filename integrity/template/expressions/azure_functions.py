"""Functions of expressions that name resources, and those only Azure can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from integrity.quantities import counted
from integrity.template.clouds import cloud_of
from integrity.template.expressions.parser import Access, Call
from integrity.template.expressions.values import (
    Function,
    Maker,
    Refused,
    Unknowable,
    text_of,
)
from integrity.template.nodes import HOLE, Node, ObjectNode, StringNode, outlined
from integrity.template.placeholders import has_placeholder

_GROUP = "microsoft.resources/resourcegroups"
"""A group's id has no provider in it."""


def resource_id(make: Maker, *parts: Node) -> Node:
    """The id of a resource in a resource group; its kind, where no more is known."""
    kind = _checked_kind(parts)
    if kind and not all(isinstance(part, StringNode) for part in parts):
        return _some_id(make, kind, parts)
    texts = [text_of(part) for part in parts]
    at = _type_at(texts, most=2)
    subscription = texts[0] if at == 2 else make.context.subscription
    group = texts[at - 1] if at else make.context.resource_group
    if not subscription or not group:
        return _some_id(make, kind, parts)
    provider = _provider_path(texts[at:])
    return make.text(f"/subscriptions/{subscription}/resourceGroups/{group}{provider}")


def subscription_resource_id(make: Maker, *parts: Node) -> Node:
    """The id of a resource at a subscription."""
    texts = [text_of(part) for part in parts]
    at = _type_at(texts, most=1)
    subscription = texts[0] if at else make.context.subscription
    if not subscription:
        raise Unknowable
    if texts[at].casefold() == _GROUP and len(texts) == at + 2:
        return make.text(f"/subscriptions/{subscription}/resourceGroups/{texts[-1]}")
    return make.text(f"/subscriptions/{subscription}{_provider_path(texts[at:])}")


def tenant_resource_id(make: Maker, *parts: Node) -> Node:
    """The id of a resource at the tenant."""
    return make.text(_provider_path([text_of(part) for part in parts]))


def extension_resource_id(make: Maker, base: Node, *parts: Node) -> Node:
    """The id of a resource that extends another."""
    provider = _provider_path([text_of(part) for part in parts])
    return make.text(text_of(base).rstrip("/") + provider)


def _checked_kind(parts: Sequence[Node]) -> str:
    """The type of the resource that is named; empty where it is not known.

    Raises:
        Refused: The type asks for more names, or for less.
    """
    for index, part in enumerate(parts[:3]):
        text = part.value if isinstance(part, StringNode) else ""
        kind = text.strip("/")
        namespace, *types = kind.split("/")
        if all(types) and types and "." in namespace and not has_placeholder(text):
            names = len(parts) - index - 1
            if len(types) != names:
                wanted = counted(len(types), "name")
                raise Refused(f"the id of '{kind}' takes {wanted}, not {names}")
            return kind
    return ""


def _some_id(make: Maker, kind: str, parts: Sequence[Node]) -> Node:
    """An id of which not all names are known."""
    return replace(make.some_text(_outline(make, parts)), resource_kind=kind)


def _outline(make: Maker, parts: Sequence[Node]) -> str:
    texts = list(map(outlined, parts))
    try:
        at = _type_at(texts, most=2)
        provider = _provider_path(texts[at:])
    except Unknowable:
        return ""
    subscription = texts[0] if at == 2 else make.context.subscription or HOLE
    group = texts[at - 1] if at else make.context.resource_group or HOLE
    return f"/subscriptions/{subscription}/resourceGroups/{group}{provider}"


def _type_at(texts: list[str], most: int) -> int:
    """How many arguments stand before the resource type."""
    for index, text in enumerate(texts[: most + 1]):
        if "/" in text:
            return index
    raise Unknowable


def _provider_path(texts: list[str]) -> str:
    """`/providers/…` of a type and its names."""
    if not texts:
        raise Unknowable
    namespace, *types = texts[0].strip("/").split("/")
    names = texts[1:]
    if len(types) != len(names) or not all(names) or not namespace:
        raise Unknowable
    pairs = (f"/{kind}/{name}" for kind, name in zip(types, names, strict=True))
    return f"/providers/{namespace}" + "".join(pairs)


def subscription(make: Maker) -> Node:
    """The subscription that the deployment goes to."""
    identifier = make.context.subscription
    path = None if identifier is None else f"/subscriptions/{identifier}"
    return make.object(
        (
            make.member("id", _told(make, path, f"/subscriptions/{HOLE}")),
            make.member("subscriptionId", _told(make, identifier)),
            make.member("tenantId", make.unknown()),
            make.member("displayName", make.unknown()),
        )
    )


def resource_group(make: Maker) -> Node:
    """The resource group that the deployment goes to."""
    where, name = make.context.subscription, make.context.resource_group
    known = where is not None and name is not None
    path = f"/subscriptions/{where}/resourceGroups/{name}" if known else None
    outline = f"/subscriptions/{HOLE}/resourceGroups/{HOLE}"
    return make.object(
        (
            make.member("id", _told(make, path, outline)),
            make.member("name", _told(make, name)),
            make.member("location", _told(make, make.context.location)),
            make.member("type", make.text("Microsoft.Resources/resourceGroups")),
            make.member("tags", make.unknown()),
            make.member("managedBy", make.unknown()),
            make.member("properties", make.unknown()),
        )
    )


def check_access(access: Access, target: Node, key: Node) -> None:
    """See that a resource group has what is asked of it; all that it has is known.

    Raises:
        Refused: It has not.
    """
    asked = access.target
    is_groups = isinstance(asked, Call) and asked.name.casefold() == "resourcegroup"
    if not is_groups or access.safe or not isinstance(target, ObjectNode):
        return
    if isinstance(key, StringNode) and target.get(key.value) is None:
        names = ", ".join(member.key.value for member in target.members)
        raise Refused(f"resourceGroup() has no {key.value}, only {names}")


def deployment(make: Maker) -> Node:
    """The deployment, of which only its region may be known."""
    return make.object((make.member("location", _told(make, make.context.region)),))


def environment(make: Maker) -> Node:
    """The cloud, where the region tells it."""
    if make.context.region is None:
        raise Unknowable
    cloud = cloud_of(make.context.region)
    suffixes = (
        make.member("storage", make.text(cloud.storage)),
        make.member("keyvaultDns", make.text(cloud.key_vaults)),
    )
    return make.object(
        (
            make.member("name", make.text(cloud.name)),
            make.member("resourceManager", make.text(cloud.resource_manager)),
            make.member("suffixes", make.object(suffixes)),
        )
    )


def _told(make: Maker, value: str | None, outline: str = HOLE) -> Node:
    return make.some_text(outline) if value is None else make.text(value)


AZURE_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "resourceId": resource_id,
        "subscriptionResourceId": subscription_resource_id,
        "tenantResourceId": tenant_resource_id,
        "extensionResourceId": extension_resource_id,
        "subscription": subscription,
        "resourceGroup": resource_group,
        "deployment": deployment,
        "environment": environment,
    }
)

UNKNOWABLE = (
    "dateTimeAdd", "dateTimeFromEpoch", "dateTimeToEpoch", "deployer",
    "externalInput", "fail", "getSecret", "guid", "list*", "managementGroup",
    "managementGroupResourceId", "newGuid", "parseCidr", "cidrHost", "cidrSubnet",
    "pickZones", "providers", "reference", "references", "tenant", "toLogicalZone",
    "toLogicalZones", "toPhysicalZone", "toPhysicalZones", "uniqueString", "utcNow",
)  # fmt: skip
"""Functions whose result is not known here.

Only Azure knows it, or it is another one each time; times and networks are not judged.
"""
