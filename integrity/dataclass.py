"""Dataclasses that are quick to define: a command defines a hundred before it works.

The standard library compiles seven functions for each, of which all but `__init__` are
alike for all classes. Here they are shared, and a class takes a third of the time.
What is frozen is so for the type checker, which sees every line that sets an attribute;
at run time nothing looks, and a value is made in half the time.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")


def _dataclass(
    plain: type[T] | None = None,
    /,
    *,
    slots: bool = False,
    frozen: bool = False,
    eq: bool = True,
    repr: bool = True,  # noqa: A002 -- the standard library's name
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a dataclass, or tell what does, as the standard library does."""

    def define(plain: type[T]) -> type[T]:
        made = dataclasses.dataclass(slots=slots, eq=False, repr=False)(plain)
        methods: dict[str, object] = {}
        if repr:
            methods["__repr__"] = _repr
        if eq:
            methods["__eq__"], hash_of = _comparing(made)
            methods["__hash__"] = hash_of if frozen else None
        for name in methods.keys() - vars(made).keys():
            setattr(made, name, methods[name])
        return made

    return define if plain is None else define(plain)


def _comparing(
    made: type[object],
) -> tuple[Callable[[object, object], object], Callable[[object], int]]:
    """How values are compared and hashed: by their fields, and with their like alone."""
    names = [one.name for one in _fields(made) if one.compare]
    values = attrgetter(*names) if names else type

    def is_equal(one: object, other: object) -> object:
        if one.__class__ is not other.__class__:
            return NotImplemented
        return values(one) == values(other)

    def hash_of(one: object) -> int:
        return hash(values(one))

    return is_equal, hash_of


@recursive_repr()
def _repr(one: object) -> str:
    shown = (field.name for field in _fields(type(one)) if field.repr)
    told = ", ".join(f"{name}={getattr(one, name)!r}" for name in shown)
    return f"{type(one).__qualname__}({told})"


def _fields(made: type[object]) -> tuple[dataclasses.Field[object], ...]:
    return dataclasses.fields(made)  # type: ignore[arg-type]  # always of one made here


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
