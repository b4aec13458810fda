"""The evaluation of expressions: a tree of nodes in, the same with values out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import is_

from integrity.template.expressions.azure_functions import check_access
from integrity.template.expressions.caller import Caller
from integrity.template.expressions.choices import of_each
from integrity.template.expressions.look_ups import look_up, look_up_safely
from integrity.template.expressions.parser import (
    Access,
    Call,
    Expression,
    ExpressionFault,
    ExpressionTooDeep,
    is_expression,
    parse_expression,
)
from integrity.template.expressions.scope import Scope, loops_of, parameter_names
from integrity.template.expressions.slips import plain_text
from integrity.template.expressions.table import (
    EAGER,
    LAZY,
    calls_known_function,
    check_arguments,
    check_name,
    check_place,
)
from integrity.template.expressions.text_functions import parse_json
from integrity.template.expressions.values import (
    Function,
    Maker,
    Refused,
    Unknowable,
    check_size,
    integer_of,
)
from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
    value_at,
)
from integrity.template.placeholders import fill, mark_placeholders
from integrity.template.position import Span

_MAX_COPIES = 800
"""Turns of a copy loop that Resource Manager takes."""


def resolve(
    node: Node, scope: Scope, *, turns: Mapping[str, int] | None = None
) -> Node:
    """The same tree with every expression replaced by its value.

    What an expression only chooses (a parameter's default, an item of a variable)
    comes as the node where it is written, so that it can be changed there; what it
    calculates comes as a computed node that points at the expression. What is not
    known, a string with a placeholder among it, comes as an unknown node.

    Args:
        turns: The turn of each copy loop by its folded name; "" is the resource's own.
    """
    return mark_placeholders(evaluate(node, scope, turns=turns))


def evaluate(
    node: Node, scope: Scope, *, turns: Mapping[str, int] | None = None
) -> Node:
    """What `resolve` gives, but strings with placeholders stay strings."""
    evaluation = Evaluation(scope, _maker(scope, node.span, ""), turns or {})
    return evaluation.tree(node)


def _maker(scope: Scope, span: Span, text: str) -> Maker:
    return Maker(span, text, scope.shared.budget, scope.context)


class Evaluation(Caller):
    """Goes through trees and expressions, and calls the functions in them."""

    __slots__ = ()

    def tree(self, node: Node) -> Node:
        """A value of the document with its expressions replaced."""
        budget = self.make.budget
        try:
            budget.enter()
        except Unknowable:
            return UnknownNode(node.span, Reason.EXPRESSION, "nested too deeply")
        try:
            if self.copies or self.arguments:
                budget.charge()
            return self._tree(node)
        except Unknowable:
            return UnknownNode(node.span, Reason.EXPRESSION, self.make.expression)
        finally:
            budget.leave()

    def _tree(self, node: Node) -> Node:
        match node:
            case StringNode():
                return self._string(node)
            case ArrayNode():
                items = tuple(self.tree(item) for item in node.items)
                if all(map(is_, items, node.items)):
                    return node
                return ArrayNode(node.span, items)
            case ObjectNode():
                members = tuple(self._members(node))
                if all(map(is_, members, node.members)):
                    return node
                return ObjectNode(node.span, members, computed=node.computed)
            case UnknownNode(reason=Reason.PLACEHOLDER):
                return self._filled(node)
        return node

    def _members(self, node: ObjectNode) -> Iterator[Member]:
        for member in node.members:
            if self._is_copy(member):
                yield from map(self.copied, loops_of(member.value))
                continue
            yield self._member(member, self.tree(member.value))

    def _member(self, member: Member, value: Node) -> Member:
        told = self._string(member.key)
        key = told if isinstance(told, StringNode) else member.key
        kind = told.resource_kind if isinstance(told, UnknownNode) else ""
        if value is member.value and key is member.key and not kind:
            return member
        return Member(key, value, kind)

    def _is_copy(self, member: Member) -> bool:
        if member.key.value.casefold() != "copy" or not self.scope.is_deployment:
            return False
        loops = loops_of(member.value)
        is_counted = all(loop.get("name") and loop.get("count") for loop in loops)
        return bool(loops) and is_counted

    def copied(self, loop: ObjectNode) -> Member:
        """The member that a copy loop makes."""
        name = self.tree(loop.get("name") or loop)
        if not isinstance(name, StringNode):
            raise Unknowable
        key = StringNode(name.span, name.value, computed=True)
        pattern = loop.get("input")
        try:
            count = integer_of(self.tree(loop.get("count") or loop))
            if pattern is None or not 0 <= count <= _MAX_COPIES:
                raise Unknowable
        except Unknowable:
            return Member(key, UnknownNode(loop.span, Reason.EXPRESSION, "copy"))
        turns = ({**self.copies, name.value.casefold(): turn} for turn in range(count))
        items = tuple(replace(self, copies=turn).tree(pattern) for turn in turns)
        return Member(key, ArrayNode(loop.span, items, computed=True))

    def _filled(self, node: UnknownNode) -> Node:
        value = fill(node.text, self.scope.shared.fills)
        if value == node.text:
            return node
        make = _maker(self.scope, node.span, node.text)
        try:
            return parse_json(make, value)
        except Unknowable:
            return make.text(value)

    def _string(self, node: StringNode) -> Node:
        text = node.value
        if is_expression(text):
            return self._expression(node)
        if self.scope.is_deployment:
            text = plain_text(node, self.scope.shared)
        text = fill(text, self.scope.shared.fills)
        if text == node.value:
            return node
        return StringNode(node.span, text, computed=True)

    def _expression(self, node: StringNode) -> Node:
        try:
            expression = self._parsed(node.value)
        except ExpressionFault as fault:
            if not self.scope.is_deployment:
                return node
            message = f"an expression that cannot be read: {fault}"
            self.scope.shared.fault(node.span, message)
            return UnknownNode(node.span, Reason.EXPRESSION, node.value)
        except ExpressionTooDeep:
            return UnknownNode(node.span, Reason.EXPRESSION, node.value)
        if not self.scope.is_deployment and not calls_known_function(expression):
            return node
        make = _maker(self.scope, node.span, node.value)
        value = replace(self, make=make).value(expression)
        try:
            check_size(value, make.budget)
        except Unknowable:
            return make.unknown()
        return value

    def _parsed(self, text: str) -> Expression:
        parsed = self.scope.shared.parsed
        if text not in parsed:
            parsed[text] = parse_expression(text)
        return parsed[text]

    def value(self, expression: Expression) -> Node:
        """What an expression gives; an unknown node when that is not known."""
        budget = self.make.budget
        try:
            budget.enter()
        except Unknowable:
            return self.make.unknown()
        try:
            budget.charge()
            return self._value(expression)
        except Refused as refusal:
            self._told(refusal)
            return self.make.unknown()
        except Unknowable:
            return self.make.unknown()
        finally:
            budget.leave()

    def _value(self, expression: Expression) -> Node:
        if isinstance(expression, Call):
            return self._call(expression)
        if isinstance(expression, Access):
            return self._access(expression)
        if isinstance(expression.value, str):
            return self.make.text(fill(expression.value, self.scope.shared.fills))
        return self.make.number(expression.value)

    def _access(self, access: Access) -> Node:
        function = look_up_safely if access.safe else look_up
        target, key = self.value(access.target), self.value(access.key)
        try:
            check_access(access, target, key)
        except Refused as refusal:
            self._told(refusal)
        return self._applied(function, target, key)

    def _told(self, refusal: Refused) -> None:
        if self.scope.is_deployment:
            self.scope.shared.fault(self.make.span, str(refusal))

    def _call(self, call: Call) -> Node:
        name, arguments = call.name.casefold(), call.arguments
        lazy = LAZY.get(name)
        if lazy is not None:
            lazy.check(len(arguments))
            return lazy.function(self, *arguments)
        values = [self.value(argument) for argument in arguments]
        for value in values:
            if isinstance(value, StringNode):
                self.make.budget.charge_text(value.value)
        entry = EAGER.get(name)
        if entry is None:
            return self._user_function(call.name, values)
        entry.check(len(values))
        result = self._applied(entry.function, *values)
        if _says_nothing(result) and any(value.open for value in values):
            return replace(result, open=True)
        return result

    def _applied(self, function: Function, *values: Node) -> Node:
        results = of_each(self.make, values, function)
        return function(self.make, *values) if results is None else results

    def _user_function(self, name: str, values: list[Node]) -> Node:
        declaration = self.scope.user_function(name)
        if declaration is None:
            check_name(name)
            check_place(name, self.make.span, self.scope.declarations_of_parameters)
        result = value_at(declaration, "output", "value")
        if declaration is None or result is None:
            raise Unknowable
        names = parameter_names(declaration)
        check_arguments(name, len(names), len(values))
        arguments = dict(zip(names, values, strict=True))
        return Evaluation(self.scope, self.make, {}, arguments=arguments).tree(result)


def _says_nothing(result: Node) -> bool:
    """Say whether what came of an empty default may itself be as good as empty."""
    match result:
        case StringNode() | ArrayNode(items=()) | ObjectNode(members=()):
            return True
    return False
