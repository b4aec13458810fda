"""An image template as Terraform's azapi provider takes it: a body, and what is beside."""

from collections.abc import Iterator

from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    ObjectNode,
    StringNode,
    children,
    text_at,
    value_at,
)
from integrity.template.resource_ids import IMAGE_TEMPLATE

_TYPE = IMAGE_TEMPLATE.casefold() + "@"
_BESIDE_THE_BODY = ("name", "location", "tags")


def is_azapi(node: ObjectNode) -> bool:
    """Say whether an object is such a resource: its type ends in `@` and a version."""
    kind = (text_at(node, "type") or "").casefold()
    return kind.startswith(_TYPE) and isinstance(node.get("body"), ObjectNode)


def azapi_resources(node: ObjectNode) -> list[ObjectNode]:
    """Those of a file of Terraform in JSON: `resource.azapi_resource.<name>`."""
    return [
        block
        for named in children(value_at(node, "resource", "azapi_resource"))
        for block in (children(named) if isinstance(named, ArrayNode) else (named,))
        if isinstance(block, ObjectNode) and is_azapi(block)
    ]


def enveloped(node: ObjectNode) -> ObjectNode:
    """The image template that such a resource makes; what its body says goes first."""
    body = node.get("body")
    inner = body.members if isinstance(body, ObjectNode) else ()
    stated = {member.key.value.casefold() for member in inner}
    beside = (
        member
        for member in (*_named(node), *_beside(node))
        if member.key.value.casefold() not in stated
    )
    return ObjectNode(node.span, (*beside, *inner))


def _named(node: ObjectNode) -> Iterator[Member]:
    """The type and the api-version, which azapi has in one text."""
    stated = node.get("type")
    if isinstance(stated, StringNode):
        kind, _, version = stated.value.partition("@")
        for key, text in (("type", kind), ("apiVersion", version)):
            yield _member(key, StringNode(stated.span, text, computed=True))


def _beside(node: ObjectNode) -> Iterator[Member]:
    for key in _BESIDE_THE_BODY:
        member = node.member(key)
        if member is not None:
            yield member
    identity = node.get("identity")
    blocks = children(identity) if isinstance(identity, ArrayNode) else (identity,)
    for block in blocks[:1]:
        if block is not None:
            yield _member("identity", _identity(block))


def _identity(block: Node) -> Node:
    """The block `identity` as the service has it: ids are keys there."""
    named = block.get("identity_ids") if isinstance(block, ObjectNode) else None
    if not isinstance(block, ObjectNode) or not isinstance(named, ArrayNode):
        return block
    ids = [one for one in named.items if isinstance(one, StringNode)]
    members = (Member(one, ObjectNode(one.span, (), computed=True)) for one in ids)
    keys = ObjectNode(named.span, tuple(members), computed=True)
    kind = (member for member in block.members if member.key.value == "type")
    return ObjectNode(block.span, (*kind, _member("userAssignedIdentities", keys)))


def _member(key: str, value: Node) -> Member:
    return Member(StringNode(value.span, key, computed=True), value)
