"""The resources of a deployment template, those of nested deployments among them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from integrity.dataclass import dataclass
from integrity.template.context import Context
from integrity.template.expressions.evaluation import evaluate, resolve
from integrity.template.expressions.scope import Scope, Shared
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NumberNode,
    ObjectNode,
    Reason,
    UnknownNode,
    children,
    names_in,
    text_at,
    value_at,
)
from integrity.template.placeholders import has_placeholder

_DEPLOYMENT_TYPES = frozenset(
    ("microsoft.resources/deployments", "microsoft.resources/deploymentstacks")
)
_TURN = "copyindex"
_SIGNS = ("virtualmachineimage", "imagetemplate", "customize", "distribute")
_TEMPLATE_SPEC_TYPE = "microsoft.resources/templatespecs/versions"
_ESCAPED = '"[['
"""Begins an expression that is the template spec's own, not the deployment's around."""

MAX_TURNS = 32
"""Turns of a resource's copy loop that are judged, each as a resource of its own."""

_OUTSIDE_LOOPS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a deployment template, not resolved yet."""

    node: ObjectNode

    kind: str
    """Its type with those of the resources around it, folded; empty when unknown."""

    scope: Scope

    turns: Mapping[str, int]
    """The turns of its copy loop, and of those around it."""

    def resolved(self) -> ObjectNode:
        """The resource with its expressions replaced, without its loop."""
        members = tuple(
            member
            for member in self.node.members
            if member.key.value.casefold() not in ("copy", "resources")
        )
        node = ObjectNode(self.node.span, members)
        resolved = resolve(node, self.scope, turns=self.turns)
        return resolved if isinstance(resolved, ObjectNode) else node


def is_deployment_template(node: Node | None) -> bool:
    """Say whether an object has the resources of a deployment template."""
    return isinstance(node, ObjectNode) and isinstance(
        node.get("resources"), ArrayNode | ObjectNode
    )


def resources_of(
    template: ObjectNode, scope: Scope, turns: Mapping[str, int] = _OUTSIDE_LOOPS
) -> Iterator[Resource]:
    """Every resource of a template, in the order of the file.

    A `condition` does not matter: what is not deployed today is judged all the same.

    Args:
        turns: Those of the copy loops around.
    """
    for node in _entries(template.get("resources")):
        yield from _resource(node, scope, turns, parent="")


def _entries(section: Node | None) -> Iterator[ObjectNode]:
    """Resources in an array, or as an object by symbolic names; not existing ones."""
    for node in children(section):
        if isinstance(node, ObjectNode) and not _exists(node):
            yield node


def _exists(node: ObjectNode) -> bool:
    flag = node.get("existing")
    return isinstance(flag, BooleanNode) and flag.value


def _resource(
    node: ObjectNode, scope: Scope, around: Mapping[str, int], parent: str
) -> Iterator[Resource]:
    for turns in _turns(node, scope, around):
        yield from _one_turn(node, scope, turns, parent)


def _one_turn(
    node: ObjectNode, scope: Scope, turns: Mapping[str, int], parent: str
) -> Iterator[Resource]:
    kind = _kind(node, scope, parent)
    yield Resource(node, kind, scope, turns)
    if kind in _DEPLOYMENT_TYPES:
        yield from _nested(node, scope, turns)
    elif kind == _TEMPLATE_SPEC_TYPE:
        yield from _template_spec(node, scope)
    for child in _entries(node.get("resources")):
        yield from _resource(child, scope, turns, parent=kind)


def _kind(node: ObjectNode, scope: Scope, parent: str) -> str:
    value = node.get("type")
    kind = text_at(resolve(value, scope)) if value is not None else None
    folded = (kind or "").strip().casefold()
    is_relative = parent and "." not in folded.partition("/")[0]
    return f"{parent}/{folded}" if is_relative else folded


def _turns(
    node: ObjectNode, scope: Scope, around: Mapping[str, int]
) -> Iterator[Mapping[str, int]]:
    """The turns of a resource's copy loop; without one, what holds around."""
    loop = node.get("copy")
    if not isinstance(loop, ObjectNode):
        yield around
        return
    names = ("", (text_at(loop, "name") or "").casefold())
    for turn in range(_turns_that_differ(node, loop.get("count"), scope)):
        if turn and not scope.shared.take_turn(len(node.span.text)):
            return
        yield {**around, **dict.fromkeys(names, turn)}


