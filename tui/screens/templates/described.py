"""What a template is in two lines, as far as its text alone tells."""

from collections.abc import Iterator

from integrity.safe_text import Safe, safe_text
from integrity.template.blocks import NotKnown
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import NumberNode, StringNode
from tui.glyphs import Glyphs


def described(template: ImageTemplate, glyphs: Glyphs) -> Iterator[Safe]:
    """Where it builds, on what, for how long, as whom: as far as it is known."""
    dot = f" {glyphs.bullet} "
    location = _known(template.envelope, "location")
    size = _known(template.vm_profile, "vmSize")
    limit = _known(_properties(template), "buildTimeoutInMinutes")
    parts = [
        *([f"location {location}"] if location else []),
        *([size] if size else []),
        *([f"{limit} min limit"] if limit else []),
    ]
    if parts:
        yield safe_text(dot.join(parts))
    yield safe_text(
        f"{template.os.value} {glyphs.bullet} api-version {template.version}"
    )


def _properties(template: ImageTemplate) -> Part | None:
    try:
        return template.properties
    except NotKnown:
        return None


def _known(part: Part | None, key: str) -> str | None:
    node = part.get(key) if part is not None else None
    if isinstance(node, StringNode):
        return node.value
    return str(node.value) if isinstance(node, NumberNode) else None
