"""Rules about sha256Checksum: declared, well written, and true."""

import re
from collections.abc import Iterator

from integrity.facts import ArtifactFact, Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import replaced
from integrity.lint.rule import Needs, rule
from integrity.lint.rules.addresses import leads_to_no_file
from integrity.lint.severity import Severity
from integrity.lint.subjects import checksum_holders, script_steps
from integrity.quantities import counted
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import StringNode
from integrity.template.position import Span
from integrity.template.references import (
    ArtifactReference,
    calculated_addresses,
    declared_artifacts,
)
from integrity.template.versions import SEED

_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_BETWEEN_DIGITS = re.compile(r"[\s:-]")
_PREFIX = re.compile(r"sha-?256[\s:=(-]{0,3}", re.IGNORECASE)
_BASE64 = r"(?:[A-Za-z0-9+/]{4}){5,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)"
"""Of 16 bytes or more; a digest in Base64 ends with a sign that fills it up."""

_OTHER_DIGESTS = {32: "an MD5", 40: "a SHA-1", 96: "a SHA-384", 128: "a SHA-512"}


def is_sha256(text: str) -> bool:
    """Say whether a text is a SHA-256 as the service wants it: 64 lower-case digits."""
    return _SHA256.fullmatch(text) is not None


def _addresses(template: ImageTemplate) -> Iterator[tuple[Part, Span]]:
    """The steps that the service fetches something for, and where they say what."""
    for artifact in declared_artifacts(template):
        if not artifact.when and not leads_to_no_file(artifact):
            yield artifact.step, artifact.span
    for step, address in calculated_addresses(template):
        yield step, address.span


@rule("AIB310", Severity.WARNING, over=_addresses)
def not_pinned(found: tuple[Part, Span], _: Facts) -> Iterator[Complaint]:
    """An artifact has no sha256Checksum.

    Then the service takes whatever is behind the address when the template is
    submitted, and builds it into every machine made from the image. It stores the
    checksum of what it got, so a later change is not noticed either.

    Add `sha256Checksum`; `bakeferry stamp` reads every artifact and writes them. The
    rule is silent where the address has to be mended or filled in first. Where an
    expression makes the address, stamp wants `--params`.

    The field is shown everywhere in the template reference of March 2020; it is there
    from 2019-05-01-preview on.
    """
    step, address = found
    if step.template.version < SEED:
        return
    node = step.get("sha256Checksum")
    if node is None or (isinstance(node, StringNode) and not node.value):
        yield Complaint(
            address if node is None else node.span,
            "not pinned: no sha256Checksum, so whatever is there at submission is"
            " trusted",
            help="Add sha256Checksum; bakeferry stamp computes and writes it.",
        )


@rule("AIB311", Severity.ERROR, over=checksum_holders)
def malformed_checksum(step: Part, _: Facts) -> Iterator[Complaint]:
    """A sha256Checksum is not a SHA-256.

    The service compares text with the 64 hex digits it computes. Blanks around them, a
    `sha256:` before them, a file name after them, Base64 (as Terraform's
    `filebase64sha256` writes it) or a digest of another kind, such as a blob's
    `Content-MD5`, never match, and the submission fails.

    Write the 64 digits and nothing else: `sha256sum FILE | cut -c1-64`.

    From the template reference of March 2020.
    """
    declared = step.text("sha256Checksum")
    if not declared or is_sha256(declared.lower()):
        return
    node = step.known("sha256Checksum")
    mended = digest_within(declared)
    fix = replaced(node, mended, "write the 64 digits only") if mended else None
    yield Complaint(
        step.span_of("sha256Checksum"),
        f"not a SHA-256: {_what_it_is(declared, mended)}",
        help="Write 64 hex digits in lower case and nothing else.",
        fix=fix,
    )


def digest_within(text: str) -> str | None:
    """The one SHA-256 that a text holds besides a prefix, blanks or a file name."""
    written = _PREFIX.sub("", text.strip().strip("\"'`").strip(), count=1)
    bare = written.lower()
    digits = (bare.partition(" ")[0], _BETWEEN_DIGITS.sub("", bare))
    candidates = (*digits, _base64_in_hex(written))
    return next((one for one in candidates if is_sha256(one)), None)