def _turns_that_differ(node: ObjectNode, count: Node | None, scope: Scope) -> int:
    """How many turns to look at; the first stands for all that are like it."""
    if count is None or not _speaks_of_images(node) or _TURN not in _folded(node):
        return 1
    value = resolve(count, scope.aside())
    turns = value.value if isinstance(value, NumberNode) else 1
    return min(max(int(turns), 1), MAX_TURNS)


def _nested(
    node: ObjectNode, scope: Scope, turns: Mapping[str, int]
) -> Iterator[Resource]:
    """The resources of a nested deployment; a linked one is not at hand."""
    properties = node.get("properties")
    template = value_at(properties, "template")
    if not isinstance(template, ObjectNode) or not _speaks_of_images(template):
        return
    if not _is_inner(properties, template):
        yield from resources_of(template, scope, turns)
        return
    passed_on = _passed_on(properties, scope, turns)
    fault_undeclared(passed_on, template, scope.shared)
    inner = Scope(
        template,
        given=values_of(passed_on),
        context=_inner_context(node, template, scope, turns),
        shared=scope.shared,
    )
    yield from resources_of(template, inner)


def _speaks_of_images(template: ObjectNode) -> bool:
    """Say whether a template can hold an image template at all.

    A large deployment has dozens of nested ones: resolving what they are all given
    would cost time, and tell of parameters that no image hangs on.
    """
    text = _folded(template)
    return any(sign in text for sign in _SIGNS)


def _folded(node: ObjectNode) -> str:
    return node.span.text.casefold()


def _is_inner(properties: Node | None, template: ObjectNode) -> bool:
    """Say whether the expressions of a nested template are its own."""
    scope = text_at(properties, "expressionEvaluationOptions", "scope")
    if scope is not None:
        return scope.casefold() == "inner"
    return isinstance(template.get("resources"), ObjectNode)


def _passed_on(
    properties: Node | None, scope: Scope, turns: Mapping[str, int]
) -> Node | None:
    """The parameters passed on; an entry may itself be an expression for `{value: …}`."""
    section = value_at(properties, "parameters")
    return None if section is None else evaluate(section, scope, turns=turns)


def fault_undeclared(
    section: Node | None, template: ObjectNode, shared: Shared
) -> None:
    """Keep as faults the parameters that a deployment gives and its template lacks."""
    declared = {name.casefold() for name in names_in(template.get("parameters"))}
    for member in section.members if isinstance(section, ObjectNode) else ():
        name = member.key.value
        if name.casefold() not in declared and not has_placeholder(name):
            message = (
                f"parameter '{name}' is given, and its template declares none such"
            )
            shared.fault(member.key.span, message)


def values_of(section: Node | None) -> dict[str, Node]:
    """The values of `{"name": {"value": …}}`; one that is only referred to is unknown."""
    values: dict[str, Node] = {}
    for member in section.members if isinstance(section, ObjectNode) else ():
        entry = member.value
        referred = UnknownNode(entry.span, Reason.EXPRESSION, "a reference")
        values[member.key.value] = value_at(entry, "value") or referred
    return values


def _inner_context(
    node: ObjectNode, template: ObjectNode, scope: Scope, turns: Mapping[str, int]
) -> Context:
    """Where a nested deployment goes: where the one around goes, unless it says."""
    context = scope.context
    subscription = node.get("subscriptionId")
    if subscription is not None:
        told = text_at(resolve(subscription, scope, turns=turns)) or None
        context = Context(subscription=told, region=context.region)
    group = node.get("resourceGroup")
    if group is not None:
        told = text_at(resolve(group, scope, turns=turns)) or None
        context = replace(context, resource_group=told, location=None)
    return context if goes_to_a_group(template) else outside_of_groups(context)


def outside_of_groups(context: Context) -> Context:
    """What holds of a deployment that goes to no resource group."""
    return replace(context, resource_group=None, location=None)


def goes_to_a_group(template: ObjectNode) -> bool:
    """Say whether a template is deployed to a resource group, by its `$schema`."""
    schema = (text_at(template, "$schema") or "").casefold()
    others = ("subscriptiondeployment", "managementgroupdeployment", "tenantdeployment")
    return not any(other in schema for other in others)


def _template_spec(node: ObjectNode, scope: Scope) -> Iterator[Resource]:
    """The resources of the template that a template spec keeps for later."""
    template = value_at(node, "properties", "mainTemplate")
    if isinstance(template, ObjectNode) and _ESCAPED in template.span.text:
        template = evaluate(template, scope)
    if isinstance(template, ObjectNode):
        yield from resources_of(template, Scope(template, shared=scope.shared))
