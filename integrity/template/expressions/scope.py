"""What the names in the expressions of one template mean."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from copy import copy
from dataclasses import field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from integrity.dataclass import dataclass
from integrity.template.context import NOWHERE, Context
from integrity.template.expressions.parser import Expression
from integrity.template.expressions.values import Budget
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    ObjectNode,
    StringNode,
    text_at,
    value_at,
)
from integrity.template.position import Span

Fault = tuple[Span, str]
"""A place where Resource Manager would refuse an expression, and why."""

_MAX_REPEATED: Final = 300_000
"""Characters that the turns of copy loops may add to a file, before they are left out."""

_LEAST_REPEATED = 9_000
"""What even a short resource counts for: each of its turns is judged."""

_MOST_REFERENCES = 8
"""Definitions that refer to each other in a row; a ring ends there, too."""

_NOTHING: Mapping[str, Node] = MappingProxyType({})
_NOTHING_LEFT_OUT: Mapping[str, tuple[Node, ...]] = MappingProxyType({})


@dataclass(slots=True)
class Shared:
    """What all scopes of one file share."""

    fills: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Values for placeholders, by name as `fill_name` gives it."""

    budget: Budget = field(default_factory=Budget)

    faults: dict[tuple[str, int, str], Fault] = field(default_factory=dict)
    """Each once, in the order they were met."""

    missing: dict[str, None] = field(default_factory=dict)
    """Parameters that were asked for and have no value, in that order."""

    parsed: dict[str, Expression] = field(default_factory=dict)

    turns_left: int = _MAX_REPEATED
    """Characters of resources that copy loops may still repeat."""

    def take_turn(self, length: int) -> bool:
        """Say whether a loop may repeat a text once more, and take that away."""
        self.turns_left -= max(length, _LEAST_REPEATED)
        return self.turns_left >= 0

    def fault(self, span: Span, message: str) -> None:
        """Keep a fault."""
        self.faults.setdefault(
            (span.document.name, span.start, message), (span, message)
        )


class Scope:
    """The parameters, variables and functions of a deployment template.

    Without a template it knows only what was given: expressions in a raw resource are
    text to the service, so that nothing in one can be a fault.
    """

    def __init__(
        self,
        template: ObjectNode | None = None,
        *,
        given: Mapping[str, Node] = _NOTHING,
        context: Context = NOWHERE,
        shared: Shared | None = None,
    ) -> None:
        self.template = template
        self.given = {name.casefold(): node for name, node in given.items()}
        self.context = context
        self.shared = shared or Shared()
        self.values: MutableMapping[tuple[str, str], Node] = {}
        """Values of names that were resolved, by kind and folded name."""

        self.may_be: Mapping[str, tuple[Node, ...]] = _NOTHING_LEFT_OUT
        """What parameters may be at most, by folded name, where conditions left some."""

        self._declarations: dict[str, Mapping[str, Node]] = {}
        self.open: set[tuple[str, str]] = set()
        """Names that are being resolved: meeting one again is a circle."""

    def aside(self) -> "Scope":
        """The same for what may never be asked for: nothing is missed there."""
        scope = copy(self)
        scope.shared = replace(self.shared, missing={})
        scope.values = ChainMap({}, self.values)
        return scope

    def where(self, name: str, values: tuple[Node, ...]) -> "Scope":
        """The same where a parameter can only be one of these."""
        scope = self.aside()
        scope.may_be = {**self.may_be, name: values}
        return scope

    def supposing(self, name: str, value: Node) -> "Scope":
        """The same as if this were given for a parameter; nothing is a fault there."""
        scope = copy(self)
        scope.given = {**self.given, name: value}
        scope.shared = replace(self.shared, missing={}, faults={})
        scope.values = {}
        return scope

    @property
    def is_deployment(self) -> bool:
        """Expressions are Resource Manager's own here, and have to be right."""
        return self.template is not None

    @property
    def declarations_of_parameters(self) -> Span | None:
        """Where the template declares its parameters; None where it has none."""
        section = self.template.get("parameters") if self.template else None
        return None if section is None else section.span

    def declared(self, section: str, name: str) -> Node | None:
        """What a section of the template says of a name."""
        return self._sections(section).get(name.casefold())

    def _sections(self, section: str) -> Mapping[str, Node]:
        if section not in self._declarations:
            entries = self.template.get(section) if self.template else None
            members = entries.members if isinstance(entries, ObjectNode) else ()
            self._declarations[section] = {
                member.key.value.casefold(): member.value for member in members
            }
        return self._declarations[section]

    @cached_property
    def _variable_loops(self) -> Mapping[str, ObjectNode]:
        return _by_name(self.declared("variables", "copy"), "name")

    def variable_loop(self, name: str) -> ObjectNode | None:
        """The copy loop that makes a variable."""
        return self._variable_loops.get(name.casefold())

    def is_nullable(self, declaration: Node) -> bool:
        """Say whether a parameter without a value is null; follows `$ref`, but no ring."""
        for _ in range(_MOST_REFERENCES):
            if not isinstance(declaration, ObjectNode):
                return False
            flag = declaration.get("nullable")
            if isinstance(flag, BooleanNode):
                return flag.value
            reference = declaration.get("$ref")
            if not isinstance(reference, StringNode):
                return False
            name = reference.value.removeprefix("#/definitions/")
            declaration = self.declared("definitions", name) or declaration
        return False

    @cached_property
    def _namespaces(self) -> Mapping[str, ObjectNode]:
        functions = self.template.get("functions") if self.template else None
        return _by_name(functions, "namespace")

    def user_function(self, name: str) -> ObjectNode | None:
        """The declaration of `namespace.function`."""
        namespace, _, wanted = name.casefold().partition(".")
        section = self._namespaces.get(namespace)
        found = value_at(section, "members", wanted)
        return found if isinstance(found, ObjectNode) else None


def _by_name(entries: Node | None, key: str) -> Mapping[str, ObjectNode]:
    """The objects of an array by the folded text that each has under a key."""
    found: dict[str, ObjectNode] = {}
    for entry in entries.items if isinstance(entries, ArrayNode) else ():
        name = text_at(entry, key)
        if isinstance(entry, ObjectNode) and name is not None:
            found[name.casefold()] = entry
    return found


def parameter_names(function: ObjectNode) -> list[str]:
    """The folded names of a user-defined function's parameters, in their order."""
    parameters = function.get("parameters")
    if not isinstance(parameters, ArrayNode):
        return []
    names = [text_at(parameter, "name") for parameter in parameters.items]
    return [name.casefold() for name in names if name is not None]


def loops_of(node: Node) -> list[ObjectNode]:
    """The loops of a `copy`; none when it is something else."""
    if not isinstance(node, ArrayNode):
        return []
    loops = [item for item in node.items if isinstance(item, ObjectNode)]
    return loops if len(loops) == len(node.items) else []