def _base64_in_hex(text: str) -> str:
    """The digits of a digest in Base64; none where the text is not Base64."""
    if re.fullmatch(_BASE64, text) is None:
        return ""
    from binascii import a2b_base64  # most checksums are in hex

    return a2b_base64(text).hex()


def _what_it_is(declared: str, mended: str | None) -> str:
    if mended and re.search(_BASE64, declared):
        return "it is one in Base64; the service compares hex digits"
    if mended:
        return "something stands beside its 64 hex digits"
    digits = _base64_in_hex(declared)
    if len(digits) in _OTHER_DIGESTS:
        return f"this is {_OTHER_DIGESTS[len(digits)]} in Base64"
    if not _HEX.fullmatch(declared):
        return "it must be 64 hex digits, 0 to 9 and a to f"
    count = len(declared)
    if count in _OTHER_DIGESTS:
        return f"{count} hex digits are the length of {_OTHER_DIGESTS[count]}"
    return f"it has {count} hex digits, not 64"


def has_other_checksum(artifact: ArtifactReference, fact: ArtifactFact) -> bool:
    """Say whether an artifact that was read is not the one that was declared."""
    expected = (artifact.expected or "").lower()
    is_known = fact.sha256 is not None and fact.content_encoding is None
    return is_known and is_sha256(expected) and fact.sha256 != expected


@rule("AIB312", Severity.ERROR, over=declared_artifacts, needs=Needs.ARTIFACTS)
def checksum_mismatch(artifact: ArtifactReference, facts: Facts) -> Iterator[Complaint]:
    """The artifact's SHA-256 is not the one that the template declares.

    The service computes it too and refuses the template. Either the artifact was
    changed since the checksum was written, or the address leads to something else: a
    page, another branch, a proxy's error.

    Find out what changed. If the change is meant, stamp the template anew.

    A must in the template reference of March 2020: Image Builder computes the checksum
    and validates it.
    """
    fact = facts.artifact(artifact.url)
    if fact is not None and has_other_checksum(artifact, fact):
        expected = (artifact.expected or "").lower()
        size = "" if fact.size is None else f" ({counted(fact.size, 'byte')})"
        yield Complaint(
            artifact.checksum_span,
            f"expected {expected}, got {fact.sha256}{size}",
            help="Find out what changed; if it is meant, bakeferry stamp writes the new"
            " checksum.",
        )


@rule("AIB313", Severity.WARNING, over=checksum_holders)
def checksum_in_upper_case(step: Part, _: Facts) -> Iterator[Complaint]:
    """A sha256Checksum has upper-case digits.

    `Get-FileHash`, which the template reference of March 2020 recommends, prints upper
    case. Current documentation tells to update the checksum value to lower case.

    Write it in lower case.
    """
    declared = step.text("sha256Checksum") or ""
    if is_sha256(declared) or not is_sha256(declared.lower()):
        return
    node = step.known("sha256Checksum")
    yield Complaint(
        step.span_of("sha256Checksum"),
        "the checksum is in upper case; the service wants lower case",
        help="Write it in lower case.",
        fix=replaced(node, declared.lower(), "write it in lower case"),
    )


@rule("AIB327", Severity.WARNING, over=script_steps)
def checksum_of_inline(step: Part, _: Facts) -> Iterator[Complaint]:
    """A sha256Checksum stands beside inline commands, and checks nothing.

    It is the checksum of what `scriptUri` leads to. Commands stand in the template
    itself: whoever can change them can change the checksum, too.

    Take it away, or put the commands into a script and name that by `scriptUri`.

    From the published API definitions: the checksum of the script in `scriptUri`.
    """
    if step.get("scriptUri") is not None or step.get("inline") is None:
        return
    if step.text("sha256Checksum"):
        yield Complaint(
            step.key_span("sha256Checksum"),
            "this checks nothing: inline commands have no checksum",
            help="Take it away, or name a script by scriptUri.",
        )


RULES = (
    not_pinned,
    malformed_checksum,
    checksum_mismatch,
    checksum_in_upper_case,
    checksum_of_inline,
)
