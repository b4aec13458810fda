"""Rules about `distribute` as a whole: the kinds of targets, and run outputs."""

import re
from collections.abc import Iterable, Iterator

from integrity.dataclass import dataclass
from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.fixes import renamed
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import distributors, envelopes, with_properties
from integrity.lint.values import is_blank, kind_problem, lacks, settled
from integrity.template.model import Form, ImageTemplate, Part
from integrity.template.nodes import (
    HOLE,
    ArrayNode,
    Node,
    Reason,
    StringNode,
    UnknownNode,
    is_given,
)
from integrity.template.placeholders import has_placeholder
from integrity.template.versions import SEED, STRICT

_KINDS = ("ManagedImage", "SharedImage", "VHD")
_TURNED = re.compile("copyIndex|lambdaVariables", re.IGNORECASE)
"""What gives another value at each turn of a loop."""

_NAME = re.compile(r"[A-Za-z0-9\-_.]{1,64}")


@rule("AIB400", Severity.ERROR, over=with_properties)
def nothing_distributed(template: ImageTemplate, _: Facts) -> Iterator[Complaint]:
    """The distribute is missing, empty, or not an array.

    A build without a target would make nothing; the service refuses it. The outline in
    the template reference of March 2020 shows an object; it has to be an array. A
    template that only validates its source needs one too. A deployment that leaves it
    to its parameters to choose targets gets a warning while they choose none.

    Write `"distribute": [ … ]` with one target or more.

    Stated in the template reference of March 2020; required by every schema. Templates
    without it are about in public, but in none that is known to have been built.
    """
    node = template.properties.known("distribute")
    if isinstance(node, ArrayNode) and node.items:
        return
    if node is None and template.is_fragment:
        return
    severity = None
    if node is None:
        problem = "distribute is required"
    elif not isinstance(node, ArrayNode):
        problem = "distribute must be an array"
    elif node.computed or node.open:
        problem = "distribute names no target as the parameters stand"
        severity = Severity.WARNING
    else:
        problem = "distribute names no target"
    yield Complaint(
        template.properties.span_of("distribute"),
        problem,
        severity=severity,
        help="Write an array with a target of type ManagedImage, SharedImage or VHD.",
    )


@rule("AIB401", Severity.ERROR, over=distributors)
def unknown_distributor_type(target: Part, _: Facts) -> Iterator[Complaint]:
    """The type of a distributor is none that the service knows.

    An image becomes a ManagedImage, a SharedImage (a version in a gallery) or a VHD.

    Write one of the three. Right words with wrong capitals are judged by AIB105.

    Stated in the template reference of March 2020.
    """
    problem = kind_problem(target, _KINDS, "distributor")
    if problem:
        yield Complaint(
            target.head,
            problem,
            help="Its type is one of ManagedImage, SharedImage and VHD.",
        )


@dataclass(frozen=True, slots=True, eq=False)
class NamedTarget:
    """A distributor, and the one before it that asks for the same run output."""

    target: Part
    before: Part | None


def _named_targets(template: ImageTemplate) -> Iterator[NamedTarget]:
    listed = template.properties.get("distribute")
    first: dict[str, Part] = {}
    for target in template.distributors:
        node = target.get("runOutputName")
        key = "" if listed is None or is_blank(node) else _name_key(node, listed)
        before = first.setdefault(key, target) if key else target
        yield NamedTarget(target, None if before is target else before)


def _name_key(name: Node | None, listed: Node) -> str:
    """What two names share that are the same; empty where that cannot be said.

    An expression gives one name wherever it stands in one list. Where a loop or a
    function makes the targets, it stands elsewhere, and may give another each time.
    """
    if isinstance(name, StringNode):
        return name.value.casefold()
    if not isinstance(name, UnknownNode) or name.reason is not Reason.EXPRESSION:
        return ""
    outer, inner = listed.span, name.span
    stands_in = outer.start < inner.start and inner.end < outer.end
    is_turned = _TURNED.search(inner.text) is not None
    return inner.text.casefold() if stands_in and not is_turned else ""


@rule("AIB402", Severity.ERROR, over=_named_targets)
def same_run_output_name(named: NamedTarget, _: Facts) -> Iterator[Complaint]:
    """Two distributors share a runOutputName.

    Each target's result is kept as a resource of that name below the template, so the
    names have to differ; capitals alone make no difference. Two targets that take it
    from one expression share it whatever the expression gives.

    Give each target a name of its own.

    Stated in the template reference of March 2020.
    """
    target, before = named.target, named.before
    taken = before.get("runOutputName") if before is not None else None
    if before is None or taken is None:
        target.known("runOutputName")
        return
    shown = taken.value if isinstance(taken, StringNode) else taken.span.text[1:-1]
    yield Complaint(
        target.span_of("runOutputName"),
        f"each target needs its own runOutputName; {before.place} has"
        f" '{shown:.120}' already",
        help="Write another name.",
    )


