"""Rules that hold the whole template against the property tree of its api-version.

They are silent where a rule of its own judges the same: see `judged_by` in the tree.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Fix
from integrity.lint.fixes import renamed, without_quotes
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.values import left_open, slip_of
from integrity.template.blocks import Block
from integrity.template.departures import (
    Departure,
    Missing,
    NotAllowed,
    OutOfTime,
    ReadOnly,
    WronglyDeclared,
    WrongType,
)
from integrity.template.edit import Edit, remove_member, replace_value
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    StringNode,
)
from integrity.template.properties import (
    ArrayOf,
    Boolean,
    Case,
    Integer,
    Named,
    Property,
    Text,
)
from integrity.template.versions import SEED, STRICT, next_version

Kind = TypeVar("Kind", bound=Departure)


_CUT_OFF = "PowerShell's ConvertTo-Json ended here: call it with -Depth 20."


def departures(kind: type[Kind]) -> Callable[[ImageTemplate], Iterable[Kind]]:
    """The departures of one kind, as subjects of a rule."""

    def over(template: ImageTemplate) -> Iterable[Kind]:
        return (one for one in template.departures if isinstance(one, kind))

    return over


def severity_of(departure: Departure) -> Severity:
    """A warning until the service became strict, an error since."""
    return Severity.ERROR if departure.version >= STRICT else Severity.WARNING


def within(departure: Departure) -> str:
    """Where it was met, to end a sentence with."""
    return f" in {departure.place}" if departure.place else ""


_CALLED: Mapping[type[Node], str] = {
    StringNode: "a string",
    NumberNode: "a number",
    BooleanNode: "true or false",
    ArrayNode: "an array",
    ObjectNode: "an object",
    NullNode: "null",
}


def _of_another_type(template: ImageTemplate) -> Iterable[WrongType | WronglyDeclared]:
    yield from departures(WrongType)(template)
    yield from departures(WronglyDeclared)(template)


@rule("AIB106", Severity.ERROR, over=_of_another_type)
def wrong_type_of_value(
    departure: WrongType | WronglyDeclared, _: Facts
) -> Iterator[Complaint]:
    """A value is of another JSON type than the service takes.

    Most often a number or a boolean stands in quotes, or a single value where an
    array should be. The service refuses the template. A property may be null, which is
    as if it were not there; an item of an array may not. A parameter is judged by the
    type that it is declared with, where its value is not known.

    Write a value of the type that is named.

    Follows from the published schemas.
    """
    node, called = departure.node, departure.wanted.called
    if isinstance(departure, WronglyDeclared):
        yield Complaint(
            node.span,
            f"{departure.place} must be {called}; its parameter is declared as"
            f" {departure.node.declared}",
            help=_way_out(departure),
        )
        return
    yield Complaint(
        node.span,
        f"{departure.place} must be {called}, not {_CALLED[type(node)]}",
        help=_CUT_OFF if _is_cut_off(node) else f"Write {departure.written_rightly}.",
        fix=_of_the_right_type(departure),
    )


def _is_cut_off(node: Node) -> bool:
    """Say whether it is what PowerShell makes of an object that lies too deep."""
    return isinstance(node, StringNode) and (
        node.value.startswith(("@{", "System.Object[", "System.Collections."))
    )


def _way_out(departure: WronglyDeclared) -> str:
    match departure.node.declared, departure.wanted:
        case "string", ArrayOf(item=Text()):
            return "Put it into brackets, or declare the parameter as array."
        case "array", Text():
            return "Take the brackets around it away, or one item of the parameter."
        case _:
            return "Declare the parameter with that type."


def _of_the_right_type(departure: WrongType) -> Fix | None:
    """Quotes taken away or brackets put around, where nothing else is amiss."""
    node = departure.node
    if not isinstance(node, StringNode) or node.computed:
        return None
    match departure.wanted:
        case Integer():
            return without_quotes(node)
        case Boolean() if node.value.lower() in {"true", "false"}:
            truth = node.value.lower() == "true"
            return Fix("take the quotes away", (replace_value(node.span, truth),))
        case ArrayOf(item=Text()):
            return Fix("make it an array", (Edit(node.span, f"[{node.span.text}]"),))
        case _:
            return None


def _missing(template: ImageTemplate) -> Iterable[Missing]:
    yield from departures(Missing)(template)
    if template.form is Form.DEPLOYMENT and template.resource.get("name") is None:
        yield Missing(template.version, "", template.resource, "name")


@rule("AIB107", Severity.ERROR, over=_missing)
def missing_property(departure: Missing, _: Facts) -> Iterator[Complaint]:
    """An object lacks a property that it must have.

    The service refuses the template. Resource Manager refuses a deployment template
    without `$schema`, `contentVersion`, a resource's `name` or a parameter's `type`.

    Add the property. null counts as missing.

    Follows from the published schemas.
    """
    yield Complaint(
        Block(departure.owner, departure.place).head,
        f"'{departure.key}' is required{within(departure)}",
        help=f"Add {departure.key}.",
    )


@rule("AIB108", Severity.ERROR, over=departures(NotAllowed))
def value_not_allowed(departure: NotAllowed, _: Facts) -> Iterator[Complaint]:
    """A value is out of its limits, none of the words allowed, or not of its form.

    The service refuses the template. Where the service keeps a list of words open, so
    that it may take words no schema knows yet, this is a warning. Resource Manager
    refuses the `$schema` of a version that it does not know, and the type of a parameter.

    Write one of the words or a number within the limits.

    Follows from the published schemas. A text that they require must not be blank.
    """
    if departure.node.open:
        raise left_open(departure.node)
    wanted = departure.wanted
    is_open = isinstance(wanted, Text) and wanted.open
    yield Complaint(
        departure.node.span,
        f"{departure.place} must be {_allowed(departure)}{slip_of(departure)}",
        severity=Severity.WARNING if is_open else None,
        help=f"Write {_allowed(departure)}.",
    )


def _allowed(departure: NotAllowed) -> str:
    wanted = departure.wanted
    if isinstance(wanted, Text):
        return " or ".join(departure.words) or wanted.example
    if wanted.maximum is None:
        return f"{wanted.minimum} or more"
    return f"{wanted.minimum} to {wanted.maximum}"


@rule("AIB109", Severity.WARNING, over=departures(OutOfTime))
def not_in_this_version(departure: OutOfTime, _: Facts) -> Iterator[Complaint]:
    """A property or a value is known to other api-versions, but not to this one.

    Up to api-version 2023-07-01 the service ignores a property that it does not know
    yet, so what it was meant to do does not happen. From 2024-02-01 on it refuses the
    template. A type of step, base image or target that it does not know is refused by
    every version, with a code such as `UnsupportedValidatorType`.

    Raise `apiVersion` to the version that is named, or do without the property. For
    one that is gone, write what took its place.

    Follows from the published schemas; what 2019-05-01-preview knows is taken from
    the template reference of March 2020, which knows more than its schema.
    """
    named, node = departure.named, departure.node
    fix, help_ = None, "Take it away."
    if departure.version < named.since:
        message = f"'{node.value}' comes with api-version {named.since}"
        help_ = f"Raise apiVersion to {max(named.since, SEED)} or later."
    else:
        message = f"'{node.value}' is gone since api-version {_end_of(named)}"
        if isinstance(named, Property) and named.became:
            help_ = f"Write {named.became} instead."
            fix = _renewed(departure, named.became)
    yield Complaint(
        node.span,
        f"{message}; judged by {departure.version}",
        severity=_of_what_is_late(departure),
        help=help_,
        fix=fix,
    )


def _of_what_is_late(departure: OutOfTime) -> Severity:
    is_kind = isinstance(departure.named, Case)
    return Severity.ERROR if is_kind else severity_of(departure)


def _end_of(named: Named) -> str | None:
    return None if named.until is None else next_version(named.until)


def _renewed(departure: OutOfTime, key: str) -> Fix | None:
    """The key's new name, unless that is taken."""
    owner = departure.owner
    if owner is None or owner.get(key) is not None:
        return None
    member = owner.member(departure.node.value)
    return renamed(member, key) if member else None


def _submitted(template: ImageTemplate) -> Iterable[ReadOnly]:
    """Read-only properties of a template that somebody means to submit."""
    if template.form in (Form.LIVE, Form.AZ_REST):
        return ()
    return departures(ReadOnly)(template)


@rule("AIB118", Severity.NOTE, over=_submitted)
def read_only_property(departure: ReadOnly, _: Facts) -> Iterator[Complaint]:
    """A property is one that the service answers with and does not take.

    It came along when the template was exported. The service ignores it; but it says
    how things were once, not how they are.

    Take it away. In a file that holds what a GET answered this rule is silent.

    Follows from the published schemas.
    """
    edit = remove_member(departure.owner, departure.member)
    key = departure.member.key
    yield Complaint(
        key.span,
        f"'{key.value}' is read-only: the service answers with it",
        help="Take it away before you submit the template.",
        fix=Fix(f"take {key.value} away", (edit,)) if edit else None,
    )


RULES = (
    wrong_type_of_value,
    missing_property,
    value_not_allowed,
    not_in_this_version,
    read_only_property,
)
