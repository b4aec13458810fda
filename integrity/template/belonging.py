"""Where in an image template a property belongs, by its name alone."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from integrity.template.properties import (
    Anything,
    ArrayOf,
    Case,
    Record,
    Shape,
    Union,
)
from integrity.template.property_tree import ENVELOPE


def home_of(name: str, place: str) -> str | None:
    """The object that has a property so called, if only one has: `properties`.

    Empty for the resource itself. None for what stands in elements of an array, too;
    a `location` that is met outside of them belongs to the resource.
    """
    homes = _homes().get(name.casefold(), set())
    if homes == {"", None} and "[" not in place:
        return ""
    return next(iter(homes)) if len(homes) == 1 else None


def kinds_with(name: str) -> tuple[str, ...]:
    """The kinds of step, source or target that have a property so called."""
    return _kinds().get(name.casefold(), ())


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    """The kinds of today, in the order of the tree."""
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    for case in _cases(ENVELOPE):
        for one in case.record.properties.things:
            if case.until is None and one.until is None:
                kinds[one.name.casefold()].setdefault(case.name)
    return {name: tuple(kinds[name]) for name in kinds}


def _cases(shape: Shape) -> Iterator[Case]:
    """Every kind of object that a discriminator tells apart."""
    match shape:
        case Record():
            for one in shape.properties.things:
                yield from _cases(one.shape)
        case Union():
            yield from shape.cases.things
        case ArrayOf():
            yield from _cases(shape.item)


@cache
def _homes() -> dict[str, set[str | None]]:
    """Every place of every name, whatever the version."""
    homes: dict[str, set[str | None]] = defaultdict(set)
    for name, place in _places(ENVELOPE, ""):
        homes[name.casefold()].add(place)
    return dict(homes)


def _places(shape: Shape, place: str | None) -> Iterator[tuple[str, str | None]]:
    """The names in a shape, each with the place of its object if that has a name."""
    match shape:
        case Record():
            for one in shape.properties.things:
                named = not isinstance(one.shape, Anything) and one.until is None
                yield one.name, place if named and not one.read_only else None
                path = None if place is None else f"{place}.{one.name}".lstrip(".")
                yield from _places(one.shape, path)
        case Union():
            for case in shape.cases.things:
                yield from _places(case.record, None)
        case ArrayOf():
            yield from _places(shape.item, None)
        case _:
            return
