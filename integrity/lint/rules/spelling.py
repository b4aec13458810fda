"""Rules about names that the service does not know, or spells otherwise."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from integrity.dataclass import dataclass
from integrity.facts import Facts
from integrity.likeness import most_like
from integrity.lint.finding import Complaint, Fix
from integrity.lint.rule import Rule, rule
from integrity.lint.rules.property_tree import Kind, departures, severity_of, within
from integrity.lint.severity import Severity
from integrity.template.departures import Misspelt, UnknownName
from integrity.template.edit import replace_value
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import Node, NullNode, Reason, StringNode, UnknownNode
from integrity.template.versions import FIRST_STABLE, STRICT

_TYPE_OF_A_DISTRIBUTOR = re.compile(r"(?:properties\.)?distribute\[\d+\]\.type")

_AS_AZ_SHOWS = frozenset(("osDiskSizeGb", "sizeGb"))
"""`az image builder show` writes GB so, whatever was submitted."""

_A_SLIP = 0.85
"""How like a name has to be for letters in another order; 1 is the same."""

_MOST_KINDS = 3
"""A name that more kinds have says little about what was meant."""


def _read_by_the_service(kind: type[Kind]) -> Callable[[ImageTemplate], Iterable[Kind]]:
    """Departures in keys; around `properties` only those of a resource by itself.

    In deployments and in answers that place is Resource Manager's: it has keys of its
    own there, and reads all of them in any case.
    """

    def over(template: ImageTemplate) -> Iterable[Kind]:
        plain = template.form is Form.RESOURCE
        return (one for one in departures(kind)(template) if plain or one.place)

    return over


@dataclass(frozen=True, slots=True, eq=False)
class LeftNull(UnknownName):
    """The first of all keys of Terraform that are null where no such key is known."""

    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Around(UnknownName):
    """A key around the properties of a template that Resource Manager deploys."""


def _unknown_names(template: ImageTemplate) -> Iterator[UnknownName]:
    """Keys that are not known; those that Terraform leaves null come as one.

    Steps of one type of Terraform's have the keys of all, null where they are not meant.
    """
    nulls: list[UnknownName] = []
    for one in departures(UnknownName)(template):
        if template.form is Form.DEPLOYMENT and not one.place:
            yield Around(one.version, one.place, one.member, one.known, one.owner)
    for one in _read_by_the_service(UnknownName)(template):
        is_null = isinstance(one.member.value, NullNode)
        if is_null and template.form is Form.AZAPI:
            nulls.append(one)
        else:
            yield one
    if nulls:
        one = nulls[0]
        yield LeftNull(
            one.version, one.place, one.member, one.known, one.owner, len(nulls)
        )


@rule("AIB104", Severity.WARNING, over=_unknown_names)
def unknown_property(departure: UnknownName, _: Facts) -> Iterator[Complaint]:
    """A property is not known to the service.

    Up to api-version 2023-07-01 the service ignores it, so what it was meant to do
    does not happen. From 2024-02-01 on the service refuses the template.

    In a deployment template Resource Manager refuses every key that it does not know at
    the top, around a resource's `properties` or in the declaration of a parameter,
    whatever the version: a comment, an `identity` that belongs into the resource, a
    `vmProfile` that a brace too early left outside of `properties`.

    Mend the spelling, move the property to where it belongs, or take it away. Where the
    template is refused for it, what was meant is not told to be missing, too. What is
    null in a deployment template is left out by Resource Manager, and no finding. What
    Terraform leaves null is a note, told once: azapi sends null too, unless the resource
    says `ignore_null_property = true`.

    Follows from the published schemas; since when it is refused, from the service's
    release notes of May 2024.
    """
    key = departure.member.key
    if isinstance(departure, LeftNull):
        yield _left_null(departure)
        return
    meant, belongs = _meant_or_belongs(departure)
    yield Complaint(
        key.span,
        f"unknown property '{key.value}'{within(departure)}"
        + (f"; did you mean '{meant}'?" if meant else ""),
        severity=Severity.ERROR
        if isinstance(departure, Around)
        else severity_of(departure),
        help=belongs
        or "Mend the spelling, move it to where it belongs, or take it away.",
    )


def as_meant(template: ImageTemplate, rules: Sequence[Rule]) -> ImageTemplate:
    """The template in which nothing is missed that stands there under another name.

    It stays as it is where these rules do not tell of such names; and before the service
    became strict, for what it ignores has to be missed.
    """
    if template.version < STRICT:
        return template
    slips = {id(key): meant for key, meant in _misspelt(template)}
    if not slips or unknown_property not in rules:
        return template
    from integrity.template.misspelt import with_names_meant  # most are spelt right

    return with_names_meant(template, slips)


def _misspelt(template: ImageTemplate) -> Iterator[tuple[StringNode, str]]:
    """Keys that stand in place of another one, and that one."""
    for one in _unknown_names(template):
        meant = None if isinstance(one, LeftNull) else _meant_or_belongs(one)[0]
        if meant and one.owner.get(meant) is None:
            yield one.member.key, meant


def _meant_or_belongs(departure: UnknownName) -> tuple[str | None, str | None]:
    """The name that was meant, or else where this one belongs, if one can tell."""
    key, owner = departure.member.key.value, departure.owner
    free = [name for name in departure.known if _is_free(owner.get(name))]
    meant = near(key, free) or near(key, departure.known)
    belongs = _where_it_belongs(key, departure.place)
    if meant and meant in free and belongs and _is_short_for(key, meant):
        return meant, None  # `source` in a File step is rather short for `sourceUri`
    return (None, belongs) if belongs else (meant, None)


def _is_free(value: Node | None) -> bool:
    return value is None or (
        isinstance(value, UnknownNode) and value.reason is Reason.MISSPELT
    )


def _is_short_for(key: str, name: str) -> bool:
    folded, short = name.casefold(), key.casefold()
    return folded.startswith(short) or folded.endswith(short)


def _left_null(departure: LeftNull) -> Complaint:
    others = f", as {departure.count - 1} more are" if departure.count > 1 else ""
    return Complaint(
        departure.member.key.span,
        f"'{departure.member.key.value}' is unknown{within(departure)} and null{others}:"
        " azapi sends it all the same",
        severity=Severity.NOTE,
        help="Write ignore_null_property = true beside the body, or leave nulls out.",
    )


def _where_it_belongs(key: str, place: str) -> str | None:
    """The place of a name that is none here: `proxyVmSize` in vmProfile."""
    from integrity.template.belonging import (  # most stand where they belong
        home_of,
        kinds_with,
    )

    home, kinds = home_of(key, place), kinds_with(key)
    if place.rpartition(".")[2] == key:
        return f"It stands in a {key} already: move what is in it up into that."
    if home is not None:
        return f"Move it into {home or 'the resource itself'}."
    if 0 < len(kinds) <= _MOST_KINDS:
        return f"Only {' or '.join(kinds)} takes it."
    return None


def near(key: str, known: Sequence[str]) -> str | None:
    """The name that was meant, if one is like it, or is its end: `uri`; or ends with it."""
    folded = key.casefold()
    ends = sorted((one for one in known if folded.endswith(one.casefold())), key=len)
    ending = (name for name in known if name.casefold().endswith(folded))
    return (
        most_like(key, known, _A_SLIP)
        or next(iter(ends[-1:]), None)
        or most_like(key, known)
        or next(ending, None)
    )


def _written_in_another_case(template: ImageTemplate) -> Iterator[Misspelt]:
    """Names that somebody wrote so; what az shows has its own spelling of some."""
    is_shown = template.form is Form.LIVE
    for one in _read_by_the_service(Misspelt)(template):
        if not (is_shown and one.node.value in _AS_AZ_SHOWS):
            yield one


@rule("AIB105", Severity.WARNING, over=_written_in_another_case)
def wrong_case(departure: Misspelt, _: Facts) -> Iterator[Complaint]:
    """A property, a type or another word differs from the service's in case only.

    Up to api-version 2023-07-01 the service does not mind, but for the `type` of a
    distributor: `managedImage` is refused as a bad value since 2020-02-14. From
    2024-02-01 on it refuses every one.

    Write it as the service does: `ManagedImage`, `imageVersionId`.

    The samples in the template reference of March 2020 have some in the wrong case;
    the spelling is that of the published schemas, what is refused from reports of
    2020 to 2023.
    """
    node, wanted = departure.node, departure.wanted
    fix = Fix(f"write {wanted}", (replace_value(node.span, wanted),))
    yield Complaint(
        node.span,
        f"spelled '{node.value}', the service wants '{wanted}'",
        severity=Severity.ERROR if _is_refused(departure) else Severity.WARNING,
        help=f"Write {wanted}.",
        fix=None if node.computed else fix,
    )


def _is_refused(departure: Misspelt) -> bool:
    """Since the service became strict, all are; the type of a distributor always was."""
    if departure.version >= STRICT:
        return True
    is_type = _TYPE_OF_A_DISTRIBUTOR.fullmatch(departure.place) is not None
    return is_type and departure.version >= FIRST_STABLE


RULES = (unknown_property, wrong_case)
