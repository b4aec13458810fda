"""What a parameter can be at all, and so what a condition on it can decide."""

from dataclasses import replace
from typing import Final

from integrity.template.expressions.caller import Caller
from integrity.template.expressions.names import parameter
from integrity.template.expressions.parser import Access, Call, Expression, Literal
from integrity.template.expressions.scope import Scope
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    UnknownNode,
    text_at,
    value_at,
)

_MOST_TRIED: Final = 16
"""Values that a condition is tried with."""

_MOST_VARIABLES: Final = 16
"""Variables that are looked into for the parameters that they ask for."""

_SIMPLE: Final = frozenset(("string", "int"))
"""Types whose `allowedValues` are values; those of an array are its items."""


def sides(caller: Caller, condition: Expression) -> tuple[Caller | None, Caller | None]:
    """Who evaluates what holds where a condition is true, and where it is false.

    None for what nothing can ever come to, as no value that the parameter may have does.
    """
    aside = caller.aside()
    name = _only_parameter(caller, condition)
    values = () if name is None else _values(caller, name)
    if name is None or not 0 < len(values) <= _MOST_TRIED:
        return aside, aside
    decided: dict[bool, list[Node]] = {True: [], False: []}
    for value in values:
        scope = caller.scope.supposing(name, value)
        holds = replace(caller, scope=scope).value(condition)
        if not isinstance(holds, BooleanNode):
            return aside, aside
        decided[holds.value].append(value)
    return _where(caller, name, decided[True]), _where(caller, name, decided[False])


def _where(caller: Caller, name: str, values: list[Node]) -> Caller | None:
    if not values:
        return None
    return replace(caller, scope=caller.scope.where(name, tuple(values)))


def _only_parameter(caller: Caller, condition: Expression) -> str | None:
    """The folded name of the one parameter that is asked for, if its value is unknown."""
    if caller.arguments is not None:  # names mean those of a function
        return None
    names = _parameters(caller.scope, condition)
    name = names.pop() if len(names) == 1 else None
    if name is None or not isinstance(parameter(caller, name), UnknownNode):
        return None
    return name


def _parameters(scope: Scope, condition: Expression) -> set[str]:
    """The folded names that it asks for, also by variables that are an expression."""
    names, variables = set[str](), set[str]()
    left: list[Expression] = [condition]
    while left and len(variables) < _MOST_VARIABLES:
        match left.pop():
            case Call(name, (Literal(str(wanted)),)) if name.casefold() == "parameters":
                names.add(wanted.casefold())
            case Call(name, (Literal(str(wanted)),)) if name.casefold() == "variables":
                text = text_at(scope.declared("variables", wanted)) or ""
                if wanted not in variables and text in scope.shared.parsed:
                    left.append(scope.shared.parsed[text])
                variables.add(wanted)
            case Call(_, arguments):
                left += arguments
            case Access(target, key):
                left += (target, key)
    return names


def _values(caller: Caller, name: str) -> tuple[Node, ...]:
    """All that a parameter may be; none where that is not known."""
    scope = caller.scope
    declaration = scope.declared("parameters", name)
    if name in scope.may_be:
        return scope.may_be[name]
    if declaration is None or scope.is_nullable(declaration):
        return ()
    kind = (text_at(declaration, "type") or "").casefold()
    if kind == "bool":
        return caller.make.truth(True), caller.make.truth(False)
    allowed = value_at(declaration, "allowedValues")
    if kind not in _SIMPLE or not isinstance(allowed, ArrayNode):
        return ()
    return allowed.items
