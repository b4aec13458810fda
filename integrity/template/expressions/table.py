"""Every function of expressions: those evaluated here, and those that cannot be."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from integrity.dataclass import dataclass
from integrity.likeness import most_like
from integrity.quantities import counted
from integrity.template.expressions.azure_functions import AZURE_FUNCTIONS, UNKNOWABLE
from integrity.template.expressions.container_functions import CONTAINER_FUNCTIONS
from integrity.template.expressions.joining import JOINING_FUNCTIONS
from integrity.template.expressions.lazy_functions import LAZY_FUNCTIONS
from integrity.template.expressions.look_ups import LOOK_UP_FUNCTIONS
from integrity.template.expressions.number_functions import NUMBER_FUNCTIONS
from integrity.template.expressions.parser import Access, Call, Expression
from integrity.template.expressions.text_functions import TEXT_FUNCTIONS
from integrity.template.expressions.values import Refused
from integrity.template.nodes import Node
from integrity.template.position import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A function, and how many arguments it takes."""

    name: str
    function: Callable[..., Node]

    def check(self, count: int) -> None:
        """See that it can be called with so many arguments.

        Raises:
            Refused: It cannot.
        """
        least, most = _arity(self.function)
        if count < least or (most is not None and count > most):
            wanted = _told(least, most)
            raise Refused(f"{self.name} takes {wanted}, not {count}")


@cache
def _arity(function: Callable[..., Node]) -> tuple[int, int | None]:
    """The least and the most arguments of a function; None for any number."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    named = [one for one in parameters if one.kind is not one.VAR_POSITIONAL]
    needed = [one for one in named if one.default is one.empty]
    return len(needed), len(named) if len(named) == len(parameters) else None


def _told(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {counted(least, 'argument')}"
    upper = counted(most, "argument")
    return upper if least == most else f"{least} to {upper}"


def _table(*tables: Mapping[str, Callable[..., Node]]) -> Mapping[str, Entry]:
    return MappingProxyType(
        {
            name.casefold(): Entry(name, function)
            for table in tables
            for name, function in table.items()
        }
    )


EAGER = _table(
    TEXT_FUNCTIONS,
    NUMBER_FUNCTIONS,
    CONTAINER_FUNCTIONS,
    LOOK_UP_FUNCTIONS,
    JOINING_FUNCTIONS,
    AZURE_FUNCTIONS,
)
"""Functions that are called with their arguments' values, by folded name."""

LAZY = _table(LAZY_FUNCTIONS)
"""Functions that are called with their arguments as they are written."""

_UNKNOWABLE = frozenset((*(name.casefold() for name in UNKNOWABLE), "lambda"))

_ALIKE = 0.8
"""How like a name has to be to that of a function; 1 is the same."""


def is_known_function(name: str) -> bool:
    """Say whether Resource Manager has a function of this name."""
    folded = name.casefold()
    return (
        folded in EAGER
        or folded in LAZY
        or folded in _UNKNOWABLE
        or folded.startswith("list")
    )


def calls_known_function(expression: Expression) -> bool:
    """Say whether an expression is a call of such a function, or a part of its result."""
    while isinstance(expression, Access):
        expression = expression.target
    return isinstance(expression, Call) and is_known_function(expression.name)


def check_name(name: str) -> None:
    """See that a function that nobody declares is one of Resource Manager's own.

    New ones come; so only a name like that of a known one is taken for a slip.

    Raises:
        Refused: It is none, surely.
    """
    if "." in name:
        raise Refused(f"function '{name}' is not declared")
    if is_known_function(name):
        return
    known = [entry.name for entry in (*EAGER.values(), *LAZY.values())]
    near = most_like(name, (*known, *UNKNOWABLE), _ALIKE)
    if near:
        raise Refused(f"there is no function '{name}'; did you mean '{near}'?")


def check_place(name: str, span: Span, defaults: Span | None) -> None:
    """See that a function whose result is another one each time stands in a default.

    Raises:
        Refused: It stands anywhere else.
    """
    is_in = defaults is not None and (
        defaults.document is span.document
        and defaults.start <= span.start <= span.end <= defaults.end
    )
    if name.casefold() in ("newguid", "utcnow") and not is_in:
        raise Refused(f"{name} may stand only in the default value of a parameter")


def check_arguments(name: str, wanted: int, given: int) -> None:
    """See that a user-defined function is called with all its arguments.

    Raises:
        Refused: It is not.
    """
    if given != wanted:
        raise Refused(f"{name} takes {counted(wanted, 'argument')}, not {given}")
