"""JSON Schemas (draft 2020-12), made from the types of the documents.

Each annotation of a type is a keyword of its schema and the keyword's value.
"""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from integrity.lint.reports import documents, events

Schema = dict[str, Any]

SCHEMAS: Mapping[str, object] = {
    "lint": documents.LintDocument,
    "verify": documents.VerifyDocument,
    "stamp": documents.StampDocument,
    "digest": documents.DigestDocument,
    "digests": documents.DigestsDocument,
    "explain": documents.ExplainDocument,
    "events": events.Event,
}
"""What can be asked for by name; `events` are the lines of `-o jsonl`."""

_PLAIN: Mapping[object, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
}


def schema_of(name: str, shapes: Mapping[str, object] = SCHEMAS) -> Schema:
    """The schema of a document.

    Objects may have more members and enumerations more values than are named, as a
    later version of `/1` may.

    Args:
        shapes: The types that it is looked for among.
    """
    definitions: dict[str, Schema] = {}
    root = _schema(shapes[name], definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bakeferry:{name}:1",
        "title": f"bakeferry.{name}/1",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: object, definitions: dict[str, Schema]) -> Schema:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if isinstance(kind, type) and is_typeddict(kind):
        return _reference(kind, definitions)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is Annotated:
        return {**_schema(arguments[0], definitions), **dict(arguments[1:])}
    return _compound(origin, [_schema(one, definitions) for one in arguments])


def _compound(origin: object, parts: list[Schema]) -> Schema:
    if origin is list:
        return {"type": "array", "items": parts[0]}
    if origin is dict:
        return {"type": "object", "additionalProperties": parts[1]}
    if origin in (Union, UnionType):
        return {"anyOf": parts}
    raise TypeError(f"no schema for {origin!r}")


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # taken, so that a type may speak of itself
        hints = get_type_hints(kind, include_extras=True)
        definitions[name] = {
            "description": kind.__doc__,
            "type": "object",
            "properties": {
                member: _schema(hint, definitions) for member, hint in hints.items()
            },
            "required": list(hints),
        }
    return {"$ref": f"#/$defs/{name}"}
