"""What rules of several chapters ask of a value."""

import re
from collections.abc import Callable

from integrity.template.blocks import Block, NotKnown
from integrity.template.model import Form, Part
from integrity.template.nodes import Node, Reason, StringNode, UnknownNode
from integrity.template.resource_ids import is_unfinished

_SHOWN = 60
"""Characters of an id that tell it from others; the rest is a subscription's."""

_EXPRESSION_INSIDE = re.compile(r"\[[A-Za-z]+\(")


def lacks(block: Block, key: str) -> bool:
    """Say whether a value is missing: absent, null or blank. One of another type is not.

    Raises:
        NotKnown: It is not known offline, or a parameter leaves it open.
    """
    node = block.known(key)
    if node is not None and block.is_open(node):
        raise NotKnown(left_open(node))
    return is_blank(node)


def is_blank(node: Node | None) -> bool:
    """Say whether a value says nothing: absent, or a blank text."""
    return node is None or (isinstance(node, StringNode) and not node.value.strip())


def left_open(node: Node) -> UnknownNode:
    """The unknown value in place of a default that is empty."""
    return UnknownNode(node.span, Reason.EXPRESSION, node.span.text)


def id_problem(
    block: Part, key: str, fits: Callable[[str], bool], kind: str
) -> str | None:
    """What is wrong with a resource id: missing, or not one of its kind.

    Nothing is, while a tool that goes over the file still has to fill it in.

    Raises:
        NotKnown: It is not known offline.
    """
    if lacks(block, key):
        return f"{key} is required: the id of {kind}"
    text = block.text(key)
    if text is None or fits(text):
        return None
    inside = _EXPRESSION_INSIDE.search(text)
    if inside and block.template.form is Form.DEPLOYMENT:
        return (
            f"{inside.group()}…] inside a text is not worked out;"
            " make the whole value one: [format('…{0}…', …)]"
        )
    return None if is_unfinished(text) else f"'{_end_of(text)}' is not the id of {kind}"


def _end_of(text: str) -> str:
    """An id for messages: its last names, where it is long and begins as it should."""
    if len(text) <= 2 * _SHOWN or not text.casefold().startswith("/subscriptions/"):
        return text
    tail = text[-_SHOWN:]
    return "…" + tail[max(0, tail.find("/")) :]
