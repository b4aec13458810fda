"""A template with the right key beside each misspelt one, so that nobody misses it."""

from collections.abc import Mapping
from dataclasses import replace

from integrity.template.model import ImageTemplate
from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
)


def with_names_meant(
    template: ImageTemplate, slips: Mapping[int, str]
) -> ImageTemplate:
    """The template with these keys too; of what they hold nothing is known.

    Args:
        slips: The names that were meant, by the `id` of the misspelt keys' nodes.
    """
    return replace(template, resource=_in_object(template.resource, slips))


def _in_object(node: ObjectNode, slips: Mapping[int, str]) -> ObjectNode:
    members = [replace(one, value=_in_value(one.value, slips)) for one in node]
    members += [_meant(one, slips[id(one.key)]) for one in node if id(one.key) in slips]
    return ObjectNode(node.span, tuple(members), computed=node.computed)


def _in_value(node: Node, slips: Mapping[int, str]) -> Node:
    if isinstance(node, ObjectNode):
        return _in_object(node, slips)
    if isinstance(node, ArrayNode):
        items = tuple(_in_value(item, slips) for item in node.items)
        return replace(node, items=items)
    return node


def _meant(member: Member, name: str) -> Member:
    value = UnknownNode(member.value.span, Reason.MISSPELT, "")
    return Member(StringNode(member.key.span, name, computed=True), value)
