"""What Resource Manager refuses around the resources of a deployment template.

No rules of their own: each is a case of a rule about the image template, in a place where
Resource Manager reads it first.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from integrity.lint.finding import Complaint
from integrity.lint.fixes import replaced
from integrity.lint.rules.spelling import near
from integrity.lint.severity import Severity
from integrity.template.blocks import Block
from integrity.template.nodes import Member, Node, ObjectNode, StringNode, children
from integrity.template.placeholders import has_placeholder

_SECTIONS = ("parameters", "variables", "functions", "resources", "outputs", "metadata")
_KNOWN_SECTIONS = frozenset(
    (
        *_SECTIONS, "$schema", "apiprofile", "asserts", "contentversion", "definitions",
        "extensions", "imports", "languageversion", "rules",
    )
)  # fmt: skip
_OF_A_RESOURCE = frozenset(
    ("type", "apiversion", "name", "location", "identity", "tags", "properties")
)
_NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
    }
)
_SCHEMA = re.compile(
    r"https?://schema\.management\.azure\.com/schemas/([^/]+)/"
    r"((?:subscription|managementGroup|tenant)?deploymentTemplate)\.json#?",
    re.IGNORECASE,
)
_SCHEMAS = frozenset(
    ("2014-04-01-preview", "2015-01-01", "2018-05-01", "2019-04-01", "2019-08-01")
)
"""Those that Resource Manager names when it refuses another one."""

_SCHEMA_OF_TODAY: Mapping[str, str] = MappingProxyType(
    {
        "deploymenttemplate": "2019-04-01",
        "subscriptiondeploymenttemplate": "2018-05-01",
    }
)
_TEXT = re.compile(r"'[^']*'")
_ASKS_AZURE = re.compile(r"\b(reference|list[A-Za-z]+)\s*\(", re.IGNORECASE)
_TYPES = ("string", "securestring", "int", "bool", "object", "secureobject", "array")
_OF_A_PARAMETER = (
    "type", "defaultValue", "allowedValues", "minValue", "maxValue", "minLength",
    "maxLength", "metadata", "nullable",
)  # fmt: skip


def around_the_resources(template: ObjectNode) -> Iterator[tuple[str, Complaint]]:
    """Complaints, each with the rule that it is a case of.

    An object that says neither its schema nor its version is not sure to be a template.
    """
    if all(template.get(key) is None for key in _NEEDED):
        return
    for member in template.members:
        key = member.key.value
        if key.casefold() not in _KNOWN_SECTIONS and not has_placeholder(key):
            yield "AIB104", _at_the_top(member)
    for key, value in _NEEDED.items():
        if template.get(key) is None:
            yield "AIB107", _missing(template, key, value)
    yield from _of_the_schema(template.get("$schema"))
    yield from _of_names(template.get("resources"))
    declared = template.get("parameters")
    for member in declared.members if isinstance(declared, ObjectNode) else ():
        if isinstance(member.value, ObjectNode) and member.value.get("$ref") is None:
            yield from _of_a_parameter(member.key.value, member.value)


def _at_the_top(member: Member) -> Complaint:
    key = member.key
    meant = near(key.value, _SECTIONS)
    is_of_a_resource = key.value.casefold() in _OF_A_RESOURCE
    return Complaint(
        key.span,
        f"'{key.value}' has no place at the top of a deployment template: Resource"
        " Manager refuses it" + (f"; did you mean '{meant}'?" if meant else ""),
        severity=Severity.ERROR,
        help="Move it into the image template's resource."
        if is_of_a_resource
        else "Take it away, or write it into metadata.",
    )


def _missing(template: ObjectNode, key: str, value: str) -> Complaint:
    return Complaint(
        Block(template, "").head,
        f"'{key}' is required at the top of a deployment template",
        help=f'Write "{key}": "{value}".',
    )


def _of_the_schema(node: Node | None) -> Iterator[tuple[str, Complaint]]:
    if not isinstance(node, StringNode):
        return
    match = _SCHEMA.fullmatch(node.value)
    if match is None or match[1].casefold() in _SCHEMAS:
        return
    today = _SCHEMA_OF_TODAY.get(match[2].casefold(), "2019-08-01")
    meant = node.value.replace(f"/{match[1]}/", f"/{today}/")
    complaint = Complaint(
        node.span,
        f"Resource Manager knows no deployment template of {match[1]}",
        help=f"Write {meant}",
        fix=replaced(node, meant, f"write {today}"),
    )
    yield "AIB108", complaint


def _of_names(resources: Node | None) -> Iterator[tuple[str, Complaint]]:
    """Names that only what is deployed already could tell: they are worked out first."""
    for resource in children(resources):
        name = resource.get("name") if isinstance(resource, ObjectNode) else None
        if not isinstance(name, StringNode) or not name.value.startswith("["):
            continue
        asks = _ASKS_AZURE.search(_TEXT.sub("", name.value))
        if asks:
            problem = f"{asks[1]}() may not stand in a resource's name"
            help_ = "Ask in properties, or hand the name over as a parameter."
            yield "AIB006", Complaint(name.span, problem, help=help_)


def _of_a_parameter(
    name: str, declaration: ObjectNode
) -> Iterator[tuple[str, Complaint]]:
    yield from _of_a_type(name, declaration)
    known = [one.casefold() for one in _OF_A_PARAMETER]
    for member in declaration.members:
        key = member.key.value
        meant = near(key, _OF_A_PARAMETER) if key.casefold() not in known else None
        if meant and declaration.get(meant) is None:
            complaint = Complaint(
                member.key.span,
                f"unknown property '{key}' in parameter {name}; did you mean '{meant}'?",
                severity=Severity.ERROR,
                help=f"Write {meant}.",
            )
            yield "AIB104", complaint


def _of_a_type(name: str, declaration: ObjectNode) -> Iterator[tuple[str, Complaint]]:
    kind, words = declaration.get("type"), ", ".join(_TYPES)
    if kind is None:
        problem = f"'type' is required in parameter {name}"
        head = Block(declaration, "").head
        yield "AIB107", Complaint(head, problem, help=f"Write one of {words}.")
    if not isinstance(kind, StringNode) or has_placeholder(kind.value):
        return
    if kind.value.casefold() not in _TYPES:
        problem = f"the type of parameter {name} must be one of {words}"
        meant = near(kind.value, _TYPES) or "one of them"
        yield "AIB108", Complaint(kind.span, problem, help=f"Write {meant}.")
