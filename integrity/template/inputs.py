"""Reads what the user says beside a template: parameters and placeholders."""

from integrity.errors import DocumentError, SyntaxFault
from integrity.template.expressions.values import value_of_json
from integrity.template.nodes import (
    Member,
    Node,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
    text_at,
    to_json,
)
from integrity.template.placeholders import fill_name
from integrity.template.position import Document, Span
from integrity.template.syntax import decode, parse

_SCHEMA = "deploymentparameters"
_GIVES = frozenset(("value", "reference", "expression"))
_ENVELOPE_KEYS = frozenset(("$schema", "contentversion", "metadata", "languageversion"))


def read_parameters(name: str, data: bytes) -> dict[str, Node]:
    """The values in a parameters file: a deployment's, or a plain map of names.

    A value that the file only refers to, as in a key vault, is unknown.

    Raises:
        DocumentError: The file is no map of parameters.
    """
    return {one.key.value: _given_value(one) for one in _entries(name, data)}


def places_of_parameters(name: str, data: bytes) -> dict[str, Span]:
    """Where a parameters file that can be read has the names of its parameters."""
    return {one.key.value: one.key.span for one in _entries(name, data)}


def _entries(name: str, data: bytes) -> list[Member]:
    """The members of a parameters file that are parameters."""
    if name.casefold().endswith(".bicepparam"):
        message = "Bicep's parameters; az bicep build-params makes JSON of them"
        raise DocumentError(name, message)
    root = parse(decode(name, data)).root
    if not isinstance(root, ObjectNode):
        raise DocumentError(name, "a parameters file holds a JSON object")
    if root.get("resources") is not None:
        raise DocumentError(name, "a template, where a parameters file should be")
    parameters = root.get("parameters")
    wrapped = parameters if isinstance(parameters, ObjectNode) else root
    schema = text_at(root, "$schema") or ""
    if wrapped is not root and _SCHEMA in schema.casefold():
        for member in wrapped.members:
            _check_wrapping(name, member)
    return [
        member
        for member in wrapped.members
        if wrapped is not root or member.key.value.casefold() not in _ENVELOPE_KEYS
    ]


def _check_wrapping(name: str, member: Member) -> None:
    """See that a deployment's parameter is written as Resource Manager wants it.

    Raises:
        SyntaxFault: Its value stands there bare.
    """
    entry = member.value
    keys = entry.members if isinstance(entry, ObjectNode) else ()
    is_known = not isinstance(entry, UnknownNode)
    if is_known and not any(one.key.value.casefold() in _GIVES for one in keys):
        why = f"parameter '{member.key.value:.60}' must be written {{\"value\": …}}"
        document = entry.span.document
        raise SyntaxFault(name, why, offset=entry.span.start, text=document.text)


def _given_value(member: Member) -> Node:
    """The value of `{"value": …}`, of `{"reference": …}`, or of a plain map."""
    entry = member.value
    if not isinstance(entry, ObjectNode):
        return entry
    stated = [one for one in entry.members if one.key.value.casefold() != "metadata"]
    if len(stated) != 1:
        return entry
    key = stated[0].key.value.casefold()
    if key == "value":
        return stated[0].value
    if key in ("reference", "expression"):
        text = f"the {key} of parameter '{member.key.value}'"
        return UnknownNode(entry.span, Reason.EXPRESSION, text)
    return entry


def read_parameter(argument: str) -> tuple[str, Node]:
    """A parameter from `NAME=VALUE`; the value is JSON where it can be, else text.

    Raises:
        DocumentError: There is no name.
    """
    name, value = _split(argument)
    document = Document(f"parameter {name}", value)
    span = Span(document, 0, len(value))
    try:
        syntax = parse(document)
    except SyntaxFault:
        return name, StringNode(span, value, computed=True)
    if syntax.lapses or isinstance(syntax.root, UnknownNode):
        return name, StringNode(span, value, computed=True)
    return name, value_of_json(to_json(syntax.root), span)


def read_fill(argument: str) -> tuple[str, str]:
    """A placeholder's value from `NAME=VALUE`; case and blanks do not tell names apart.

    Raises:
        DocumentError: There is no name.
    """
    name, value = _split(argument)
    return fill_name(name), value


def _split(argument: str) -> tuple[str, str]:
    name, equals, value = argument.partition("=")
    if not equals or not name.strip():
        raise DocumentError(argument, "is not of the form NAME=VALUE")
    return name.strip(), value
