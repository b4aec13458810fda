"""Every artifact that a template names, from all places that can name one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from integrity.template.hosts import host_of
from integrity.template.literal import LONGEST_LINE, excerpt
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import ArrayNode, Node, StringNode, UnknownNode
from integrity.template.position import Span


class Use(Enum):
    """What the service does with an artifact."""

    SCRIPT = "script"
    FILE = "file"
    INLINE = "inline download"
    """A command of a script fetches it: the service never sees it."""


@dataclass(frozen=True, slots=True, eq=False)
class ArtifactReference:
    """One place that names an artifact."""

    url: str
    """The address, expressions resolved."""

    span: Span
    step: Part
    use: Use

    @property
    def key(self) -> str:
        """The property that holds the address."""
        return {Use.FILE: "sourceUri", Use.SCRIPT: "scriptUri"}.get(self.use, "inline")

    @property
    def checksum(self) -> Node | None:
        """The declared checksum as it stands; None when absent or null."""
        return None if self.use is Use.INLINE else self.step.get("sha256Checksum")

    @property
    def expected(self) -> str | None:
        """The declared checksum, when there is one to hold the artifact against."""
        node = self.checksum
        return node.value or None if isinstance(node, StringNode) else None


_DOWNLOAD = re.compile(
    r"\b(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|start-bitstransfer"
    r"|downloadfile|downloadstring|bitsadmin|azcopy|aria2c)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s\"'`<>|;)(]{1,2000}", re.IGNORECASE)
_OWN_HOSTS = frozenset(("localhost", "127.0.0.1", "169.254.169.254", "168.63.129.16"))
"""The build machine itself and the host it runs on."""


def artifact_references(template: ImageTemplate) -> tuple[ArtifactReference, ...]:
    """What the service itself fetches, then what inline commands fetch."""
    return (*_declared(template), *inline_downloads(template))


def declared_artifacts(template: ImageTemplate) -> tuple[ArtifactReference, ...]:
    """What the service itself fetches when the template is submitted."""
    return tuple(_declared(template))


def unknown_artifacts(template: ImageTemplate) -> int:
    """How many addresses are not known offline."""
    return sum(
        isinstance(step.get(key), UnknownNode)
        for step in _steps_with_artifacts(template)
        for key in ("scriptUri", "sourceUri")
    )


def _steps_with_artifacts(template: ImageTemplate) -> Iterator[Part]:
    yield from template.steps
    if template.workload is not None:
        yield template.workload


def _declared(template: ImageTemplate) -> Iterator[ArtifactReference]:
    for step in _steps_with_artifacts(template):
        for key, use in (("scriptUri", Use.SCRIPT), ("sourceUri", Use.FILE)):
            node = step.get(key)
            if isinstance(node, StringNode) and node.value:
                yield ArtifactReference(node.value, node.span, step, use)


def inline_downloads(template: ImageTemplate) -> Iterator[ArtifactReference]:
    """Addresses that commands in `inline` download from: nothing can pin them."""
    for step in template.steps:
        for command in inline_commands(step):
            for url, start in _downloads(command.value):
                span = excerpt(command, start, start + len(url))
                yield ArtifactReference(url, span, step, Use.INLINE)


def _downloads(script: str) -> Iterator[tuple[str, int]]:
    """Addresses on the lines that download something, and where each begins."""
    start = 0
    for line in script.splitlines(keepends=True):
        searched = line[:LONGEST_LINE]
        if not searched.lstrip().startswith("#") and _DOWNLOAD.search(searched):
            for match in _ADDRESS.finditer(searched):
                url = match.group().rstrip(".,")
                if host_of(url) not in _OWN_HOSTS:
                    yield url, start + match.start()
        start += len(line)


def inline_commands(step: Part) -> Iterator[StringNode]:
    """The commands of a step's `inline` that are known; also a lone string."""
    node = step.get("inline")
    if isinstance(node, StringNode):
        yield node
    elif isinstance(node, ArrayNode):
        yield from (item for item in node.items if isinstance(item, StringNode))
