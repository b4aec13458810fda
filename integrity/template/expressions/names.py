"""What `parameters(…)` and `variables(…)` give; each name is resolved once."""

from dataclasses import replace

from integrity.template.expressions.caller import Caller
from integrity.template.expressions.constraints import broken_constraint
from integrity.template.expressions.scope import Scope
from integrity.template.expressions.values import Unknowable
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
    text_at,
    value_at,
)
from integrity.template.placeholders import fill_strings


def parameter(caller: Caller, name: str) -> Node:
    """The value of a parameter, of the user-defined function around if there is one."""
    arguments = caller.arguments
    if arguments is None:
        return _once(caller, "parameters", name)
    if name.casefold() not in arguments:
        raise Unknowable
    return arguments[name.casefold()]


def variable(caller: Caller, name: str) -> Node:
    """The value of a variable."""
    return _once(caller, "variables", name)


def _once(caller: Caller, section: str, name: str) -> Node:
    scope, key = caller.scope, (section, name.casefold())
    if key not in scope.values:
        if key in scope.open:
            _fault(caller, f"'{name}' is defined by itself")
            raise Unknowable
        scope.open.add(key)
        resolve = _parameter_value if section == "parameters" else _variable_value
        try:
            scope.values[key] = resolve(caller.outside(), name)
        finally:
            scope.open.discard(key)
    return _seen_from(caller, scope.values[key])


def _seen_from(caller: Caller, value: Node) -> Node:
    """A value that an expression did not give is missing where it is wanted."""
    if isinstance(value, UnknownNode) and value.reason is Reason.EXPRESSION:
        make = caller.make
        return replace(value, span=make.span, text=make.expression)
    return value


def _parameter_value(outside: Caller, name: str) -> Node:
    """The value given for a parameter, else its default; null asks for the default."""
    scope = outside.scope
    declaration = scope.declared("parameters", name)
    given = scope.given.get(name.casefold())
    default = value_at(declaration, "defaultValue")
    if isinstance(given, NullNode) and _has_instead(scope, declaration):
        given = None
    elif isinstance(given, NullNode) and declaration and not given.computed:
        fault = f"parameter '{name}' is null here, and it has no default"
        scope.shared.fault(given.span, fault)
        given = None
    if given is not None:
        value = fill_strings(_fitted(given, declaration), scope.shared.fills)
        return _allowed(outside, name, value, declaration)
    if default is not None:
        value = _opened(outside.tree(default))
        return _allowed(outside, name, value, declaration)
    if declaration is None:
        _fault(outside, f"parameter '{name}' is not declared")
    elif scope.is_nullable(declaration):
        return NullNode(declaration.span, computed=True)
    scope.shared.missing.setdefault(name)
    declared = (text_at(declaration, "type") or "").casefold()
    return replace(outside.make.unknown(), declared=declared)


def _has_instead(scope: Scope, declaration: Node | None) -> bool:
    """Say whether a declaration tells what null stands for: a default, or null itself."""
    if declaration is None:
        return False
    return value_at(declaration, "defaultValue") is not None or scope.is_nullable(
        declaration
    )


def _allowed(outside: Caller, name: str, value: Node, declaration: Node | None) -> Node:
    """The value; one that the declaration does not allow is a fault where it stands."""
    taken = broken_constraint(value, declaration)
    if taken is not None and outside.scope.is_deployment:
        fault = f"parameter '{name}' does not take this value: it takes {taken}"
        outside.scope.shared.fault(value.span, fault)
    return value


def _opened(default: Node) -> Node:
    """A default; what is empty in it is what a deployment is to give."""
    match default:
        case StringNode(value=""):
            return replace(default, open=True)
        case ArrayNode(items=()) | ObjectNode(members=()):
            return replace(default, open=True)
        case ArrayNode():
            return replace(default, items=tuple(map(_opened, default.items)))
        case ObjectNode():
            members = (replace(one, value=_opened(one.value)) for one in default)
            return replace(default, members=tuple(members))
    return default


def _fitted(given: Node, declaration: Node | None) -> Node:
    """What was typed as `2019` is a text when the parameter is a string."""
    wants_text = "string" in (text_at(declaration, "type") or "").casefold()
    if wants_text and given.computed and isinstance(given, NumberNode | BooleanNode):
        return StringNode(given.span, given.span.text, computed=True)
    return given


def _variable_value(outside: Caller, name: str) -> Node:
    """The value of a variable, also of one that a loop makes."""
    loop = outside.scope.variable_loop(name)
    if loop is not None:
        return outside.copied(loop).value
    value = outside.scope.declared("variables", name)
    if value is None:
        _fault(outside, f"variable '{name}' is not declared")
        return outside.make.unknown()
    return outside.tree(value)


def _fault(caller: Caller, message: str) -> None:
    if caller.scope.is_deployment:
        caller.scope.shared.fault(caller.make.span, message)
