"""What rules of several chapters ask of a value."""

import re
from collections.abc import Callable, Container, Iterator

from integrity.likeness import most_like
from integrity.lint.finding import Complaint
from integrity.lint.severity import Severity
from integrity.template.blocks import Block, NotKnown
from integrity.template.departures import NotAllowed
from integrity.template.model import Form, Part
from integrity.template.nodes import Node, NumberNode, Reason, StringNode, UnknownNode
from integrity.template.properties import Text
from integrity.template.regions import region_misspelt
from integrity.template.resource_ids import (
    has_misspelt_subscription,
    is_unfinished,
    misnamed_gallery,
    stand_in,
)

_SHOWN = 60
"""Characters of an id that tell it from others; the rest is a subscription's."""

_ALIKE = 0.8
"""How like a key has to be to one that is missing; 1 is the same."""

_FILLED_IN_LATER = re.compile(r"<[^<>/]*>?|\$?[({][^(){}]*[)}]")
"""Placeholders, which may have blanks of their own."""

_EXPRESSION_INSIDE = re.compile(r"\[[A-Za-z]+\(")


def lacks(block: Block, key: str) -> bool:
    """Say whether a value is missing: absent, null or blank. One of another type is not.

    Raises:
        NotKnown: It is not known offline, or a parameter leaves it open.
    """
    return is_blank(settled(block, key))


def is_blank(node: Node | None) -> bool:
    """Say whether a value says nothing: absent, or a blank text."""
    return node is None or (isinstance(node, StringNode) and not node.value.strip())


def is_count(node: Node) -> bool:
    """Say whether a value is a whole number, 0 or more."""
    return (
        isinstance(node, NumberNode) and isinstance(node.value, int) and node.value >= 0
    )


def settled(block: Block, key: str) -> Node | None:
    """The value, unless an empty default of a parameter is in it.

    Raises:
        NotKnown: It is not known offline, or a parameter leaves it open.
    """
    node = block.known(key)
    if node is not None and node.open:
        raise left_open(node)
    return node


def _meant_for(block: Block, key: str) -> str:
    """What to add to the news that a key is missing, where one is like it: `type:`."""
    if block.node.member(key) is not None:
        return ""  # it is there, and null
    names = [member.key.value for member in block.node]
    near = most_like(key, names, _ALIKE)
    return f"; did you mean '{key}' by '{near:.40}'?" if near else ""


def kind_problem(part: Part, kinds: Container[str], what: str) -> str | None:
    """What is wrong with a part's type: missing, no text, or none of the kinds.

    Raises:
        NotKnown: It is not known offline.
    """
    kind = part.kind
    if kind in kinds:
        return None
    if part.get("type") is None:
        return f"the {what} has no type{_meant_for(part, 'type')}"
    if kind is None:
        return f"the type of the {what} must be a string"
    return f"unknown {what} type '{kind:.40}'"


def left_open(node: Node) -> NotKnown:
    """What to raise where the deployment gives what the template leaves empty."""
    return NotKnown(UnknownNode(node.span, Reason.EXPRESSION, node.span.text))


def id_problem(
    block: Part, key: str, fits: Callable[[str], bool], kind: str
) -> str | None:
    """What is wrong with a resource id: missing, or not one of its kind.

    Nothing is, while a tool that goes over the file still has to fill it in.

    Raises:
        NotKnown: It is not known offline.
    """
    node = block.get(key)
    named = node.resource_kind if isinstance(node, UnknownNode) else ""
    if named and not fits(stand_in(named)):
        return f"the id of a resource '{named}' is not that of {kind}"
    if isinstance(node, UnknownNode):
        from integrity.template.outlines import outline_of  # most ids are known

        outline = outline_of(node)
        problem = unfinished_id_problem(outline, fits, kind) or _expression_left_in(
            block, outline
        )
        if problem:
            return problem
    if lacks(block, key):
        return f"{key} is required: the id of {kind}"
    text = block.text(key)
    if text is None or fits(text):
        return None
    left = _expression_left_in(block, text)
    if left or is_unfinished(text):
        return left
    return f"'{_end_of(text)}' is not the id of {kind}{slip_in(text)}"


def _expression_left_in(block: Part, text: str) -> str | None:
    """What to say of an expression with something around it: it stays what it is."""
    inside = _EXPRESSION_INSIDE.search(text)
    if inside is None or block.template.form is not Form.DEPLOYMENT:
        return None
    return (
        f"{inside.group()}…] inside a text is not worked out;"
        " make the whole value one: [format('…{0}…', …)]"
    )


def misnamed_gallery_in(block: Part, key: str) -> Iterator[Complaint]:
    """What to say of an id of the right form whose gallery cannot be.

    Raises:
        NotKnown: It is not known offline.
    """
    gallery = misnamed_gallery(block.text(key) or "")
    if gallery is not None:
        yield Complaint(
            block.span_of(key),
            f"no gallery can be called '{gallery}'",
            severity=Severity.WARNING,
            help="Names of galleries have letters, digits, underscores and periods only.",
        )


def misspelt_in(node: Node | None) -> Iterator[Complaint]:
    """What to say of a target's region whose name has a slip of the pen."""
    if not isinstance(node, StringNode):
        return
    meant = region_misspelt(node.value)
    if meant is not None:
        yield Complaint(
            node.span,
            f"no region is called '{node.value:.40}'; did you mean '{meant}'?",
            severity=Severity.WARNING,
            help=f"Write {meant}.",
        )


def unfinished_id_problem(
    outline: str, fits: Callable[[str], bool], kind: str
) -> str | None:
    """What is wrong with an id whatever is put in place of what is not known."""
    from integrity.template.outlines import cannot_be, shown  # most ids are known

    if not cannot_be(outline, fits):
        return None
    return (
        f"'{_end_of(shown(outline))}' is not the id of {kind},"
        f" whatever is put into it{slip_in(outline)}"
    )


def slip_in(text: str) -> str:
    """What to add to the news that an id is none: a slip that is hard to see."""
    if not text.casefold().startswith("/subscriptions/"):
        return ": an id begins with /subscriptions/"
    if has_misspelt_subscription(text):
        return ": its subscription is not quite a GUID"
    if any(map(str.isspace, _FILLED_IN_LATER.sub("", text))):
        return ": white space is in it"
    if text.endswith("/"):
        return ": a slash is at its end"
    return ": a name is missing between two slashes" if "//" in text[1:] else ""


def slip_of(departure: NotAllowed) -> str:
    """The same of what begins as the id does that it should be."""
    node, wanted = departure.node, departure.wanted
    is_id = isinstance(wanted, Text) and "/subscriptions/" in wanted.example
    text = node.value if is_id and isinstance(node, StringNode) else ""
    slip = slip_in(text) if text.casefold().startswith("/subscriptions/") else ""
    return slip.replace(":", ";")


def _end_of(text: str) -> str:
    """An id for messages: its last names, where it is long and begins as it should."""
    if len(text) <= 2 * _SHOWN or not text.casefold().startswith("/subscriptions/"):
        return text
    tail = text[-_SHOWN:]
    return "…" + tail[max(0, tail.find("/")) :]
