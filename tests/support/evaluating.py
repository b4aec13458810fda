"""Expressions evaluated within one template."""

from integrity.template.expressions.evaluation import resolve
from integrity.template.expressions.scope import Scope
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
    to_json,
)
from integrity.template.position import Document, Span
from integrity.template.syntax import parse

UNKNOWN = "unknown"
TEMPLATE = """{
  "parameters": {
    "name": {"type": "string", "defaultValue": "golden"},
    "size": {"type": "int", "defaultValue": 127},
    "steps": {"type": "array", "defaultValue": [{"name": "one"}, {"name": "two"}]},
    "wanted": {"type": "string"},
    "maybe": {"type": "string", "nullable": true},
    "referred": {"$ref": "#/definitions/optional"},
    "place": {"type": "string", "defaultValue": "<region>"},
    "lit": {"type": "bool", "defaultValue": "[not(false())]"}
  },
  "definitions": {"optional": {"type": "object", "nullable": true}},
  "functions": [{
    "namespace": "our",
    "members": {
      "greet": {
        "parameters": [{"name": "who", "type": "string"}],
        "output": {"type": "string", "value": "[concat('hi ', parameters('who'))]"}
      },
      "steps": {
        "parameters": [{"name": "uri", "type": "string"}],
        "output": {"type": "array", "value": [{"scriptUri": "[parameters('uri')]"}]}
      }
    }
  }],
  "variables": {
    "image": "[concat(parameters('name'), '-image')]",
    "table": {"eastus": "eus", "West US": "wus"},
    "circle": "[variables('other')]",
    "other": "[variables('circle')]",
    "copy": [
      {"name": "numbered", "count": 3, "input": "[concat('n', copyIndex('numbered', 1))]"}
    ]
  }
}"""


def scope_of(text: str = TEMPLATE, **rest: object) -> Scope:
    root = parse(Document("azuredeploy.json", text)).root
    assert isinstance(root, ObjectNode)
    return Scope(root, **rest)


def node_of(value: str) -> Node:
    document = Document("x.json", value)
    return StringNode(Span(document, 0, len(value)), value)


def plain(node: Node) -> object:
    """A value as `json` would give it, what is not known as UNKNOWN."""
    match node:
        case UnknownNode():
            return UNKNOWN
        case ArrayNode():
            return [plain(item) for item in node.items]
        case ObjectNode():
            return {member.key.value: plain(member.value) for member in node}
    return to_json(node)


def value(expression: str, scope: Scope | None = None) -> object:
    return plain(resolve(node_of(f"[{expression}]"), scope or scope_of()))


def resolved(text: str, scope: Scope) -> object:
    return plain(resolve(parse(Document("body.json", text)).root, scope))
