"""Whether an object is an image template's resource, and whether the service wrote it."""

from integrity.template.kinds import looks_like_properties
from integrity.template.model import Form
from integrity.template.nodes import ObjectNode, text_at, value_at
from integrity.template.placeholders import has_placeholder
from integrity.template.resource_ids import IMAGE_TEMPLATE

_TYPE = IMAGE_TEMPLATE.casefold()
_NAMESPACE = "virtualmachineimage"
_READ_ONLY_KEYS = (
    "provisioningState", "provisioningError", "lastRunStatus", "exactStagingResourceGroup",
)  # fmt: skip


def is_resource(node: ObjectNode) -> bool:
    """Say whether an object is an image template with its envelope."""
    if node.get("properties") is None:
        return _folded_type(node) == _TYPE and not is_flattened(node)
    return is_image_template(_folded_type(node), node)


def is_image_template(kind: str, node: ObjectNode) -> bool:
    """Say whether a resource is an image template, also one of a wrong type.

    A type that is missing or wrong is a finding; so the properties have to decide.
    """
    if kind.rstrip("/") == _TYPE:
        return True
    if kind.startswith(_TYPE + "/") or ":" in kind:  # a part of one; Pulumi's
        return False
    return looks_like_properties(node.get("properties")) and (
        not kind or _NAMESPACE in kind or "imagetemplate" in kind
    )


def is_flattened(node: ObjectNode) -> bool:
    """Say whether a command showed a template with its properties lifted out."""
    return (
        _folded_type(node) == _TYPE
        and node.get("properties") is None
        and any(node.get(key) is not None for key in ("id", "provisioningState"))
        and looks_like_properties(node)
    )


def live_or(node: ObjectNode, form: Form) -> Form:
    """The form of a resource: what only the service writes tells it."""
    is_live = (
        _TYPE in (text_at(node, "id") or "").casefold()
        or node.get("systemData") is not None
        or any(value_at(node, "properties", key) for key in _READ_ONLY_KEYS)
    )
    return Form.LIVE if is_live else form


def _folded_type(node: ObjectNode) -> str:
    """The type; empty when there is none, or none that is known."""
    text = (text_at(node, "type") or "").strip().casefold()
    return "" if has_placeholder(text) or text.startswith("[") else text
