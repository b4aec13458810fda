"""How a template can differ from the property tree."""

from integrity.dataclass import dataclass
from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
)
from integrity.template.properties import (
    ArrayOf,
    Integer,
    Named,
    Property,
    Record,
    Shape,
    Text,
    Union,
)


@dataclass(frozen=True, slots=True, eq=False)
class Departure:
    """One difference between a template and the tree."""

    version: str
    """The api-version that the template was held against."""

    place: str
    """The object or the value it was met in: `properties.customize[2]`."""


@dataclass(frozen=True, slots=True, eq=False)
class UnknownName(Departure):
    """A key that no version knows there."""

    member: Member
    known: tuple[str, ...]
    """The keys that the version knows there."""

    owner: ObjectNode


@dataclass(frozen=True, slots=True, eq=False)
class Misspelt(Departure):
    """A key or a value that is right but for upper and lower case."""

    node: StringNode
    wanted: str


@dataclass(frozen=True, slots=True, eq=False)
class OutOfTime(Departure):
    """A key or a value that other versions know, but not this one."""

    node: StringNode
    named: Named

    owner: ObjectNode | None = None
    """The object that it is a key of; None for a value."""


@dataclass(frozen=True, slots=True, eq=False)
class WrongType(Departure):
    """A value that is not of the type it should be."""

    node: Node
    wanted: Shape

    @property
    def written_rightly(self) -> str:
        """What to write, as far as what stands there tells."""
        match self.wanted, self.node:
            case ArrayOf(), StringNode() | ObjectNode():
                return "an array, with this in its brackets"
            case Text(words=words), _ if words is not None:
                return " or ".join(words.known_in(self.version))
            case Union(discriminator=key, cases=cases), StringNode(value=kind):
                if cases.find(kind, self.version):
                    return f'{{"{key}": "{kind}"}}'
            case Record() as record, StringNode() | ArrayNode():
                fitting = Text if isinstance(self.node, StringNode) else ArrayOf
                things = record.required or record.properties.things
                names = [one.name for one in things if isinstance(one.shape, fitting)]
                if len(names) == 1:
                    return f'{{"{names[0]}": …}}, with this in it'
        return self.wanted.called


@dataclass(frozen=True, slots=True, eq=False)
class WronglyDeclared(Departure):
    """A parameter whose values, whatever they are, are not of the type they should be."""

    node: UnknownNode
    wanted: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Missing(Departure):
    """An object without a key that it needs."""

    owner: ObjectNode
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class NotAllowed(Departure):
    """A value of the right type that is not one of those allowed."""

    node: Node
    wanted: Text | Integer
    words: tuple[str, ...] = ()
    """The words that the version knows, if it is a matter of words."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadOnly(Departure):
    """A key that the service answers with and does not take."""

    member: Member
    owner: ObjectNode


@dataclass(frozen=True, slots=True, eq=False)
class Deprecated(Departure):
    """A key that the version still takes and advises against."""

    member: Member
    named: Property
    owner: ObjectNode


@dataclass(frozen=True, slots=True, eq=False)
class Unresolved(Departure):
    """A value that could not be held against the tree, because it is not known."""

    node: UnknownNode
