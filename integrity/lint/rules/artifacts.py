"""Rules about what was found behind the addresses of artifacts."""

from collections.abc import Iterator

from integrity.facts import Appearance, ArtifactProblem, Facts, ProblemKind
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, rule
from integrity.lint.rules.checksums import has_other_checksum
from integrity.lint.severity import Severity
from integrity.template.code_hosts import page_at
from integrity.template.hosts import (
    end_of_signature,
    has_signature,
    host_of,
    is_azure_blob,
)
from integrity.template.model import ImageTemplate
from integrity.template.nodes import ObjectNode, StringNode, UnknownNode
from integrity.template.references import ArtifactReference, Use, declared_artifacts

_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of no bytes at all."""

_STAND_INS = {_EMPTY: "of an empty file", "0" * 64: "a stand-in of zeros"}

_IN_WORDS = {
    ProblemKind.MISSING: ("could not be read", "The service will not find it either."),
    ProblemKind.FORBIDDEN: (
        "could not be read",
        "Make it public, or let an identity of the template read it.",
    ),
    ProblemKind.REFUSED: (
        "was not read",
        "The service itself needs a public https address that serves the file.",
    ),
    ProblemKind.TOO_LARGE: (
        "was not read",
        "The service may read it all the same; look whether the address is right.",
    ),
    ProblemKind.CHANGED: ("could not be read", "Try again once it is uploaded."),
    ProblemKind.UNREACHABLE: (
        "could not be reached",
        "Try again later; look whether the host is right.",
    ),
    ProblemKind.UNBOUNDED: (
        "was not read",
        "Its host has to send Content-Length; if that cannot be, host it elsewhere.",
    ),
}


@rule("AIB307", Severity.ERROR, over=declared_artifacts, needs=Needs.ARTIFACTS)
def artifact_not_readable(
    artifact: ArtifactReference, facts: Facts
) -> Iterator[Complaint]:
    """An artifact could not be read.

    The service reads it when the template is submitted, over the internet, and
    refuses the template when it cannot. A blob that is not public is no fault where
    the template has an identity that may read it; that cannot be told from here, and
    is a warning.

    Look at the reason that is named. 404 for a blob also means that its container is
    not public; 403 with a signature, that the signature has expired or is not enough.

    A must in the template reference of March 2020: script locations are publicly
    accessible, unless an identity is used.
    """
    fact = facts.artifact(artifact.url)
    if fact is None or fact.problem is None or fact.content_encoding is not None:
        return
    lead, way_out = _IN_WORDS[fact.problem.kind]
    message = f"{lead}: {fact.problem.message}"
    end = end_of_signature(artifact.url)
    if end and fact.problem.kind is ProblemKind.FORBIDDEN:
        message += f"; its signature ends {end}"
    if fact.problem.kind is ProblemKind.MISSING and fact.problem.status is None:
        # a folder that stands in for the address was searched, nobody was asked
        yield Complaint(artifact.span, message, help="Put the file there.")
    elif _identity_may_read(artifact, fact.problem):
        yield Complaint(
            artifact.span,
            f"{message}; the template's identity may be able to",
            severity=Severity.WARNING,
            help="Make sure that the identity has Storage Blob Data Reader on it.",
        )
    else:
        yield Complaint(artifact.span, message, help=way_out)


def _identity_may_read(artifact: ArtifactReference, problem: ArtifactProblem) -> bool:
    """Say whether the service may read what nobody else may."""
    host = host_of(artifact.url)
    return (
        problem.kind in {ProblemKind.FORBIDDEN, ProblemKind.MISSING}
        and host is not None
        and is_azure_blob(host)
        and not has_signature(artifact.url)
        and _may_have_identity(artifact.step.template)
    )


def _may_have_identity(template: ImageTemplate) -> bool:
    if template.envelope is None:
        return True
    identity = template.envelope.get("identity")
    if not isinstance(identity, ObjectNode):
        return isinstance(identity, UnknownNode)
    kind = identity.get("type")
    return not (isinstance(kind, StringNode) and kind.value.casefold() == "none")


@rule("AIB317", Severity.ERROR, over=declared_artifacts, needs=Needs.ARTIFACTS)
def html_instead_of_file(
    artifact: ArtifactReference, facts: Facts
) -> Iterator[Complaint]:
    """The address of an artifact serves an HTML page.

    That is a page about the file, a sign-in page, or an error told with a friendly
    face. The service does not look: it takes the page and its checksum.

    Open the address in a private window; then name what serves the file itself. A File
    step whose address or destination ends in `.html` is not judged.
    """
    fact = facts.artifact(artifact.url)
    if fact is None or fact.appearance is not Appearance.HTML:
        return
    if not artifact.is_page_meant and page_at(artifact.url) is None:
        yield Complaint(
            artifact.span,
            "an HTML page is served here, not "
            + ("a file" if artifact.use is Use.FILE else "a script"),
            help="Open it in a private window, and name what serves the file itself.",
        )


@rule("AIB318", Severity.ERROR, over=declared_artifacts, needs=Needs.ARTIFACTS)
def lfs_pointer(artifact: ArtifactReference, facts: Facts) -> Iterator[Complaint]:
    """The address serves a pointer of Git LFS in place of the file.

    The repository keeps the file in Git's large file storage. Its raw address serves
    three lines of text that name the file, and the service takes those.

    On GitHub write `https://media.githubusercontent.com/media/OWNER/REPOSITORY/…` in
    place of `https://raw.githubusercontent.com/OWNER/REPOSITORY/…`, or put the file
    into a release.
    """
    fact = facts.artifact(artifact.url)
    if fact is not None and fact.appearance is Appearance.LFS_POINTER:
        yield Complaint(
            artifact.span,
            "a pointer of Git LFS is served here, not the file",
            help="On GitHub name it under https://media.githubusercontent.com/media/.",
        )


@rule("AIB319", Severity.WARNING, over=declared_artifacts)
def empty_artifact(artifact: ArtifactReference, facts: Facts) -> Iterator[Complaint]:
    """An artifact is empty, or its checksum is that of nothing.

    An empty script does nothing and succeeds. It is mostly the trace of a pipe that
    broke: the download failed, and its empty result was hashed or uploaded.

    Look at the artifact, then stamp the template anew.
    """
    fact = facts.artifact(artifact.url)
    declared = _STAND_INS.get((artifact.expected or "").lower())
    if fact is not None and has_other_checksum(artifact, fact):
        return  # AIB312 tells it, and is an error
    if fact is not None and (fact.size == 0 or fact.appearance is Appearance.EMPTY):
        yield Complaint(artifact.span, "the artifact is empty", help="Look at it.")
    elif declared:
        yield Complaint(
            artifact.checksum_span,
            f"this checksum is {declared}",
            help="Write the checksum of the artifact; bakeferry stamp computes it.",
        )


@rule("AIB324", Severity.WARNING, over=declared_artifacts, needs=Needs.ARTIFACTS)
def forced_encoding(artifact: ArtifactReference, facts: Facts) -> Iterator[Complaint]:
    """The server compresses the artifact although it was asked not to.

    Then nobody can say which bytes the service hashes, those on the wire or those
    unpacked, and no checksum can be vouched for. For a blob it is mostly a
    `Content-Encoding` that an upload set by mistake.

    Upload the artifact anew without a content encoding.
    """
    fact = facts.artifact(artifact.url)
    if fact is not None and fact.content_encoding:
        yield Complaint(
            artifact.span,
            f"the server forces the encoding {fact.content_encoding}: its checksum"
            " cannot be judged",
            help="Upload it anew without a Content-Encoding.",
        )


RULES = (
    artifact_not_readable,
    html_instead_of_file,
    lfs_pointer,
    empty_artifact,
    forced_encoding,
)
