"""The image template as its rules speak of it; every value knows its span."""

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from weakref import ref

from integrity.dataclass import dataclass
from integrity.template.blocks import Block, NotKnown
from integrity.template.conformity import departures_in
from integrity.template.departures import Departure, OutOfTime
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    UnknownNode,
    children,
    text_at,
    value_at,
    without_nulls,
)
from integrity.template.operating_system import (
    OperatingSystem,
    agreed,
    of_image,
    of_step,
)
from integrity.template.position import Document
from integrity.template.property_tree import ENVELOPE, PROPERTIES
from integrity.template.versions import (
    FIRST_STABLE,
    NEWEST,
    SEED,
    VERSIONS,
    canonical_kind,
)


class Form(Enum):
    """In which of its shapes a template came."""

    RESOURCE = "resource"
    DEPLOYMENT = "deployment template"
    LIVE = "body of a GET"
    AZ_REST = "az rest wrapper"
    AZAPI = "azapi resource"
    PROPERTIES = "properties"


class Part(Block):
    """A block of the template with a `type`: its source, a customizer, a distributor."""

    def __init__(
        self, node: ObjectNode, place: str, template: "ImageTemplate", index: int = 0
    ) -> None:
        super().__init__(node, place)
        self._template = ref(template)
        self.index = index
        """Its place among its like, from 0."""

    @property
    def template(self) -> "ImageTemplate":
        """What it is a part of; to be held by whoever goes on asking for it.

        The template holds its parts. Held by them in turn, no file that was judged would
        go before the collector comes.

        Raises:
            ReferenceError: The template is gone.
        """
        template = self._template()
        if template is None:
            raise ReferenceError(f"the template of {self.place} is gone")
        return template

    @cached_property
    def kind(self) -> str | None:
        """Its type in the service's own spelling; None when absent or no string.

        Raises:
            NotKnown: The type is not known offline.
        """
        kind = self.text("type")
        return None if kind is None else canonical_kind(kind)

    @cached_property
    def kind_or_none(self) -> str | None:
        """Its type where that is known."""
        return None if isinstance(self.get("type"), UnknownNode) else self.kind

    @property
    def label(self) -> str:
        """How to speak of it: its name where it has one, else its place."""
        name = text_at(self.node, "name")
        return f"{self.place} '{name}'" if name else self.place


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

    root: Node | None = None
    """The whole file, when the template is only a part of it."""

    is_fragment: bool = False
    """The text is a piece of a template, so nobody may miss what is not in it."""

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
        known = not isinstance(self.properties_node, UnknownNode)
        return self.properties if known else None

    @cached_property
    def name(self) -> str | None:
        """The resource's name where the file gives it and it is known."""
        return text_at(self.resource, "name")

    @cached_property
    def stated_version(self) -> str | None:
        """The api-version that the file names, if it is known."""
        is_bare = self.form is Form.PROPERTIES
        return None if is_bare else text_at(self.resource, "apiVersion")

    @cached_property
    def version(self) -> str:
        """The api-version to judge by: one of the ten, the newest where in doubt."""
        for version in (self.judged_by, self.stated_version):
            if version in VERSIONS:
                return version
        return NEWEST

    @cached_property
    def oldest_version(self) -> str:
        """The oldest api-version that may be meant: `version` where one is named.

        Where none is known, it is no version that lacks what the template uses.
        """
        if self.judged_by is not None or self.stated_version is not None:
            return self.version
        left_out = self.envelope is None or self.envelope.get("apiVersion") is None
        version = FIRST_STABLE if left_out else SEED
        while newer := [since for since in self._uses(version) if since > version]:
            version = max(newer)
        return version

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
    def possible_steps(self) -> tuple[Part, ...]:
        """Steps between which an expression chooses: of none is known that it runs."""
        customize = value_at(self.properties_node, "customize")
        validate = value_at(self.properties_node, "validate", "inVMValidations")
        return (
            *self._possible(customize, "customize[?]"),
            *self._possible(validate, "validate.inVMValidations[?]"),
        )

    @cached_property
    def workload(self) -> Part | None:
        """`optimize.workload`, the third place that names a script."""
        place = "optimize.workload"
        node = value_at(self.properties_node, *place.split("."))
        return Part(node, place, self) if isinstance(node, ObjectNode) else None

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
        publisher = _literal(self.source, "publisher") or ""
        stated = of_image(publisher, _literal(self.source, "offer") or "")
        if stated is not OperatingSystem.UNKNOWN:
            return stated
        return agreed(
            of_step(step.kind_or_none, _literal(step, "destination"))
            for step in self.steps
        )

    @cached_property
    def departures(self) -> tuple[Departure, ...]:
        """Where it leaves the property tree of the api-version it is judged by."""
        return self._departures_from(self.version)

    def _departures_from(self, version: str) -> tuple[Departure, ...]:
        if self.form is Form.PROPERTIES:
            return departures_in(self.resource, PROPERTIES, version, "properties")
        is_deployed = self.form is Form.DEPLOYMENT  # Resource Manager sends no nulls
        sent = without_nulls(self.resource) if is_deployed else self.resource
        return departures_in(sent, ENVELOPE, version, "")

    def _uses(self, version: str) -> Iterator[str]:
        """Since when there is what a version does not know, as far as one can see."""
        found = self._departures_from(version)
        return (one.named.since for one in found if isinstance(one, OutOfTime))

    def _possible(self, node: Node | None, place: str) -> Iterator[Part]:
        for one in _items_or_itself(node):
            for value in children(one) if isinstance(one, UnknownNode) else ():
                for step in _items_or_itself(value):
                    if isinstance(step, ObjectNode):
                        yield Part(step, place, self)

    def _part(self, key: str) -> Part | None:
        owner = self._properties_if_known
        node = owner.get(key) if owner else None
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


def _items_or_itself(node: Node | None) -> tuple[Node | None, ...]:
    return node.items if isinstance(node, ArrayNode) else (node,)


def _literal(part: Part | None, key: str) -> str | None:
    """A string that is known; None for everything else, without a word."""
    return text_at(part.node, key) if part else None
