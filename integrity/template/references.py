"""Every artifact that a template names, from all places that can name one."""

import re
from collections.abc import Iterator
from enum import Enum

from integrity.dataclass import dataclass
from integrity.sizes import MIB
from integrity.template.downloads import downloads_in
from integrity.template.hosts import names_page
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import (
    ArrayNode,
    Decisions,
    Node,
    StringNode,
    UnknownNode,
    is_some_text,
)
from integrity.template.position import Span


class Use(Enum):
    """What the service does with an artifact."""

    SCRIPT = "script"
    FILE = "file"
    INLINE = "inline download"
    """A command of a script fetches it: the service never sees it."""


_KEYS = {Use.SCRIPT: "scriptUri", Use.FILE: "sourceUri"}
"""Where a step has the address of what the service fetches."""

FILE_GUIDANCE = 20_000_000
"""Bytes that are surely under the 20 MB of a File step, whichever unit is meant."""

FILE_LIMIT = 20 * MIB
"""Bytes from which a file is over them, whichever unit is meant."""


@dataclass(frozen=True, slots=True, eq=False)
class ArtifactReference:
    """One place that names an artifact."""

    url: str
    """The address, expressions resolved."""

    span: Span
    step: Part
    use: Use

    value: StringNode | None = None
    """The value that is the address; None for one in a command."""

    when: Decisions = ()
    """What decides that it is this address, where an expression chooses one of some."""

    @property
    def key(self) -> str:
        """The property that holds the address."""
        return _KEYS.get(self.use, "inline")

    @property
    def checksum(self) -> Node | None:
        """The declared checksum as it stands; None when absent or null."""
        if self.use is Use.INLINE:
            return None
        node = self.step.get("sha256Checksum")
        if self.when and isinstance(node, UnknownNode):
            return node.choice(self.when) or node
        return node

    @property
    def checksum_span(self) -> Span:
        """The declared checksum's place; where there is none, the step's."""
        node = self.checksum
        return self.step.span_of("sha256Checksum") if node is None else node.span

    @property
    def is_page_meant(self) -> bool:
        """Whether HTML is what is wanted here: a file whose name says so."""
        if self.use is not Use.FILE:
            return False
        return names_page(self.url) or names_page(self.step.text("destination") or "")

    @property
    def expected(self) -> str | None:
        """The declared checksum, when there is one to hold the artifact against."""
        node = self.checksum
        return node.value or None if isinstance(node, StringNode) else None


_OPEN_UNTIL_RUN = re.compile(
    r"\$(?!(?:web|root|logs)/)|[{}]|%(?![0-9a-f]{2})", re.IGNORECASE
)
"""Variables of shells in an address; storage accounts have containers like `$web`."""


def artifact_references(template: ImageTemplate) -> tuple[ArtifactReference, ...]:
    """What the service itself fetches, then what inline commands fetch.

    Addresses that only the build machine can complete are left out.
    """
    downloads = inline_downloads(template)
    known = (one for one in downloads if not _OPEN_UNTIL_RUN.search(one.url))
    return (*_declared(template), *known)


def declared_artifacts(template: ImageTemplate) -> tuple[ArtifactReference, ...]:
    """What the service itself fetches when the template is submitted."""
    return tuple(_declared(template))


def unknown_artifacts(template: ImageTemplate) -> int:
    """How many addresses are not known offline."""
    return sum(
        isinstance(node, UnknownNode) or _lacks_its_host(node)
        for _, _, value in _address_values(template)
        for node, _ in _alternatives(value)
    )


def calculated_addresses(template: ImageTemplate) -> Iterator[tuple[Part, Node]]:
    """Addresses that an expression makes: not known offline, but there are such."""
    for step, _, node in _address_values(template):
        if isinstance(node, UnknownNode) and _says_something(node):
            yield step, node


def _says_something(node: UnknownNode) -> bool:
    return node.nonempty or any(is_some_text(one.value) for one in node.choices)


def _lacks_its_host(node: Node) -> bool:
    """Whether a parameter's empty default stands where the host should.

    One that leaves a signature open, at the end, leaves an address that can be tried.
    """
    return isinstance(node, StringNode) and node.open and "://" not in node.value


def _steps_with_artifacts(template: ImageTemplate) -> Iterator[Part]:
    yield from template.steps
    yield from template.possible_steps
    if template.workload is not None:
        yield template.workload


def _address_values(template: ImageTemplate) -> Iterator[tuple[Part, Use, Node]]:
    """Every value that should be an address which the service fetches."""
    for step in _steps_with_artifacts(template):
        for use, key in _KEYS.items():
            node = step.get(key)
            if node is not None:
                yield step, use, node


def _declared(template: ImageTemplate) -> Iterator[ArtifactReference]:
    for step, use, value in _address_values(template):
        for node, when in _alternatives(value):
            if (
                isinstance(node, StringNode)
                and node.value.strip()
                and not _lacks_its_host(node)
            ):
                yield ArtifactReference(
                    node.value, node.span, step, use, value=node, when=when
                )


def _alternatives(node: Node) -> Iterator[tuple[Node, Decisions]]:
    """A value; where it is one of several, each of them with what decides for it."""
    if isinstance(node, UnknownNode) and node.choices:
        yield from ((choice.value, choice.when) for choice in node.choices)
    else:
        yield node, ()


def inline_downloads(template: ImageTemplate) -> Iterator[ArtifactReference]:
    """Addresses that commands in `inline` download from: nothing can pin them."""
    for step in template.steps:
        mark = "`" if step.kind_or_none == "PowerShell" else "\\"
        for url, span in downloads_in(commands_in_outline(step), mark):
            yield ArtifactReference(url, span, step, Use.INLINE)


def inline_commands(step: Part) -> Iterator[StringNode]:
    """The commands of a step's `inline` that are known; also a lone string."""
    node = step.get("inline")
    if isinstance(node, StringNode):
        yield node
    elif isinstance(node, ArrayNode):
        yield from (item for item in node.items if isinstance(item, StringNode))


def commands_in_outline(step: Part) -> Iterator[StringNode]:
    """The commands of a step's `inline`, `HOLE` in place of what is not known of them."""
    node = step.get("inline")
    for item in node.items if isinstance(node, ArrayNode) else (node,):
        if isinstance(item, UnknownNode) and item.outline:
            yield StringNode(item.span, item.outline, computed=True)
        elif isinstance(item, StringNode):
            yield item
