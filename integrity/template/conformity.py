"""Holds a template against the property tree of its api-version."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType, UnionType

from integrity.template.departures import (
    Departure,
    Deprecated,
    Missing,
    Misspelt,
    NotAllowed,
    OutOfTime,
    ReadOnly,
    UnknownName,
    Unresolved,
    WronglyDeclared,
    WrongType,
)
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Member,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    StringNode,
    UnknownNode,
    is_given,
    may_be_null,
)
from integrity.template.placeholders import has_placeholder
from integrity.template.properties import (
    STRING,
    Anything,
    ArrayOf,
    Aspect,
    Boolean,
    Integer,
    JudgedBy,
    MapOf,
    Named,
    Names,
    Property,
    Record,
    Shape,
    Text,
    Thing,
    Union,
)
from integrity.template.resource_ids import is_unfinished, stand_in

_DECLARED: Mapping[str, type | UnionType] = MappingProxyType({
    "string": Text,
    "securestring": Text,
    "int": Integer,
    "bool": Boolean,
    "array": ArrayOf,
    "object": Record | MapOf | Union,
    "secureobject": Record | MapOf | Union,
})  # fmt: skip
"""What a parameter of each type can be the value of."""


def departures_in(
    node: ObjectNode, shape: Record, version: str, place: str
) -> tuple[Departure, ...]:
    """Hold an object against the tree, and everything in it.

    What is wrong with a key is told once; then nothing below it is judged.
    """
    walk = _Walk(version)
    walk.record(node, shape, place)
    return tuple(walk.found)


class _Walk:
    """One way through a template; it goes no deeper than the tree does."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.found: list[Departure] = []

    def note(self, aspect: Aspect, judged_by: JudgedBy, departure: Departure) -> None:
        """Keep a departure, unless a rule of its own judges that aspect."""
        if aspect not in judged_by:
            self.found.append(departure)

    def record(self, node: ObjectNode, shape: Record, place: str) -> None:
        """The keys of an object, and what stands there."""
        for member in node.members:
            self.member(node, member, shape, place)
        if node.get("copy") is None:  # a loop of Resource Manager adds keys unseen
            for one in shape.required:
                if one.lives_in(self.version) and not is_given(node.get(one.name)):
                    self.found.append(Missing(self.version, place, node, one.name))

    def member(
        self, owner: ObjectNode, member: Member, shape: Record, place: str
    ) -> None:
        """One key and its value."""
        key = member.key
        one = shape.properties.find(key.value, self.version)
        is_known = one is not None and one.lives_in(self.version)
        if not is_known and may_be_null(member.value):
            return
        if one is None:
            self.unknown_name(owner, member, shape, place)
        elif one.read_only:
            self.found.append(ReadOnly(self.version, place, member, owner))
        elif self.lives(one, key, place, owner=owner):
            self.spelling(one, key, place, one.judged_by)
            if is_given(member.value):
                self.given(owner, member, one, place)

    def given(
        self, owner: ObjectNode, member: Member, one: Property, place: str
    ) -> None:
        """The value of a property that the version knows; null is none."""
        if one.is_deprecated_in(self.version):
            self.found.append(Deprecated(self.version, place, member, one, owner))
        below = one.name if place in ("", "properties") else f"{place}.{one.name}"
        self.value(member.value, one.shape, below, one.judged_by)

    def unknown_name(
        self, owner: ObjectNode, member: Member, shape: Record, place: str
    ) -> None:
        """A key that is not in the tree."""
        key = member.key.value
        is_of_resource_manager = key.startswith("[") or key == "copy"
        if not is_of_resource_manager and not has_placeholder(key):
            known = tuple(
                one.name
                for one in shape.properties.things
                if one.lives_in(self.version) and not one.read_only
            )
            self.found.append(UnknownName(self.version, place, member, known, owner))

    def lives(
        self,
        named: Named,
        node: StringNode,
        place: str,
        owner: ObjectNode | None = None,
    ) -> bool:
        """Say whether the version knows a name, and note it if not."""
        if named.lives_in(self.version):
            return True
        late = OutOfTime(self.version, place, node, named, owner)
        self.note(Aspect.LIFE, named.judged_by, late)
        return False

    def spelling(
        self, named: Named, node: StringNode, place: str, judged_by: JudgedBy
    ) -> None:
        """Upper and lower case of a name that the version knows."""
        if node.value != named.name:
            misspelt = Misspelt(self.version, place, node, named.name)
            self.note(Aspect.CASE, judged_by, misspelt)

    def value(
        self,
        node: Node,
        shape: Shape,
        place: str,
        judged_by: JudgedBy,
        aspect: Aspect = Aspect.TYPE,
    ) -> None:
        """A value, whatever it is."""
        if isinstance(shape, Anything):
            return
        if isinstance(node, UnknownNode) and not self.is_of_another_kind(node, shape):
            self.found.append(self.unknown(node, shape, place))
        elif not self.fits(node, shape, place, judged_by):
            wrong = WrongType(self.version, place, node, shape)
            self.note(aspect, judged_by, wrong)

    def is_of_another_kind(self, node: UnknownNode, shape: Shape) -> bool:
        """Say whether a value is surely the id of something else than is wanted."""
        if not isinstance(shape, Text) or shape.pattern is None:
            return False
        kind, fits = node.resource_kind, partial(re.fullmatch, shape.pattern)
        if kind and fits(stand_in(kind)) is None:
            return True
        from integrity.template.outlines import cannot_be, outline_of  # rarely needed

        return cannot_be(outline_of(node), lambda text: fits(text) is not None)

    def unknown(self, node: UnknownNode, shape: Shape, place: str) -> Departure:
        """A value that is not known, though its parameter's type may be."""
        fitting = _DECLARED.get(node.declared)
        if fitting is None or node.many or isinstance(shape, fitting):
            return Unresolved(self.version, place, node)
        return WronglyDeclared(self.version, place, node, shape)

    def fits(self, node: Node, shape: Shape, place: str, judged_by: JudgedBy) -> bool:
        """Say whether a value is of the type it should be; if so, judge the rest."""
        match node, shape:
            case ObjectNode(), Record():
                self.record(node, shape, place)
            case ObjectNode(), Union():
                self.union(node, shape, place)
            case ObjectNode(), MapOf():
                self.items(_entries(node, place), shape.item, judged_by)
            case ArrayNode(), ArrayOf():
                self.items(_elements(node, place), shape.item, judged_by)
            case StringNode(), Text():
                self.text(node, shape, place, judged_by)
            case UnknownNode(), Text():
                wrong = NotAllowed(self.version, place, node, shape)
                self.note(Aspect.LIMITS, judged_by, wrong)
            case NumberNode(value=int()), Integer():
                self.integer(node, shape, place, judged_by)
            case _:
                return isinstance(node, BooleanNode) and isinstance(shape, Boolean)
        return True

    def items(
        self, items: Iterable[tuple[str, Node]], shape: Shape, judged_by: JudgedBy
    ) -> None:
        """Values of one shape, each with its place."""
        for place, item in items:
            self.value(item, shape, place, judged_by, Aspect.ITEM_TYPE)

    def union(self, node: ObjectNode, shape: Union, place: str) -> None:
        """An object, by the value of its discriminator."""
        key = shape.discriminator
        match node.get(key):
            case None | NullNode():
                missing = Missing(self.version, place, node, key)
                self.note(Aspect.PRESENCE, shape.judged_by, missing)
            case StringNode() as kind:
                self.case(node, kind, shape, place)
            case other:
                self.value(other, STRING, f"{place}.{key}", shape.judged_by)

    def case(
        self, owner: ObjectNode, kind: StringNode, shape: Union, place: str
    ) -> None:
        """The keys of an object whose discriminator says which they are."""
        at = f"{place}.{shape.discriminator}"
        case = self.word(kind, STRING, shape.cases, at, shape.judged_by)
        if case is not None:
            self.record(owner, case.record, place)

    def text(
        self, node: StringNode, shape: Text, place: str, judged_by: JudgedBy
    ) -> None:
        """A string: one of its words, or of its form."""
        if shape.words is not None:
            self.word(node, shape, shape.words, place, judged_by)
        elif shape.pattern is not None and not (
            re.fullmatch(shape.pattern, node.value) or is_unfinished(node.value)
        ):
            wrong = NotAllowed(self.version, place, node, shape)
            self.note(Aspect.LIMITS, judged_by, wrong)

    def word(
        self,
        node: StringNode,
        shape: Text,
        names: Names[Thing],
        place: str,
        judged_by: JudgedBy,
    ) -> Thing | None:
        """What a word stands for, if the version knows it."""
        thing = names.find(node.value, self.version)
        if thing is None:
            words = tuple(names.known_in(self.version))
            wrong = NotAllowed(self.version, place, node, shape, words)
            self.note(Aspect.LIMITS, judged_by, wrong)
        elif self.lives(thing, node, place):
            self.spelling(thing, node, place, judged_by)
            return thing
        return None

    def integer(
        self, node: NumberNode, shape: Integer, place: str, judged_by: JudgedBy
    ) -> None:
        """A whole number within its limits."""
        low = shape.minimum is not None and node.value < shape.minimum
        high = shape.maximum is not None and node.value > shape.maximum
        if low or high:
            wrong = NotAllowed(self.version, place, node, shape)
            self.note(Aspect.LIMITS, judged_by, wrong)


def _entries(node: ObjectNode, place: str) -> Iterator[tuple[str, Node]]:
    for member in node.members:
        if is_given(member.value):
            yield f"{place}.{member.key.value}", member.value


def _elements(node: ArrayNode, place: str) -> Iterator[tuple[str, Node]]:
    for index, item in enumerate(node.items):
        yield f"{place}[{index}]", item
