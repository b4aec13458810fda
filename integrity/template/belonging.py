"""Where in an image template a property belongs, by its name alone."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from integrity.template.properties import Anything, ArrayOf, Record, Shape, Union
from integrity.template.property_tree import ENVELOPE


def home_of(name: str) -> str | None:
    """The object that has a property so called, if only one has: `properties`.

    Empty for the resource itself. None for what stands in elements of an array, too.
    """
    homes = _homes().get(name.casefold(), set())
    return next(iter(homes)) if len(homes) == 1 else None


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
