"""Files of Terraform in JSON: configurations, and plans and states as it shows them."""

from collections.abc import Iterator

from integrity.template.azapi import is_azapi
from integrity.template.json_texts import value_in
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    StringNode,
    children,
    made_member,
    value_at,
)

_KINDS = ("azapi_resource", "azurerm_resource_group_template_deployment")
_DEEPEST_MODULE = 20


def resources_of_terraform(node: ObjectNode) -> Iterator[ObjectNode]:
    """What may make image templates: azapi's resources, and deployments of templates.

    They stand in `resource.<kind>.<name>` of a configuration, and among the values of
    a plan or a state, as `terraform show -json` prints them.
    """
    for kind in _KINDS:
        for named in children(value_at(node, "resource", kind)):
            blocks = children(named) if isinstance(named, ArrayNode) else (named,)
            yield from filter(None, map(_of_use, blocks))
    for key in ("planned_values", "values"):
        yield from _in_module(value_at(node, key, "root_module"))


def _in_module(module: Node | None, depth: int = 0) -> Iterator[ObjectNode]:
    """Those of a module, and of the modules that it calls."""
    if depth > _DEEPEST_MODULE:
        return
    for resource in children(value_at(module, "resources")):
        found = _of_use(value_at(resource, "values"))
        if found is not None:
            yield found
    for inner in children(value_at(module, "child_modules")):
        yield from _in_module(inner, depth + 1)


def _of_use(node: Node | None) -> ObjectNode | None:
    if not isinstance(node, ObjectNode):
        return None
    return node if is_azapi(node) else _deployment(node)


def _deployment(node: ObjectNode) -> ObjectNode | None:
    """A deployment of azurerm as Resource Manager gets it: its contents are texts."""
    properties = [
        made_member(name, value)
        for name, key in (
            ("template", "template_content"),
            ("parameters", "parameters_content"),
        )
        if (value := _content(node.get(key))) is not None
    ]
    if not properties:
        return None
    inner = ObjectNode(node.span, tuple(properties), computed=True)
    return ObjectNode(node.span, (made_member("properties", inner),), computed=True)


def _content(node: Node | None) -> Node | None:
    return value_in(node) if isinstance(node, StringNode) else None
