"""The verb: read the artifacts, then write their digests as `sha256Checksum`.

Only text changes here; the caller writes the files. Nothing but the checksums differs
between the old text and the new one.
"""

from collections.abc import Iterator, Mapping, Sequence

from integrity.dataclass import dataclass
from integrity.facts import Appearance, ArtifactFact, ArtifactProblem
from integrity.progress import ProgressSink, silent
from integrity.reading import (
    FactKey,
    TemplateFile,
    fact_key,
    read_artifacts,
    references_of,
)
from integrity.secret_url import redacted
from integrity.survey import Reader
from integrity.template.edit import Edit, apply, insert_after, replace_value
from integrity.template.nodes import (
    Node,
    NullNode,
    Reason,
    StringNode,
    UnknownNode,
)
from integrity.template.position import Document, Position
from integrity.template.references import ArtifactReference


@dataclass(frozen=True, slots=True)
class Stamp:
    """One checksum that is written where it is not right already."""

    edit: Edit
    artifact: str
    """The address as it may be shown."""

    old: str | None
    """What stood there; None when nothing did."""

    new: str

    @property
    def is_right(self) -> bool:
        """What is to stand there stands there already."""
        return self.old == self.new

    @property
    def path(self) -> str:
        """The file that changes: the template, or a parameters file."""
        return self.edit.span.document.name

    @property
    def position(self) -> Position:
        """Where in it."""
        return self.edit.span.document.position(self.edit.span.start)


@dataclass(frozen=True, slots=True)
class Unstamped:
    """One checksum that could not be written, and why."""

    path: str
    position: Position
    artifact: str
    why: str

    problem: ArtifactProblem | None = None
    """Why the artifact could not be read, if that is why."""


@dataclass(frozen=True, slots=True)
class Stamping:
    """Everything one run of `stamp` would change."""

    stamps: tuple[Stamp, ...]
    unstamped: tuple[Unstamped, ...]
    current: int
    """Checksums that are right already."""

    facts: Mapping[FactKey, ArtifactFact]

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that change, each once."""
        return tuple({stamp.edit.span.document: None for stamp in self.stamps})

    def new_text(self, document: Document) -> str:
        """A document's text with its checksums."""
        return apply(document, (stamp.edit for stamp in self.stamps))


async def stamp(
    files: Sequence[TemplateFile],
    reader: Reader,
    *,
    only_missing: bool = False,
    at_once: int = 8,
    on_progress: ProgressSink = silent,
) -> Stamping:
    """Read every artifact and say which checksums to write where.

    Args:
        only_missing: Leave a checksum that is there as it is, right or wrong.
    """
    facts = await read_artifacts(
        files, reader, at_once=at_once, on_progress=on_progress
    )
    return stamping_of(files, facts, only_missing=only_missing)


def stamping_of(
    files: Sequence[TemplateFile],
    facts: Mapping[FactKey, ArtifactFact],
    *,
    only_missing: bool = False,
) -> Stamping:
    """Say which checksums to write where, by what is known of all artifacts.

    Args:
        only_missing: Leave a checksum that is there as it is, right or wrong.
    """
    stamps: dict[tuple[Document, int], list[Stamp]] = {}
    unstamped: list[Unstamped] = []
    current = 0
    for file in files:
        for reference in references_of(file):
            if only_missing and reference.expected is not None:
                continue
            outcome = _stamp_one(reference, facts[fact_key(reference, file)])
            if outcome is None:
                current += 1
            elif isinstance(outcome, Unstamped):
                unstamped.append(outcome)
            else:
                span = outcome.edit.span
                stamps.setdefault((span.document, span.start), []).append(outcome)
    agreed = [same[0] for same in stamps.values() if _agree(same)]
    unstamped += (one for differing in stamps.values() for one in _contested(differing))
    current += sum(one.is_right for same in stamps.values() for one in same)
    changes = (one for one in agreed if not one.is_right)
    return Stamping(tuple(changes), tuple(unstamped), current, facts)


