"""Who calls a function of an expression, and what the function may ask of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import field, replace

from integrity.dataclass import dataclass
from integrity.template.expressions.parser import Expression
from integrity.template.expressions.scope import Scope
from integrity.template.expressions.values import Maker
from integrity.template.nodes import Member, Node, ObjectNode


@dataclass(frozen=True, slots=True)
class Condition:
    """What decides between two values where it is not known."""

    expression: Expression

    meanings: tuple[object, ...]
    """What its names mean there: written alike elsewhere, they may mean others."""


@dataclass(frozen=True, slots=True)
class Caller(ABC):
    """The evaluation at one place; the place decides what some names mean."""

    scope: Scope
    make: Maker

    copies: Mapping[str, int]
    """The turn of each copy loop around."""

    bound: Mapping[str, Node] = field(default_factory=dict)
    """The variables of the lambdas around."""

    arguments: Mapping[str, Node] | None = None
    """The parameters of the user-defined function around."""

    def outside(self) -> "Caller":
        """The same outside of all loops, lambdas and functions."""
        return replace(self, copies={}, bound={}, arguments=None)

    def within(self, bound: Mapping[str, Node]) -> "Caller":
        """The same inside a lambda."""
        # once for each item of an array, where `replace` takes several times as long
        return type(self)(self.scope, self.make, self.copies, bound, self.arguments)

    def aside(self) -> "Caller":
        """The same for what may never be asked for: nothing is missed there."""
        return replace(self, scope=self.scope.aside())

    def condition(self, expression: Expression) -> Condition:
        """An expression as what decides here."""
        meanings = self.scope.template, self.copies, self.bound, self.arguments
        return Condition(expression, meanings)

    @abstractmethod
    def tree(self, node: Node) -> Node:
        """A value of the document with its expressions replaced."""

    @abstractmethod
    def value(self, expression: Expression) -> Node:
        """What an expression gives; an unknown node when that is not known."""

    @abstractmethod
    def copied(self, loop: ObjectNode) -> Member:
        """The member that a copy loop makes.

        Raises:
            Unknowable: Its name is not known.
        """
