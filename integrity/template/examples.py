"""What a recorded call says of the image template that it sends or answers."""

from integrity.template.nodes import Member, Node, ObjectNode, StringNode


def has_source(resource: ObjectNode) -> bool:
    """Say whether a template is whole: a call that updates one sends less."""
    properties = resource.get("properties")
    body = properties if isinstance(properties, ObjectNode) else resource
    return body.get("source") is not None


def with_version(resource: ObjectNode, parameters: Node | None) -> ObjectNode:
    """The template with the api-version that the call states beside it."""
    version = (
        parameters.member("api-version") if isinstance(parameters, ObjectNode) else None
    )
    if version is None or resource.get("apiVersion") is not None:
        return resource
    key = StringNode(version.key.span, "apiVersion", computed=True)
    members = (*resource.members, Member(key, version.value))
    return ObjectNode(resource.span, members)
