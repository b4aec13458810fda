"""What rules of several chapters ask of a value."""

from collections.abc import Callable

from integrity.template.blocks import Block
from integrity.template.nodes import StringNode
from integrity.template.resource_ids import is_unfinished


def lacks(block: Block, key: str) -> bool:
    """Say whether a value is missing: absent, null or blank. One of another type is not.

    Raises:
        NotKnown: It is not known offline.
    """
    node = block.known(key)
    return node is None or (isinstance(node, StringNode) and not node.value.strip())


def id_problem(
    block: Block, key: str, fits: Callable[[str], bool], kind: str
) -> str | None:
    """What is wrong with a resource id: missing, or not one of its kind.

    Nothing is, while a tool that goes over the file still has to fill it in.

    Raises:
        NotKnown: It is not known offline.
    """
    if lacks(block, key):
        return f"{key} is required: the id of {kind}"
    text = block.text(key)
    if text is None or is_unfinished(text) or fits(text):
        return None
    return f"'{text}' is not the id of {kind}"
