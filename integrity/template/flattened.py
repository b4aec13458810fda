"""Image templates whose properties a command has lifted out, as `az … show` does."""

from integrity.template.nodes import Member, ObjectNode, made_member

_ENVELOPE_KEYS = frozenset(
    (
        "id", "name", "type", "apiversion", "location", "tags", "identity", "systemdata",
        "resourcegroup", "dependson", "etag", "kind", "managedby", "plan", "sku", "zones",
        "extendedlocation",
    )
)  # fmt: skip


def unflattened(node: ObjectNode) -> ObjectNode:
    """The envelope, and the properties back in their place."""
    envelope: list[Member] = []
    properties: list[Member] = []
    for member in node.members:
        is_outer = member.key.value.casefold() in _ENVELOPE_KEYS
        (envelope if is_outer else properties).append(member)
    inner = ObjectNode(node.span, tuple(properties), computed=True)
    return ObjectNode(node.span, (*envelope, made_member("properties", inner)))
