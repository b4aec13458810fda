"""What rules of several chapters ask of a value."""

import re
from collections.abc import Callable

from integrity.template.blocks import Block
from integrity.template.model import Form, Part
from integrity.template.nodes import StringNode
from integrity.template.resource_ids import is_unfinished

_EXPRESSION_INSIDE = re.compile(r"\[[A-Za-z]+\(")


def lacks(block: Block, key: str) -> bool:
    """Say whether a value is missing: absent, null or blank. One of another type is not.

    Raises:
        NotKnown: It is not known offline.
    """
    node = block.known(key)
    return node is None or (isinstance(node, StringNode) and not node.value.strip())


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
    if block.template.form is Form.DEPLOYMENT and _EXPRESSION_INSIDE.search(text):
        return (
            f"the expression inside '{text}' is left as it stands: only a value that"
            " is one from [ to ] is worked out"
        )
    return None if is_unfinished(text) else f"'{text}' is not the id of {kind}"
