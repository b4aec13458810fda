"""A file's template against the live one: what differs once defaults are filled in."""

from collections.abc import Iterator
from enum import StrEnum

from integrity.dataclass import dataclass
from integrity.template.pointer import escaped
from integrity.template.regions import region_named
from transfer.azure.bodies import Body
from transfer.azure.defaults import submittable
from transfer.azure.resource_ids import parse_id


class Change(StrEnum):
    """How a value differs, seen from the live template."""

    ADDED = "added"
    """Only the file has it."""

    REMOVED = "removed"
    """Only the live template has it."""

    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the file and the live template do not share."""

    pointer: str
    """JSON pointer (RFC 6901)."""

    change: Change
    here: object
    """In the file; None when it has none."""

    live: object


def differences(here: Body, live: Body) -> tuple[Difference, ...]:
    """What differs, in the order of the file.

    A checksum that only the live template has is what the service fills in, and no
    difference. Ids and locations differ by more than their case only.
    """
    return tuple(_compared(submittable(here), submittable(live), ""))


def _compared(here: object, live: object, pointer: str) -> Iterator[Difference]:
    if isinstance(here, dict) and isinstance(live, dict):
        yield from _objects(here, live, pointer)
    elif isinstance(here, list) and isinstance(live, list):
        yield from _lists(here, live, pointer)
    elif not _same(here, live, pointer):
        yield Difference(pointer, Change.CHANGED, here, live)


def _objects(
    here: dict[str, object], live: dict[str, object], pointer: str
) -> Iterator[Difference]:
    names = {_folded(key): key for key in live}
    for key, value in here.items():
        at = f"{pointer}/{escaped(key)}"
        other = names.pop(_folded(key), None)
        if other is None:
            yield Difference(at, Change.ADDED, value, None)
        else:
            yield from _compared(value, live[other], at)
    for key in names.values():
        if key != "sha256Checksum":
            at = f"{pointer}/{escaped(key)}"
            yield Difference(at, Change.REMOVED, None, live[key])


def _lists(
    here: list[object], live: list[object], pointer: str
) -> Iterator[Difference]:
    for index, (one, other) in enumerate(zip(here, live, strict=False)):
        yield from _compared(one, other, f"{pointer}/{index}")
    for index in range(len(live), len(here)):
        yield Difference(f"{pointer}/{index}", Change.ADDED, here[index], None)
    for index in range(len(here), len(live)):
        yield Difference(f"{pointer}/{index}", Change.REMOVED, None, live[index])


def _same(here: object, live: object, pointer: str) -> bool:
    if here == live and type(here) is type(live):
        return True
    if not (isinstance(here, str) and isinstance(live, str)):
        return False
    in_regions = pointer.endswith("/name") and "/targetRegions/" in pointer
    if pointer == "/location" or in_regions:
        return region_named(here) == region_named(live)
    if pointer.endswith("/sha256Checksum"):
        return here.casefold() == live.casefold()
    one, other = parse_id(here), parse_id(live)
    return one is not None and one == other


def _folded(key: str) -> str:
    """A key; one that is an id is the same in every case."""
    return key.casefold() if key.startswith("/") else key