def _agree(stamps: Sequence[Stamp]) -> bool:
    """Say whether all artifacts that one value is the checksum of are the same."""
    return len({stamp.new for stamp in stamps}) == 1


def _contested(stamps: Sequence[Stamp]) -> Iterator[Unstamped]:
    """Artifacts that differ and share a value: none of their digests is written."""
    if _agree(stamps):
        return
    for stamp in (one for one in stamps if not one.is_right):
        other = next(one for one in stamps if one.new != stamp.new)
        why = f"the same value is the checksum of {other.artifact}, which differs"
        yield Unstamped(stamp.path, stamp.position, stamp.artifact, why)


def _stamp_one(
    reference: ArtifactReference, fact: ArtifactFact
) -> Stamp | Unstamped | None:
    """The stamp of one artifact; None when its checksum is right, wherever from."""
    shown = redacted(reference.url)
    if (why := not_worth_pinning(reference, fact)) is not None:
        return _unstamped(reference, why, fact.problem)
    digest = fact.sha256
    if digest is None:
        return None
    edit = _edit(reference, digest)
    if isinstance(edit, str):
        is_right = reference.expected == digest
        return None if is_right else _unstamped(reference, edit)
    return Stamp(edit, shown, reference.expected, digest)


def _unstamped(
    reference: ArtifactReference, why: str, problem: ArtifactProblem | None = None
) -> Unstamped:
    document = reference.span.document
    position = document.position(reference.span.start)
    return Unstamped(document.name, position, redacted(reference.url), why, problem)


def not_worth_pinning(reference: ArtifactReference, fact: ArtifactFact) -> str | None:
    """Why a digest must not be written down as the truth; None when it may."""
    if fact.problem is not None:
        return fact.problem.message
    if fact.sha256 is None:
        return "too large to be read whole; see AIB365"
    if fact.appearance is Appearance.LFS_POINTER:
        return "it is a Git LFS pointer, not the file"
    if fact.appearance is Appearance.EMPTY:
        return "it is empty"
    if fact.appearance is Appearance.HTML and not reference.is_page_meant:
        return "it is a web page, not the file"
    return None


def _edit(reference: ArtifactReference, digest: str) -> Edit | str:
    """How to write a digest; words when it cannot be written."""
    if reference.when:
        return _edit_of_choice(reference, digest)
    member = reference.step.node.member("sha256Checksum")
    if member is None:
        return _insertion(reference, digest)
    if _is_literal(member.value):
        return replace_value(member.value.span, digest)
    if _is_not_given(member.value):
        return (
            "its checksum is an expression that is not known offline: give --params,"
            f" or put the digest where it takes it from: {digest}"
        )
    if _is_computed(member.value):
        return (
            "its checksum is the result of an expression; put the digest where that"
            f" takes it from: {digest}"
        )
    return f"its checksum is no string: write the digest there: {digest}"


def _edit_of_choice(reference: ArtifactReference, digest: str) -> Edit | str:
    """How to write the digest of one of several addresses: where it has its own."""
    declared, own = reference.step.get("sha256Checksum"), reference.checksum
    if own is not None and own is not declared and _is_literal(own):
        return replace_value(own.span, digest)
    return (
        "an expression chooses between this address and others; let the same condition"
        f" choose the checksum: {digest}"
    )


def _is_literal(node: Node) -> bool:
    if isinstance(node, UnknownNode):
        quoted = node.span.text.startswith(('"', "<"))
        return node.reason is Reason.PLACEHOLDER and quoted
    return isinstance(node, StringNode | NullNode) and not node.computed


def _is_not_given(node: Node) -> bool:
    return isinstance(node, UnknownNode) and node.reason is Reason.EXPRESSION


def _is_computed(node: Node) -> bool:
    return isinstance(node, UnknownNode) or node.computed


def _insertion(reference: ArtifactReference, digest: str) -> Edit | str:
    """A new member after the one that holds the address."""
    member = reference.step.node.member(reference.key)
    edit = member and insert_after(member, "sha256Checksum", digest)
    return edit or f"the step is the result of an expression; its digest is {digest}"
