"""Functions of expressions that do not need, or not at once, all their arguments."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cmp_to_key
from types import MappingProxyType

from integrity.template.expressions.caller import Caller
from integrity.template.expressions.choices import either
from integrity.template.expressions.names import parameter, variable
from integrity.template.expressions.parser import Call, Expression, Literal, without_not
from integrity.template.expressions.values import (
    Refused,
    Unknowable,
    definite_text_of,
    integer_of,
    items_of,
    members_of,
    text_of,
    truth_of,
)
from integrity.template.nodes import BooleanNode, Member, Node, StringNode, UnknownNode

LazyFunction = Callable[..., Node]
"""A function of its caller and its arguments, not evaluated."""


def if_(
    caller: Caller,
    condition: Expression,
    then: Expression,
    otherwise: Expression,
) -> Node:
    """One of two values; where it is not known which, what both agree on, or both."""
    holds = caller.value(condition)
    if not isinstance(holds, UnknownNode):
        return caller.value(then if truth_of(holds) else otherwise)
    condition, as_it_is = without_not(condition)
    if not as_it_is:
        then, otherwise = otherwise, then
    from integrity.template.expressions.cases import sides  # most of them are known

    where, elsewhere = sides(caller, condition)
    if where is None or elsewhere is None:
        return caller.value(otherwise if where is None else then)
    one, other = where.value(then), elsewhere.value(otherwise)
    return either(caller.make, caller.condition(condition), one, other)


def and_(caller: Caller, *arguments: Expression) -> Node:
    """Whether all hold; one that does not decides, whatever is not known."""
    return _decided(caller, arguments, by=False)


def or_(caller: Caller, *arguments: Expression) -> Node:
    """Whether any holds; one that does decides, whatever is not known."""
    return _decided(caller, arguments, by=True)


def _decided(caller: Caller, arguments: tuple[Expression, ...], *, by: bool) -> Node:
    known = True
    for argument in arguments:
        value = caller.value(argument)
        if isinstance(value, BooleanNode):
            if value.value is by:
                return caller.make.truth(by)
        else:
            known = False
    if not known:
        raise Unknowable
    return caller.make.truth(not by)


def parameters(caller: Caller, name: Expression) -> Node:
    """A parameter's value: the one given, else its default."""
    return parameter(caller, _name_of(caller, "parameters", name))


def variables(caller: Caller, name: Expression) -> Node:
    """A variable's value."""
    return variable(caller, _name_of(caller, "variables", name))


def _name_of(caller: Caller, section: str, name: Expression) -> str:
    """A name; what is declared as it stands is no placeholder: Bicep writes `$fxv#0`."""
    value = caller.value(name)
    text = text_of(value)
    if caller.scope.declared(section, text) is None:
        return definite_text_of(value)
    return text


def lambda_variables(caller: Caller, name: Expression) -> Node:
    """What the lambda around was called with."""
    value = caller.bound.get(definite_text_of(caller.value(name)).casefold())
    if value is None:
        raise Unknowable
    return value


def copy_index(caller: Caller, *arguments: Expression) -> Node:
    """The turn of a copy loop, from 0 or an offset."""
    loop, offset = _loop_and_offset([caller.value(one) for one in arguments])
    turn = caller.copies.get(loop.casefold())
    if turn is None and not caller.copies:
        raise Refused("copyIndex may stand only in a copy loop")
    if turn is None:
        raise Unknowable
    return caller.make.number(turn + offset)


def filter_(caller: Caller, values: Expression, function: Expression) -> Node:
    """The items for which a lambda holds."""
    listed = caller.value(values)
    kept = [
        item
        for index, item in _numbered(caller, listed)
        if truth_of(apply(caller, function, item, index))
    ]
    return _as_open(listed, caller.make.array(kept))


def map_(caller: Caller, values: Expression, function: Expression) -> Node:
    """What a lambda makes of each item."""
    listed = caller.value(values)
    made = [
        apply(caller, function, item, index)
        for index, item in _numbered(caller, listed)
    ]
    return _as_open(listed, caller.make.array(made))


def reduce(
    caller: Caller,
    values: Expression,
    start: Expression,
    function: Expression,
) -> Node:
    """What a lambda makes of a value and each item in turn."""
    current, listed = caller.value(start), caller.value(values)
    for index, item in _numbered(caller, listed):
        current = apply(caller, function, current, item, index)
    return _as_open(listed, current)


def sort(caller: Caller, values: Expression, function: Expression) -> Node:
    """The items in the order of a lambda that says which of two comes first."""

    def order(one: Node, other: Node) -> int:
        if truth_of(apply(caller, function, one, other)):
            return -1
        return int(truth_of(apply(caller, function, other, one)))

    items = items_of(caller.value(values))
    return caller.make.array(sorted(items, key=cmp_to_key(order)))


def to_object(
    caller: Caller,
    values: Expression,
    key: Expression,
    value: Expression | None = None,
) -> Node:
    """An object of the keys, and the values, that lambdas make of items."""
    listed = caller.value(values)
    members = [
        caller.make.member(
            definite_text_of(apply(caller, key, item)),
            item if value is None else apply(caller, value, item),
        )
        for item in items_of(listed)
    ]
    return _as_open(listed, caller.make.object(members))


def group_by(caller: Caller, values: Expression, function: Expression) -> Node:
    """An object of arrays: items under the key that a lambda makes of them."""
    groups: dict[str, list[Node]] = {}
    for index, item in _numbered(caller, caller.value(values)):
        key = definite_text_of(apply(caller, function, item, index))
        groups.setdefault(key, []).append(item)
    make = caller.make
    return make.object(
        make.member(key, make.array(items)) for key, items in groups.items()
    )


def map_values(caller: Caller, target: Expression, function: Expression) -> Node:
    """The object with what a lambda makes of each value."""
    return caller.make.object(
        Member(member.key, apply(caller, function, member.value))
        for member in members_of(caller.value(target))
    )


def apply(caller: Caller, function: Expression, *values: Node) -> Node:
    """A lambda's body; a lambda may take fewer values than it is offered."""
    if not isinstance(function, Call) or function.name.casefold() != "lambda":
        raise Unknowable
    *names, body = function.arguments
    bound = dict(caller.bound)
    for name, value in zip(names, values, strict=False):
        if not isinstance(name, Literal) or not isinstance(name.value, str):
            raise Unknowable
        bound[name.value.casefold()] = value
    return caller.within(bound).value(body)


def _numbered(caller: Caller, listed: Node) -> Iterator[tuple[Node, Node]]:
    for index, item in enumerate(items_of(listed)):
        yield caller.make.number(index), item


def _as_open(listed: Node, made: Node) -> Node:
    """What is made of an empty default that the deployment is to replace is open too."""
    return replace(made, open=True) if listed.open else made


def _loop_and_offset(values: Sequence[Node]) -> tuple[str, int]:
    """The arguments of `copyIndex`: a name, an offset, both or none."""
    loop, offset = "", 0
    for value in values:
        if isinstance(value, StringNode):
            loop = definite_text_of(value)
        else:
            offset = integer_of(value)
    return loop, offset


LAZY_FUNCTIONS: Mapping[str, LazyFunction] = MappingProxyType(
    {
        "and": and_,
        "copyIndex": copy_index,
        "filter": filter_,
        "groupBy": group_by,
        "if": if_,
        "lambdaVariables": lambda_variables,
        "map": map_,
        "mapValues": map_values,
        "or": or_,
        "parameters": parameters,
        "reduce": reduce,
        "sort": sort,
        "toObject": to_object,
        "variables": variables,
    }
)
