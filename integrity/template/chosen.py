"""A template as it is where what decides between its values has decided."""

from collections.abc import Iterator
from dataclasses import replace

from integrity.template.expressions.caller import Condition
from integrity.template.expressions.parser import (
    ExpressionFault,
    ExpressionTooDeep,
    is_expression,
    parse_expression,
    without_not,
)
from integrity.template.model import ImageTemplate
from integrity.template.nodes import (
    ArrayNode,
    Decisions,
    Node,
    NullNode,
    ObjectNode,
    StringNode,
    UnknownNode,
    children,
)


def choosing_in(node: Node) -> Iterator[UnknownNode]:
    """Every value that is one of some, also within one that may be chosen."""
    if isinstance(node, UnknownNode) and node.choices:
        yield node
    for child in children(node):
        yield from choosing_in(child)


def may_be_deployed(template: ImageTemplate, decisions: Decisions) -> bool:
    """Say whether its own `condition` lets it be where these decisions hold."""
    node = template.resource.get("condition")
    if not isinstance(node, UnknownNode) or not is_expression(node.text):
        return True
    try:
        expression, wanted = without_not(parse_expression(node.text))
    except (ExpressionFault, ExpressionTooDeep):
        return True
    return not any(
        isinstance(one, Condition) and one.expression == expression
        for one, holds in decisions
        if holds is not wanted
    )


def where(template: ImageTemplate, decisions: Decisions) -> ImageTemplate:
    """The template where these decisions hold.

    What hangs on others is not known: one may follow from these. Nor is what would be
    blank: an expression may choose so where nothing ever comes to it.
    """
    return replace(template, resource=_in_object(template.resource, decisions))


def _where(node: Node, decisions: Decisions) -> Node:
    if isinstance(node, UnknownNode):
        chosen = _chosen(node, decisions)
        return _undecided(node) if chosen is None else _where(chosen, decisions)
    if isinstance(node, ArrayNode):
        items = [one for item in node.items for one in _items(item, decisions)]
        return replace(node, items=tuple(items))
    return _in_object(node, decisions) if isinstance(node, ObjectNode) else node


def _in_object(node: ObjectNode, decisions: Decisions) -> ObjectNode:
    members = [
        replace(member, value=_where(member.value, decisions)) for member in node
    ]
    return ObjectNode(node.span, tuple(members), computed=node.computed)


def _items(item: Node, decisions: Decisions) -> tuple[Node, ...]:
    """What stands in an array in place of one item."""
    decided = _where(item, decisions)
    if not (isinstance(item, UnknownNode) and item.many):
        return (decided,)
    if isinstance(decided, ArrayNode):
        return decided.items
    return (_undecided(item),)


def _undecided(node: UnknownNode) -> UnknownNode:
    """Only that it may be nothing at all still counts."""
    nulls = [one for one in node.choices if isinstance(one.value, NullNode)]
    return replace(node, choices=tuple(nulls))


def _chosen(node: UnknownNode, decisions: Decisions) -> Node | None:
    for choice in node.choices:
        if all(one in decisions for one in choice.when):
            return None if _is_blank(choice.value) else choice.value
    return None


def _is_blank(node: Node) -> bool:
    match node:
        case StringNode():
            return not node.value.strip()
        case ArrayNode() | ObjectNode():
            return not children(node)
    return isinstance(node, NullNode)
