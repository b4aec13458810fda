"""An image template as Terraform's azapi provider takes it: a body, and what is beside."""

from collections.abc import Iterator

from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Member,
    Node,
    ObjectNode,
    StringNode,
    children,
    made_member,
    text_at,
    without_nulls,
)
from integrity.template.resource_ids import IMAGE_TEMPLATE

_TYPE = IMAGE_TEMPLATE.casefold() + "@"
_BESIDE_THE_BODY = ("name", "location", "tags")


def is_azapi(node: ObjectNode) -> bool:
    """Say whether an object is such a resource: its type ends in `@` and a version."""
    kind = (text_at(node, "type") or "").casefold()
    return kind.startswith(_TYPE) and _body(node) is not None


def _body(node: ObjectNode) -> ObjectNode | None:
    """The body; before version 2 azapi took it as the text that jsonencode gives."""
    body = node.get("body")
    if isinstance(body, StringNode):
        from integrity.template.json_texts import value_in  # version 2 has objects

        body = value_in(body)
    return body if isinstance(body, ObjectNode) else None


def enveloped(node: ObjectNode) -> ObjectNode:
    """The image template that such a resource makes; what its body says goes first."""
    body = _body(node)
    if body and _drops_nulls(node):
        body = without_nulls(body)
    inner = body.members if body else ()
    stated = {member.key.value.casefold() for member in inner}
    beside = (
        member
        for member in (*_named(node), *_beside(node))
        if member.key.value.casefold() not in stated
    )
    return ObjectNode(node.span, (*beside, *inner))


def _drops_nulls(node: ObjectNode) -> bool:
    """Say whether azapi leaves out what is null in the body; it sends that otherwise."""
    said = node.get("ignore_null_property")
    return isinstance(said, BooleanNode) and said.value


def _named(node: ObjectNode) -> Iterator[Member]:
    """The type and the api-version, which azapi has in one text."""
    stated = node.get("type")
    if isinstance(stated, StringNode):
        kind, _, version = stated.value.partition("@")
        for key, text in (("type", kind), ("apiVersion", version)):
            yield made_member(key, StringNode(stated.span, text, computed=True))


def _beside(node: ObjectNode) -> Iterator[Member]:
    for key in _BESIDE_THE_BODY:
        member = node.member(key)
        if member is not None:
            yield member
    identity = node.get("identity")
    blocks = children(identity) if isinstance(identity, ArrayNode) else (identity,)
    for block in blocks[:1]:
        if block is not None:
            yield made_member("identity", _identity(block))


def _identity(block: Node) -> Node:
    """The block `identity` as the service has it: ids are keys there."""
    named = block.get("identity_ids") if isinstance(block, ObjectNode) else None
    if not isinstance(block, ObjectNode) or not isinstance(named, ArrayNode):
        return block
    ids = [one for one in named.items if isinstance(one, StringNode)]
    members = (Member(one, ObjectNode(one.span, (), computed=True)) for one in ids)
    keys = ObjectNode(named.span, tuple(members), computed=True)
    kind = (member for member in block.members if member.key.value == "type")
    return ObjectNode(block.span, (*kind, made_member("userAssignedIdentities", keys)))
