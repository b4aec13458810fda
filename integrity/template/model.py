"""The image template as its rules speak of it; every value knows its span."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeVar

from integrity.template.conformity import departures_in
from integrity.template.departures import Departure
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NumberNode,
    ObjectNode,
    StringNode,
    UnknownNode,
    is_given,
)
from integrity.template.position import Document, Span
from integrity.template.property_tree import ENVELOPE, PROPERTIES
from integrity.template.versions import NEWEST, VERSIONS, canonical_kind

Wanted = TypeVar("Wanted", bound=Node)


class NotKnown(Exception):
    """A value that a rule asked for is not known offline."""

    def __init__(self, node: UnknownNode) -> None:
        super().__init__(node.text)
        self.node = node


class Form(Enum):
    """In which of its shapes a template came."""

    RESOURCE = "resource"
    DEPLOYMENT = "deployment template"
    LIVE = "body of a GET"
    AZ_REST = "az rest wrapper"
    PROPERTIES = "properties"


class OperatingSystem(Enum):
    """What the image runs. Not a field of the template: inferred."""

    WINDOWS = "Windows"
    LINUX = "Linux"
    UNKNOWN = "unknown"


class Block:
    """An object of the template, read by key.

    Each reader gives None for a value that is absent, null or of another type (that
    is for the rules about types), and raises `NotKnown` for one not known offline.
    """

    def __init__(self, node: ObjectNode, place: str) -> None:
        self.node = node
        self.place = place
        """Where it stands, for messages: `customize[2]`."""

    @property
    def head(self) -> Span:
        """The place to point at when the object as a whole is meant."""
        kind = self.node.get("type")
        return kind.span if kind is not None else self.opening

    @property
    def opening(self) -> Span:
        """The object's opening brace."""
        span = self.node.span
        return Span(span.document, span.start, min(span.start + 1, span.end))

    def get(self, key: str) -> Node | None:
        """The value as it stands, unknown or not; None when absent or null."""
        node = self.node.get(key)
        return node if is_given(node) else None

    def known(self, key: str) -> Node | None:
        """The value, if it is known."""
        node = self.get(key)
        if isinstance(node, UnknownNode):
            raise NotKnown(node)
        return node

    def text(self, key: str) -> str | None:
        """The value of a string."""
        node = self.known(key)
        return node.value if isinstance(node, StringNode) else None

    def number(self, key: str) -> int | float | None:
        """The value of a number."""
        node = self.known(key)
        return node.value if isinstance(node, NumberNode) else None

    def boolean(self, key: str) -> bool | None:
        """The value of a boolean."""
        node = self.known(key)
        return node.value if isinstance(node, BooleanNode) else None

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of an array, unknown ones among them; empty when there is none."""
        node = self.known(key)
        return node.items if isinstance(node, ArrayNode) else ()

    def block(self, key: str) -> "Block | None":
        """The value of an object."""
        node = self.known(key)
        place = f"{self.place}.{key}".lstrip(".")
        return Block(node, place) if isinstance(node, ObjectNode) else None

    def span_of(self, key: str) -> Span:
        """The value's place; where it is absent, the object's."""
        node = self.node.get(key)
        return self.head if node is None else node.span

    def key_span(self, key: str) -> Span:
        """The key's place; where it is absent, the object's."""
        member = self.node.member(key)
        return self.head if member is None else member.key.span


class Part(Block):
    """A block of the template with a `type`: its source, a customizer, a distributor."""

    def __init__(
        self, node: ObjectNode, place: str, template: "ImageTemplate", index: int = 0
    ) -> None:
        super().__init__(node, place)
        self.template = template
        self.index = index
        """Its place among its like, from 0."""

    @property
    def kind(self) -> str | None:
        """Its type in the service's own spelling; None when absent or no string.

        Raises:
            NotKnown: The type is not known offline.
        """
        kind = self.text("type")
        return None if kind is None else canonical_kind(kind)

    @property
    def kind_or_none(self) -> str | None:
        """Its type where that is known."""
        return None if isinstance(self.get("type"), UnknownNode) else self.kind

    @property
    def label(self) -> str:
        """How to speak of it: its name where it has one, else its place."""
        name = self.get("name")
        if isinstance(name, StringNode) and name.value:
            return f"{self.place} '{name.value}'"
        return self.place


@dataclass(frozen=True, eq=False)
class ImageTemplate:
    """One image template and what it is judged by."""

    document: Document
    """The file it stands in."""

    form: Form

    resource: ObjectNode
    """The envelope, expressions resolved; for a bare `properties` object, that."""

    judged_by: str | None = None
    """The api-version to judge by whatever the template says; None asks the template."""

    root: ObjectNode | None = None
    """The whole file, when the template is only a part of it."""

    @cached_property
    def envelope(self) -> Part | None:
        """Everything around `properties`; a bare properties object has none."""
        if self.form is Form.PROPERTIES:
            return None
        return Part(self.resource, "", self)

    @cached_property
    def properties_node(self) -> Node | None:
        """The `properties` value as it stands, unknown or not."""
        if self.form is Form.PROPERTIES:
            return self.resource
        return self.resource.get("properties")

    @cached_property
    def properties(self) -> Part:
        """The `properties`; an empty object stands in where there are none.

        Raises:
            NotKnown: They are one expression that cannot be resolved.
        """
        node = self.properties_node
        if isinstance(node, UnknownNode):
            raise NotKnown(node)
        if not isinstance(node, ObjectNode):
            node = ObjectNode(self.resource.span, (), computed=True)
        return Part(node, "properties", self)

    @property
    def _properties_if_known(self) -> Part | None:
        if isinstance(self.properties_node, UnknownNode):
            return None
        return self.properties

    @cached_property
    def name(self) -> str | None:
        """The resource's name where the file gives it and it is known."""
        node = self.resource.get("name")
        return node.value if isinstance(node, StringNode) else None

    @cached_property
    def stated_version(self) -> str | None:
        """The api-version that the file names, if it is known."""
        node = self.resource.get("apiVersion")
        if self.form is Form.PROPERTIES or not isinstance(node, StringNode):
            return None
        return node.value

    @cached_property
    def version(self) -> str:
        """The api-version to judge by: one of the ten, the newest where in doubt."""
        for version in (self.judged_by, self.stated_version):
            if version in VERSIONS:
                return version
        return NEWEST

    @cached_property
    def source(self) -> Part | None:
        """The base image; None when absent or not known."""
        return self._part("source")

    @cached_property
    def customizers(self) -> tuple[Part, ...]:
        """The steps of `customize`, in their order; those not known are left out."""
        return self._parts(self._properties_if_known, "customize")

    @cached_property
    def validators(self) -> tuple[Part, ...]:
        """The steps of `validate.inVMValidations`."""
        return self._parts(self._part("validate"), "inVMValidations", "validate.")

    @cached_property
    def workload(self) -> Part | None:
        """`optimize.workload`, the third place that names a script."""
        optimize = self._part("optimize")
        node = optimize.get("workload") if optimize else None
        if not isinstance(node, ObjectNode):
            return None
        return Part(node, "optimize.workload", self)

    @cached_property
    def steps(self) -> tuple[Part, ...]:
        """Customizers, then validators."""
        return self.customizers + self.validators

    @cached_property
    def distributors(self) -> tuple[Part, ...]:
        """The targets of `distribute`."""
        return self._parts(self._properties_if_known, "distribute")

    @cached_property
    def identity(self) -> Part | None:
        """The envelope's `identity`."""
        node = self.resource.get("identity")
        if self.envelope is None or not isinstance(node, ObjectNode):
            return None
        return Part(node, "identity", self)

    @cached_property
    def vm_profile(self) -> Part | None:
        """`vmProfile`."""
        return self._part("vmProfile")

    @cached_property
    def os(self) -> OperatingSystem:
        """What the image runs, as far as the text tells."""
        return infer_operating_system(self)

    @cached_property
    def departures(self) -> tuple[Departure, ...]:
        """Where it leaves the property tree of the api-version it is judged by."""
        if self.form is Form.PROPERTIES:
            return departures_in(self.resource, PROPERTIES, self.version, "properties")
        return departures_in(self.resource, ENVELOPE, self.version, "")

    def _part(self, key: str) -> Part | None:
        properties = self._properties_if_known
        node = properties.get(key) if properties else None
        return Part(node, key, self) if isinstance(node, ObjectNode) else None

    def _parts(
        self, owner: Block | None, key: str, prefix: str = ""
    ) -> tuple[Part, ...]:
        node = owner.get(key) if owner else None
        if not isinstance(node, ArrayNode):
            return ()
        return tuple(
            Part(item, f"{prefix}{key}[{index}]", self, index)
            for index, item in enumerate(node.items)
            if isinstance(item, ObjectNode)
        )


