"""Our dataclasses are told, compared and made as the standard library's."""

import ast
import dataclasses
import pickle
from dataclasses import field, replace
from pathlib import Path

import pytest

from integrity.dataclass import dataclass

HOUSE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Disk:
    """Stands for all values."""

    name: str
    size: int = 0
    tags: tuple[object, ...] = ()
    secret: str = field(default="", repr=False)
    note: str = field(default="", compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class LargeDisk(Disk):
    """Has the same fields."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same again, by the standard library."""

    name: str
    size: int = 0
    tags: tuple[object, ...] = ()
    secret: str = field(default="", repr=False)
    note: str = field(default="", compare=False, kw_only=True)


@dataclass
class Changing:
    """Changes, and is in no set."""

    done: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Is equal to itself alone."""

    line: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """Has no field."""


def test_values_are_equal_where_their_fields_are():
    assert Disk("os", 4) == Disk("os", 4, note="not compared")
    assert Disk("os", 4) != Disk("os", 5)
    assert len({Disk("os", 4), Disk("os", 4), Disk("data", 4)}) == 2


def test_a_value_is_equal_to_its_like_alone():
    assert Disk("os") != LargeDisk("os")
    assert Disk("os") != Standard("os")
    assert Disk("os") != ("os", 0, (), "")


def test_values_without_fields_are_equal():
    assert {Nothing(), Nothing()} == {Nothing()}


def test_what_changes_is_compared_and_never_hashed():
    assert Changing([1]) == Changing([1])
    with pytest.raises(TypeError, match="unhashable"):
        hash(Changing())


def test_what_is_not_compared_is_itself_alone():
    place = Place(1)
    assert {place, Place(1)} != {place}


def test_a_value_tells_itself_as_the_standard_librarys_does():
    told = repr(Standard("os", 4, ("a",), "hunter2", note="new"))
    assert repr(Disk("os", 4, ("a",), "hunter2", note="new")) == told.replace(
        "Standard", "Disk"
    )


def test_what_holds_itself_can_be_told():
    round_trip = Changing()
    round_trip.done.append(round_trip)
    assert repr(round_trip) == "Changing(done=[...])"


def test_a_value_can_be_replaced_matched_and_pickled():
    disk = Disk("os", 4)
    assert replace(disk, size=5) == Disk("os", 5)
    assert Disk.__match_args__ == Standard.__match_args__
    assert pickle.loads(pickle.dumps(disk)) == disk


def test_a_value_has_room_for_its_fields_alone():
    assert not hasattr(Disk("os"), "__dict__")


@pytest.mark.parametrize("package", ["integrity", "transfer", "tui"])
def test_every_module_of_ours_takes_the_quick_one(package):
    slow = {
        path.name
        for path in (HOUSE / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        if "dataclass" in {one.name for one in node.names}
    }
    assert slow <= {"dataclass.py"}