@rule("AIB403", Severity.ERROR, over=distributors)
def missing_run_output_name(target: Part, _: Facts) -> Iterator[Complaint]:
    """A distributor has no runOutputName.

    The result of a run is asked for by this name: the id of the image, or the address
    of the VHD.

    Write a `runOutputName` that no other target has.

    Stated in the template reference of March 2020; required by every schema.
    """
    if lacks(target, "runOutputName"):
        yield Complaint(
            target.span_of("runOutputName"),
            "runOutputName is required",
            help="Write a name that no other target has.",
        )


def _named_blocks(template: ImageTemplate) -> Iterable[tuple[Part, str]]:
    """What bears a name, and under which key."""
    yield from ((one, "name") for one in envelopes(template))
    yield from ((one, "runOutputName") for one in template.distributors)


def _known_of(node: Node | None) -> str:
    """What is known of a name that an expression makes of it and of something else."""
    outline = node.outline if isinstance(node, UnknownNode) else ""
    return "" if has_placeholder(outline) else outline.replace(HOLE, "")


@rule("AIB404", Severity.ERROR, over=_named_blocks)
def unfit_name(named: tuple[Part, str], _: Facts) -> Iterator[Complaint]:
    """A template's name or a runOutputName has characters that names cannot have.

    Names have 1 to 64 of the letters A to Z and a to z, digits, hyphens, underscores
    and, from 2019-05-01-preview on, dots.

    Write a name of these characters.

    From the published schemas, not in the template reference of March 2020.
    """
    owner, key = named
    known = _known_of(owner.get(key))
    if known and not _NAME.fullmatch(known):
        yield Complaint(
            owner.span_of(key),
            f"not a name that the service takes, whatever is put into it: '{known}'",
            help="Use 1 to 64 letters, digits, hyphens, underscores and dots.",
        )
    name = owner.text(key)
    if name is None or has_placeholder(name):
        return
    if is_blank(settled(owner, key)) and key == "runOutputName":
        return  # as if there were none
    early = owner.template.version < SEED
    if not _NAME.fullmatch(name) or (early and "." in name):
        yield Complaint(
            owner.span_of(key),
            f"'{name}' is not a name that the service takes",
            help="Use 1 to 64 letters, digits, hyphens"
            + (" and underscores." if early else ", underscores and dots."),
        )


@explained("AIB405", Severity.NOTE, needs=Needs.TEXT)
def several_targets() -> None:
    """One template may have several distributors, of the same or of different types.

    One run then makes all of them from one build, each under its own runOutputName.
    If some fail, the run ends as `PartiallySucceeded` and the others are kept.

    Nothing has to be mended.

    Stated in the template reference of March 2020.
    """


@rule("AIB443", Severity.WARNING, over=distributors)
def tags_in_a_distributor(target: Part, _: Facts) -> Iterator[Complaint]:
    """A distributor has tags; the property is called artifactTags.

    Older api-versions ignore `tags` in a distributor, so the output bears none. From
    2024-02-01 on it is an unknown property and the template is refused.

    Rename it to `artifactTags`.

    The template reference of March 2020 says `tags` for VHDs and `artifactTags` for
    the others; every published schema has only `artifactTags`.
    """
    member = target.node.member("tags")
    is_deployed = target.template.form is Form.DEPLOYMENT  # where null is nothing
    if member is None or (is_deployed and not is_given(member.value)):
        return
    strict = target.template.version >= STRICT
    free = target.node.member("artifactTags") is None
    effect = "is refused" if strict else "has no effect"
    yield Complaint(
        member.key.span,
        f"tags {effect} in a distributor; use artifactTags",
        severity=Severity.ERROR if strict else None,
        help="Rename it to artifactTags." if free else "Move them to artifactTags.",
        fix=renamed(member, "artifactTags") if free else None,
    )


@explained("AIB460", Severity.NOTE, needs=Needs.AZURE)
def where_run_outputs_are() -> None:
    """Image outputs answer with an artifactId, VHD outputs with an artifactUri.

    Read them with a GET on the template's `runOutputs/<runOutputName>`, or with
    `az image builder show-runs`. An `artifactUri` was a signed address until mid 2021
    and is a plain blob address since: to read it takes a right on the account.

    Nothing has to be mended.

    Stated in the template reference of March 2020.
    """


RULES = (
    nothing_distributed,
    unknown_distributor_type,
    same_run_output_name,
    missing_run_output_name,
    unfit_name,
    several_targets,
    tags_in_a_distributor,
    where_run_outputs_are,
)
