"""What the property tree is made of: properties, their shapes and their lifetimes."""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import ClassVar, Generic, TypeAlias, TypeVar

from integrity.dataclass import dataclass
from integrity.template.versions import OLDEST


class Aspect(Enum):
    """What can be wrong with a property."""

    NAME = "name"
    CASE = "upper and lower case of the name"
    LIFE = "whether the api-version has it"
    PRESENCE = "presence"
    TYPE = "type of the value"
    ITEM_TYPE = "type of the items of an array, of the values of a map"
    LIMITS = "allowed values"


JudgedBy: TypeAlias = Mapping[Aspect, str]
"""The rules that already judge an aspect; the generic rules are silent about it."""

_SOMETHING = r"(?s)\s*\S.*"


@dataclass(frozen=True, slots=True)
class Named:
    """A name that some of the api-versions know: of a property, a case, a word."""

    name: str

    since: str = field(default=OLDEST, kw_only=True)

    until: str | None = field(default=None, kw_only=True)
    """The last version that knows it; None: it is there to this day."""

    judged_by: JudgedBy = field(default_factory=dict, kw_only=True)

    def lives_in(self, version: str) -> bool:
        """Say whether a version knows it."""
        return self.since <= version and (self.until is None or version <= self.until)


@dataclass(frozen=True, slots=True)
class Property(Named):
    """A key of an object, and what may stand there."""

    shape: "Shape"
    required: bool = field(default=False, kw_only=True)

    read_only: bool = field(default=False, kw_only=True)
    """The service answers with it and does not take it."""

    deprecated_since: str | None = field(default=None, kw_only=True)
    """The first version that still takes it and advises against it."""

    became: str | None = field(default=None, kw_only=True)
    """What to write in its place, once it is gone or deprecated."""

    def is_deprecated_in(self, version: str) -> bool:
        """Say whether a version advises against it."""
        return self.deprecated_since is not None and self.deprecated_since <= version


@dataclass(frozen=True, slots=True)
class Case(Named):
    """One of the kinds of object that a discriminator tells apart."""

    record: "Record"


Thing = TypeVar("Thing", bound=Named)


class Names(Generic[Thing]):
    """Things by their names, found without regard to case."""

    def __init__(self, *things: Thing) -> None:
        self.things = things
        self._by_folded: dict[str, list[Thing]] = {}
        for thing in things:
            self._by_folded.setdefault(thing.name.casefold(), []).append(thing)

    def find(self, name: str, version: str) -> Thing | None:
        """What is meant: rather what the version knows, rather what is spelled so."""
        alike = self._by_folded.get(name.casefold(), ())
        if len(alike) < 2:  # as it mostly is
            return alike[0] if alike else None
        return max(
            alike, key=lambda thing: (thing.lives_in(version), thing.name == name)
        )

    def known_in(self, version: str) -> list[str]:
        """The names that a version knows."""
        return [thing.name for thing in self.things if thing.lives_in(version)]


@dataclass(frozen=True, slots=True)
class Anything:
    """A value that is not judged."""

    called: ClassVar[str] = "a value"


@dataclass(frozen=True, slots=True)
class Text:
    """A string."""

    called: ClassVar[str] = "a string"

    words: Names[Named] | None = None
    """What it may be; None leaves it free."""

    open: bool = False
    """The service takes other words too, or may one day."""

    pattern: str | None = None
    """A regular expression that all of it must match."""

    example: str = ""
    """How one that matches the pattern looks."""


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number, both limits included."""

    called: ClassVar[str] = "a whole number"

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""

    called: ClassVar[str] = "true or false"


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array of values of one shape."""

    called: ClassVar[str] = "an array"

    item: "Shape"


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object whose keys are free."""

    called: ClassVar[str] = "an object"

    item: "Shape"


@dataclass(frozen=True, slots=True)
class Record:
    """An object whose keys are given."""

    called: ClassVar[str] = "an object"

    properties: Names[Property]

    required: tuple[Property, ...]
    """Those that must be there, and no other rule asks for them."""


@dataclass(frozen=True, slots=True)
class Union:
    """An object whose keys depend on the value of one of them."""

    called: ClassVar[str] = "an object"

    discriminator: str
    cases: Names[Case]

    judged_by: JudgedBy = field(default_factory=dict)
    """Who judges the discriminator."""


Shape: TypeAlias = (
    "Anything | Text | Integer | Boolean | ArrayOf | MapOf | Record | Union"
)


def record(*properties: Property) -> Record:
    """An object with these keys."""
    required = tuple(
        one
        for one in properties
        if one.required and Aspect.PRESENCE not in one.judged_by
    )
    return Record(Names(*properties), required)


def one_of(*words: str) -> Text:
    """A string that is one of these words."""
    return Text(words=Names(*map(Named, words)))


def some_of(*words: Named) -> Text:
    """A string that is one of these words, or one that no schema names yet."""
    return Text(words=Names(*words), open=True)


def something(called: str) -> Text:
    """A string that is not blank."""
    return Text(pattern=_SOMETHING, example=called)


def wholly(number: str) -> JudgedBy:
    """One rule judges whether a value is there and what it is."""
    aspects = (Aspect.PRESENCE, Aspect.TYPE, Aspect.ITEM_TYPE, Aspect.LIMITS)
    return dict.fromkeys(aspects, number)


ANYTHING = Anything()
STRING = Text()
STRINGS = ArrayOf(STRING)
BOOLEAN = Boolean()
TAGS = MapOf(STRING)
