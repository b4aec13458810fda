"""Rules about the identity that the service takes on for a template."""

import re
from collections.abc import Iterable, Iterator

from integrity.facts import ArtifactFact, Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import envelopes, identities
from integrity.lint.values import left_open, settled, slip_in, unfinished_id_problem
from integrity.template.blocks import Block
from integrity.template.hosts import has_signature, host_of, is_azure_blob, is_github
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import (
    Member,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
    is_given,
    value_at,
)
from integrity.template.placeholders import has_placeholder
from integrity.template.references import ArtifactReference, declared_artifacts
from integrity.template.resource_ids import is_identity, is_unfinished, stand_in
from integrity.template.versions import SEED

_DENIALS = frozenset((401, 403, 404, 409))
_MAP = "userAssignedIdentities"
_SAMPLE_ACCOUNT = re.compile(
    r"(?:your[^.]*|x{3,}|(?:my|the|some|sample)?(?:storage|blob|account|acct|name)+\d*)\."
)
"""An account that is one in samples only."""

_ID = (
    "/subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity"
    "/userAssignedIdentities/…"
)


@rule("AIB150", Severity.ERROR, over=envelopes)
def missing_identity(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """The template has no identity.

    The service acts as a user-assigned managed identity when it reads artifacts and
    base images and when it writes images. Without one it refuses the template.

    Make an identity, give it the rights it needs, and name it under
    `identity.userAssignedIdentities`.

    Optional in the template reference of March 2020 (a warning up to
    2019-05-01-preview), required by every schema from 2020-02-14; the service
    enforces it for all api-versions since 26 May 2020.
    """
    if envelope.known("identity") is not None:
        return
    optional = envelope.template.version <= SEED
    help_ = (
        "Move the identity from the root of the file into the image template: there it"
        " belongs to nothing."
        if _stands_at_the_root(envelope)
        else 'Add "identity" with "type": "UserAssigned" and one user-assigned identity.'
    )
    yield Complaint(
        envelope.span_of("identity"),
        "no identity: required for every api-version since 26 May 2020"
        if optional
        else "identity is required by api-version 2020-02-14 and later",
        severity=Severity.WARNING if optional else None,
        help=help_,
    )


def _stands_at_the_root(envelope: Part) -> bool:
    """Say whether a deployment template has the identity beside its resources."""
    return is_given(value_at(envelope.template.root, "identity"))


@rule("AIB151", Severity.ERROR, over=envelopes)
def malformed_identity(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """The identity is not of the form that the service takes.

    `type` is `UserAssigned` or `None`; a system-assigned identity is not supported.
    With `UserAssigned`, `userAssignedIdentities` is an object that has the resource id
    of one identity as its key and `{}` as that key's value.

    Write `{"type": "UserAssigned", "userAssignedIdentities": {"<resource id>": {}}}`.

    From the example in the template reference of March 2020 and from the schemas.
    """
    node = settled(envelope, "identity")
    if isinstance(node, ObjectNode):
        yield from _faults_of_identity(Part(node, "identity", envelope.template))
    elif node is not None:
        yield _malformed(node, "identity must be an object")


def _faults_of_identity(identity: Part) -> Iterator[Complaint]:
    kind = (identity.text("type") or "").casefold()
    if kind not in {"userassigned", "none"}:
        place = identity.get("type") or identity.node
        yield _malformed(place, "identity.type must be UserAssigned or None")
        return
    named = settled(identity, _MAP)
    if named is not None and not isinstance(named, ObjectNode):
        yield _malformed(named, f"{_MAP} must be an object")
        return
    members = tuple(named or ())
    if kind == "userassigned" and not any(is_given(one.value) for one in members):
        yield _malformed(named or identity.node, f"{_MAP} must name one identity")
    for member in members:
        if is_given(member.value) and not isinstance(
            member.value, ObjectNode | UnknownNode
        ):
            yield _malformed(member.value, "the value of an identity must be {}")


def _malformed(node: Node, message: str) -> Complaint:
    return Complaint(
        node.span,
        message,
        help=f'Write {{"type": "UserAssigned", "{_MAP}": {{"{_ID}": {{}}}}}}.',
    )


def _named_identities(identity: Part) -> tuple[Member, ...]:
    """The members that name an identity; null is how a PATCH removes one."""
    named = identity.known(_MAP)
    if not isinstance(named, ObjectNode):
        return ()
    return tuple(member for member in named if is_given(member.value))


@rule("AIB152", Severity.ERROR, over=identities)
def two_identities(identity: Part, _: Facts) -> Iterator[Complaint]:
    """The template names more than one identity.

    The service acts as one identity only. Identities for the build machine itself are
    another list, `vmProfile.userAssignedIdentities` (from 2021-10-01), and may be many.
    A key whose value is null does not count: that is how an update removes one.

    Keep one, and give it all the rights the template needs.

    Stated in the template reference of March 2020, and still true.
    """
    distinct = {one.key.value.casefold(): one for one in _named_identities(identity)}
    for member in [*distinct.values()][1:]:
        yield Complaint(
            member.key.span,
            "only one identity is supported",
            help="Keep one here; identities for the build machine go into"
            " vmProfile.userAssignedIdentities.",
        )


@rule("AIB153", Severity.WARNING, over=declared_artifacts)
def identity_at_custom_domain(
    artifact: ArtifactReference, facts: Facts
) -> Iterator[Complaint]:
    """The identity cannot authenticate to a host that is not Azure's own.

    The service presents the identity to storage accounts under their own names,
    `*.blob.core.windows.net` and its like in other clouds. A custom domain in front of
    a storage account, or any other server, is read anonymously; what is not public
    there is not found. As long as nobody tried, this is a note, and a warning once the
    host refused it; where the artifact was read, or nobody answered, the rule is silent.

    Name the artifact by its storage account, or make sure that everyone can read it.

    Stated in the template reference of March 2020.
    """
    host = host_of(artifact.url)
    is_on_the_web = artifact.url.casefold().startswith(("https:", "http:"))
    if not host or not is_on_the_web or is_github(host) or is_azure_blob(host):
        return
    fact = facts.artifact(artifact.url)
    if (fact is None or _is_denied(fact)) and _has_identity(artifact.step.template):
        yield Complaint(
            artifact.span,
            f"the identity cannot authenticate to {host}: it must be public there",
            severity=Severity.NOTE if fact is None else None,
            help="Name it by its storage account, or make it readable by everyone.",
        )


def _is_denied(fact: ArtifactFact) -> bool:
    """Say whether the host answered as one does who wants to know who asks."""
    return fact.problem is not None and fact.problem.status in _DENIALS


@rule("AIB154", Severity.NOTE, over=identities, needs=Needs.AZURE)
def identity_cannot_read_artifacts(identity: Part, facts: Facts) -> Iterator[Complaint]:
    """The identity has no right to read the artifacts.

    It needs at least *Storage Blob Data Reader* on the storage account or container
    that holds them. Owner or Contributor give no access to the blobs themselves.

    Grant it with `az role assignment create --role "Storage Blob Data Reader"
    --assignee <principal id> --scope <id of the storage account>`.

    Stated in the template reference of March 2020.
    """
    if facts.azure is not None and facts.azure.identity_can_read_artifacts is False:
        yield Complaint(
            identity.span_of(_MAP),
            "the identity cannot read the artifacts",
            help='Grant it "Storage Blob Data Reader" on their storage account.',
        )


def _members_that_name(template: ImageTemplate) -> Iterable[Member]:
    """The members whose keys name an identity."""
    return (
        member
        for identity in identities(template)
        for member in _named_identities(identity)
    )


@rule("AIB155", Severity.ERROR, over=_members_that_name)
def not_an_identity_id(member: Member, _: Facts) -> Iterator[Complaint]:
    """A key of userAssignedIdentities is not the resource id of a managed identity.

    The key is the whole id; the identity's name, its client id and its principal id do
    not do. Case does not matter. Of a key with a placeholder in it the rest is judged, of
    one that an expression makes and that is not known the kind that `resourceId` names.

    Find the id with `az identity show --query id`.

    From the published API definition.
    """
    key, kind = member.key, member.key_kind
    problem: str | None = None
    if key.open:
        raise left_open(key)
    if kind and not is_identity(stand_in(kind)):
        problem = f"the id of a resource '{kind}' is not that of a managed identity"
    elif is_unfinished(key.value) or has_placeholder(key.value):
        problem = unfinished_id_problem(key.value, is_identity, "a managed identity")
    elif not is_identity(key.value):
        problem = f"'{key.value}' is not the resource id of a managed identity"
        problem += slip_in(key.value)
    if problem:
        yield Complaint(
            key.span,
            problem,
            help=f"Write {_ID}; az identity show --query id prints it.",
        )


@rule("AIB306", Severity.WARNING, over=declared_artifacts)
def blob_without_identity(artifact: ArtifactReference, _: Facts) -> Iterator[Complaint]:
    """An artifact is on Azure storage, and there is neither an identity nor a SAS.

    The service reads blobs as the template's identity. Without one it is refused, as
    later documentation and reports say even where the blob is public.

    Add an identity with *Storage Blob Data Reader* on the account.

    Stated in the template reference of March 2020 for private blobs; stricter since.
    """
    host = host_of(artifact.url)
    template = artifact.step.template
    if host is None or not is_azure_blob(host) or has_signature(artifact.url):
        return
    if _SAMPLE_ACCOUNT.match(host):
        return  # the address that takes its place may have a signature
    if template.envelope is not None and not _has_identity(template):
        yield Complaint(
            artifact.span,
            "an artifact on Azure storage, but no identity to read it with",
            help="Add an identity that has Storage Blob Data Reader on the account.",
        )


def _has_identity(template: ImageTemplate) -> bool:
    """Say whether the template has an identity other than `None`, well-formed or not.

    Raises:
        NotKnown: That cannot be said offline.
    """
    node = template.envelope.known("identity") if template.envelope else None
    if not isinstance(node, ObjectNode):
        return node is not None
    kind = Block(node, "identity").known("type")
    return not isinstance(kind, StringNode) or kind.value.casefold() != "none"


RULES = (
    missing_identity,
    malformed_identity,
    two_identities,
    identity_at_custom_domain,
    identity_cannot_read_artifacts,
    not_an_identity_id,
    blob_without_identity,
)
