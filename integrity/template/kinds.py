"""What a JSON file is, told by its keys."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Member,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    StringNode,
    UnknownNode,
    children,
    text_at,
    value_at,
)

_SIGNS = frozenset(
    (
        "customize", "distribute", "vmprofile", "stagingresourcegroup", "errorhandling",
        "managedresourcetags", "buildtimeoutinminutes",
    )
)  # fmt: skip
"""Properties that only an image template has."""

_PARTS = (
    (
        "customize",
        frozenset(("shell", "powershell", "file", "windowsrestart", "windowsupdate")),
        ("scriptUri", "inline", "sourceUri", "restartTimeout", "searchCriteria"),
    ),
    (
        "distribute",
        frozenset(("managedimage", "sharedimage", "vhd")),
        ("runOutputName",),
    ),
)
"""Lists of a template: the types of what is in one, and what tells it from others."""

_OF_PACKER = frozenset(("shell", "powershell", "file"))
"""What provisioners are called in Packer, which has `inline` as well."""

_SENDERS = frozenset(
    ("microsoft.logic/workflows", "microsoft.datafactory/factories/pipelines")
)
_SOURCE_SIGNS = ("publisher", "imageId", "imageVersionId", "sourceUri")


def looks_like_properties(node: Node | None) -> bool:
    """Say whether an object has the properties of an image template, or some of them."""
    if not isinstance(node, ObjectNode):
        return False
    for member in node.members:
        key, value = member.key.value.casefold(), member.value
        if key in _SIGNS and not isinstance(value, BooleanNode | NullNode):
            return True
        if key == "source" and _looks_like_source(value):
            return True
    return _has(node, "validate", "inVMValidations") or (
        _has(node, "optimize", "vmBoot") or _has(node, "optimize", "workload")
    )


def without_wrapping(root: Node) -> Node:
    """The properties of a file that holds nothing beside them, as a body for azapi does.

    Its type, its location and its identity stand where the body is used.
    """
    match root:
        case ObjectNode(members=(Member(value=ObjectNode() as properties) as alone,)):
            if alone.key.value == "properties" and looks_like_properties(properties):
                return properties
    return root


def list_of_parts(node: Node) -> str | None:
    """Which list of a template stands in a file alone, or one item of it."""
    items = node.items if isinstance(node, ArrayNode) else (node,)
    parts = [item for item in items if isinstance(item, ObjectNode)]
    if _are_of_packer(parts):
        return None
    for name, types, signs in _PARTS:
        if (
            len(parts) == len(items)
            and all(_folded(part, "type") in types for part in parts)
            and any(part.get(sign) is not None for part in parts for sign in signs)
        ):
            return name
    return None


def _are_of_packer(parts: Sequence[ObjectNode]) -> bool:
    """Say whether these are provisioners, and not steps whose type is misspelt."""
    return any(text_at(part, "type") in _OF_PACKER for part in parts) and not any(
        part.get(key) is not None
        for part in parts
        for key in ("scriptUri", "sourceUri")
    )


def is_example(node: ObjectNode) -> bool:
    """Say whether an object records a call: what it sends and what it answers."""
    return isinstance(node.get("parameters"), ObjectNode) or isinstance(
        node.get("responses"), ObjectNode
    )


def _folded(node: Node, *path: str) -> str:
    """The string that keys lead to, in lower case; empty when there is none."""
    return (text_at(node, *path) or "").casefold()


def _looks_like_source(node: Node) -> bool:
    return (
        isinstance(node, ObjectNode)
        and node.get("type") is not None
        and any(node.get(sign) is not None for sign in _SOURCE_SIGNS)
    )


def _has(node: Node, *path: str) -> bool:
    """Say whether keys lead from an object to a value."""
    return value_at(node, *path) is not None


def _schema_names(name: str) -> Callable[[ObjectNode], bool]:
    return lambda node: name in _folded(node, "$schema")


def _type_ends(*endings: str) -> Callable[[ObjectNode], bool]:
    return lambda node: _folded(node, "type").endswith(endings)


def _has_any(*paths: tuple[str, ...]) -> Callable[[ObjectNode], bool]:
    return lambda node: any(_has(node, *path) for path in paths)


def _is_parameters_file(node: ObjectNode) -> bool:
    parameters = node.get("parameters")
    return isinstance(parameters, ObjectNode) and all(
        isinstance(member.value, ObjectNode)
        and (_has(member.value, "value") or _has(member.value, "reference"))
        for member in parameters.members
    )


def _is_role(node: ObjectNode) -> bool:
    return _has(node, "Actions") and (
        _has(node, "AssignableScopes") or _has(node, "NotActions")
    )


def _is_trigger(node: ObjectNode) -> bool:
    return _folded(node, "properties", "kind") == "sourceimage"


def _is_pulumi(node: ObjectNode) -> bool:
    """Say whether resources have types such as `azure-native:compute:Image`."""
    resources = (value_at(node, "resources"), value_at(node, "deployment", "resources"))
    return any(
        _folded(one, "type").startswith(("azure-native:", "pulumi:"))
        for named in resources
        for one in children(named)
    )


def _is_workflow(node: ObjectNode) -> bool:
    """Say whether actions are those of a Logic App, exported or as its code view has them."""
    definition = value_at(node, "properties", "definition") or node.get("definition")
    return any(
        isinstance(value_at(one, "actions"), ObjectNode)
        and isinstance(value_at(one, "triggers"), ObjectNode)
        for one in (definition, node)
    )


def _is_pipeline(node: ObjectNode) -> bool:
    """Say whether activities are those of a pipeline of Data Factory or Synapse."""
    return isinstance(value_at(node, "properties", "activities"), ArrayNode)


def _deploys_a_sender(node: ObjectNode) -> bool:
    """Say whether a workflow or a pipeline that speaks of image templates is deployed."""
    types = {_folded(one, "type") for one in children(node.get("resources"))}
    return bool(types & _SENDERS) and "virtualmachineimages" in node.span.text.lower()


def _links_to_others(node: ObjectNode) -> bool:
    resources = children(node.get("resources"))
    return any(_has(one, "properties", "templateLink") for one in resources)


Test: TypeAlias = Callable[[ObjectNode], bool]

KINDS: tuple[tuple[str, Test], ...] = (
    ("portal UI definition", _schema_names("createuidefinition")),
    ("portal UI definition", _schema_names("uiformdefinition")),
    ("portal UI definition", _has_any(("handler",), ("view", "kind"))),
    ("artifact of DevTest Labs", _schema_names("dtlartifacts")),
    ("deployment parameters file", _schema_names("deploymentparameters")),
    ("policy", _type_ends("/policydefinitions", "/policysetdefinitions")),
    ("policy", _has_any(("policyRule",), ("properties", "policyRule"))),
    ("policy", _has_any(("policyDefinitions",), ("properties", "policyDefinitions"))),
    ("role definition", _is_role),
    ("role definition", _type_ends("/roledefinitions")),
    ("role definition", _has_any(("assignableScopes",), ("properties", "permissions"))),
    ("trigger body", _type_ends("imagetemplates/triggers")),
    ("trigger body", _is_trigger),
    ("run output", _type_ends("imagetemplates/runoutputs")),
    (
        "run output",
        _has_any(("properties", "artifactId"), ("properties", "artifactUri")),
    ),
    (
        "call whose body is a text; judge that text",
        lambda node: isinstance(node.get("body"), StringNode),
    ),
    (
        "Terraform file in JSON, without the body of an image template",
        _has_any(
            ("terraform",),
            ("resource",),
            ("planned_values",),
            ("values", "root_module"),
        ),
    ),
    ("Pulumi program or state; judge what it sends", _is_pulumi),
    ("workflow of a Logic App; judge the body that its action sends", _is_workflow),
    ("pipeline of Data Factory; judge the body that its activity sends", _is_pipeline),
    ("Packer template", _has_any(("builders",), ("provisioners",))),
    ("recorded call of the service", _has_any(("parameters", "api-version"))),
    ("deployment template; judge the body that its workflow sends", _deploys_a_sender),
    ("deployment template; it links to others, judge those", _links_to_others),
    ("deployment template", _has_any(("resources",), ("properties", "template"))),
    ("deployment parameters file", _is_parameters_file),
)
"""The first test that holds names the kind."""

_UNKNOWN_OBJECT = "JSON object of another kind"


def kind_of(node: Node) -> str:
    """What a file without an image template is, in our own words."""
    match node:
        case ObjectNode():
            kinds = (kind for kind, test in KINDS if test(node))
            return next(kinds, None) or _kind_of_page(node)
        case ArrayNode():
            return _kind_of_list(node, "JSON array")
        case StringNode():
            return "JSON string"
        case NumberNode():
            return "JSON number"
        case BooleanNode():
            return "JSON boolean"
        case NullNode():
            return "JSON null"
        case UnknownNode():
            return "placeholder"
    return _UNKNOWN_OBJECT


def _kind_of_page(node: ObjectNode) -> str:
    """What a list call answers is told by its items."""
    items = node.get("value")
    if isinstance(items, ArrayNode):
        return _kind_of_list(items, "page of a list")
    return _UNKNOWN_OBJECT


def _kind_of_list(node: ArrayNode, what: str) -> str:
    """The kind of the items too, when every one is of the same."""
    kinds = {kind_of(item) for item in node.items if isinstance(item, ObjectNode)}
    if len(kinds) == 1 and kinds != {_UNKNOWN_OBJECT}:
        return f"{what}, each item a {kinds.pop()}"
    return what


def deployed_by_policy(node: ObjectNode) -> Node | None:
    """What a policy deploys beside a resource that lacks it, as the body of a request."""
    policy = value_at(node, "properties", "policyRule") or node.get("policyRule")
    return value_at(policy, "then", "details", "deployment")