_WINDOWS_PUBLISHERS = (
    "microsoftwindows",
    "microsoftsqlserver",
    "microsoftvisualstudio",
)
_LINUX_PUBLISHERS = frozenset(
    (
        "canonical", "redhat", "suse", "openlogic", "debian", "credativ", "oracle",
        "almalinux", "resf", "kinvolk", "microsoftcblmariner", "azurelinux",
        "erockyenterprisesoftwarefoundationinc", "microsoft-aks", "perforce",
    )
)  # fmt: skip
_WINDOWS_KINDS = frozenset(("PowerShell", "WindowsRestart", "WindowsUpdate"))


def infer_operating_system(template: ImageTemplate) -> OperatingSystem:
    """Windows or Linux: from the publisher, else from the kinds of the steps.

    Nothing in the template says it. Where the signs are missing or contradict each
    other it stays unknown, and the rules that need it are skipped.
    """
    publisher = template.source.get("publisher") if template.source else None
    if isinstance(publisher, StringNode):
        name = publisher.value.casefold()
        if name.startswith(_WINDOWS_PUBLISHERS):
            return OperatingSystem.WINDOWS
        if name in _LINUX_PUBLISHERS:
            return OperatingSystem.LINUX
    signs = set(_signs(template))
    return signs.pop() if len(signs) == 1 else OperatingSystem.UNKNOWN


def _signs(template: ImageTemplate) -> Iterator[OperatingSystem]:
    for step in template.steps:
        kind = step.kind_or_none
        if kind in _WINDOWS_KINDS:
            yield OperatingSystem.WINDOWS
        elif kind == "Shell":
            yield OperatingSystem.LINUX
        elif kind == "File":
            destination = step.get("destination")
            if isinstance(destination, StringNode) and destination.value:
                yield _sign_of_path(destination.value)


def _sign_of_path(path: str) -> OperatingSystem:
    windows = path[1:2] == ":" or "\\" in path
    return OperatingSystem.WINDOWS if windows else OperatingSystem.LINUX
