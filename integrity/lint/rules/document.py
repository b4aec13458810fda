"""Rules about the document as a whole: its text, and what is left to fill in."""

from collections.abc import Iterable, Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.template.departures import Unresolved
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
)
from integrity.template.placeholders import has_placeholder, placeholders_in


@explained("AIB001", Severity.ERROR, needs=Needs.TEXT)
def not_json() -> None:
    r"""The file is not JSON, not even with some lenience.

    Nothing that reads it will take it. A forgotten comma or colon, a single backslash
    as in `C:\Scripts` where JSON wants two, and a string in “typographic” or in doubled
    quotes are named and read over; after any other fault nothing in the file can be
    judged.

    Go to the place that is named. The fault is there, or right before it: a quote
    that is not closed, a brace too many, a value without quotes. A text that is not
    UTF-8, or nested over 64 levels deep, counts as not JSON too.
    """


@explained("AIB002", Severity.WARNING, needs=Needs.TEXT)
def lenient_json() -> None:
    r"""The text is JSON only if something is overlooked.

    That is a trailing comma, a comment, a byte order mark, `...` in place of a value,
    a placeholder without quotes, an `%{ if … }` of Terraform or `{% if … %}` of Jinja,
    which are read with their first branches, or missing outer braces. We read on; Azure
    Resource Manager and the `az` command may refuse the file. A single backslash as in
    `C:\temp` is told here too: to JSON that is a tab, and the folder is another one.
    Comments, and strings over several lines, are a note in a deployment template:
    Resource Manager takes them there.

    Take away what is named. The samples in the template reference of March 2020 need
    this: of twenty, three are JSON as they stand.
    """


@explained("AIB003", Severity.ERROR, needs=Needs.TEXT)
def duplicate_key() -> None:
    """An object has the same key twice, or two keys that differ in case only.

    One of the two values holds and the other is silently lost. Which one, is up to
    whoever reads the file: most keep the last.

    Keep one. To have two customizers or two targets, write two items in one array.
    """


def _placeholders(template: ImageTemplate) -> Iterable[StringNode | UnknownNode]:
    return _placeholders_in(template.resource)


def _placeholders_in(node: Node) -> Iterator[StringNode | UnknownNode]:
    match node:
        case UnknownNode(reason=Reason.PLACEHOLDER):
            yield node
        case ArrayNode():
            for item in node.items:
                yield from _placeholders_in(item)
        case ObjectNode():
            for member in node.members:
                if has_placeholder(member.key.value):
                    yield member.key
                yield from _placeholders_in(member.value)
        case _:
            pass


@rule("AIB004", Severity.NOTE, over=_placeholders)
def unreplaced_placeholder(
    place: StringNode | UnknownNode, _: Facts
) -> Iterator[Complaint]:
    """A placeholder such as `<region>` or `{region}` is still to be filled in.

    Known are those of people, and those of tools: `__REGION__`, `#{region}#`,
    `$(region)`, `${region}`, `{{ region }}`, `<%= region %>`, `@@region@@`, `$REGION`,
    `$region`, `$($image.Region)`; and words in capitals that say so: `YOUR_REGION`,
    `IMAGE_ID_PLACEHOLDER`, `REPLACE_ME`; a GUID whose digits are `x`; `***`, as logs mask
    secrets; and the types that the resource's reference has in place of values: `string`,
    `int`, `bool`.
    In a sample or in a file that a pipeline fills in that is as it should be, so this
    is a note. Submitted as it stands, the template would be refused or, worse, built
    with a nonsense value. Rules that need the value are skipped.

    Write the value, or give it for this run: `--set region=westus2`.
    """
    text = place.text if isinstance(place, UnknownNode) else place.value
    marks = placeholders_in(text)  # never the text around: it may hold a signature
    several = "s" if len(marks) > 1 else ""
    yield Complaint(
        place.span,
        f"unreplaced placeholder{several} {', '.join(marks)}".rstrip(),
        help="Write the value, or give it with --set NAME=VALUE.",
    )


def _expressions(
    template: ImageTemplate,
) -> Iterable[tuple[Unresolved, ImageTemplate]]:
    return (
        (one, template)
        for one in template.departures
        if isinstance(one, Unresolved) and one.node.reason is Reason.EXPRESSION
    )


@rule("AIB005", Severity.NOTE, over=_expressions)
def unresolved_expression(
    found: tuple[Unresolved, ImageTemplate], _: Facts
) -> Iterator[Complaint]:
    """A value is a template expression that cannot be worked out offline.

    Its parameter has no default, or it asks for something that only Azure knows.
    Rules that need the value are skipped: what they would say is not known, neither
    good nor bad. Of values between which it chooses with `if`, each is judged.

    Give the parameters of the deployment with `--params` to have more judged. Outside
    a deployment template nothing works an expression out: the service would get its
    text. There it has to be replaced before the template is submitted.
    """
    value, template = found
    if template.form is Form.DEPLOYMENT:
        why = "that is not known offline"
        help_ = _way_out(value.node.text.casefold())
    else:
        why = "and only a deployment works it out"
        help_ = "Write the value, or put the template into a deployment template."
    part = f"a part of {value.place.rpartition('[')[0]}"
    yield Complaint(
        value.node.span,
        f"not judged: {part if value.node.many else value.place} is an expression {why}",
        help=help_,
    )


_ASKED = (
    ("--subscription", ("subscription()", "resourceid(", "resourcegroup().id")),
    ("-g", ("resourcegroup().", "resourceid(")),
    ("--location", ("resourcegroup().location", "environment()", "deployment()")),
)
"""What an option tells, by the signs of an expression that asks for it."""

_AT_THE_DEPLOYMENT = ("reference(", "uniquestring(", "guid(", "utcnow(")


def _way_out(expression: str) -> str:
    """How to make an expression known, by all that it asks for."""
    if any(sign in expression for sign in _AT_THE_DEPLOYMENT):
        return "Only a deployment knows it."
    places = [
        option for option, signs in _ASKED if any(sign in expression for sign in signs)
    ]
    if not places:
        return "Give the parameters of the deployment with --params."
    where = f"Say where it goes with {' and '.join(places)}"
    if "parameters(" in expression:
        return f"{where}, and give what it asks for with --params."
    return f"{where}, or give --params."


@explained("AIB006", Severity.ERROR, needs=Needs.TEXT)
def refused_expression() -> None:
    """A template expression is one that Azure Resource Manager would refuse.

    It does not follow the grammar, names a parameter, a variable or a function that
    is not there, or gives a function what it cannot take; or a parameter has a value
    that its declaration does not allow, null among them where there is neither a default
    nor `nullable`, or is given and not declared at all. That is a warning where
    `--params` gives it, and told once, when no template of the run declares the name.
    The deployment fails before the service sees the image template. A text that only
    looks like an expression, with something before its `[` or without its `]`, goes to
    the service as it stands.

    Mend the expression at the place that is named; most often a name is misspelt.
    """


@explained("AIB007", Severity.ERROR, needs=Needs.TEXT)
def too_many_findings() -> None:
    """A template breaks the rules at thousands of places.

    Telling all of them would take longer than anybody reads, so judging stops there:
    what comes after is not judged, and is not passed.

    Mend what is told, or look whether the file is what it should be.
    """


@explained("AIB100", Severity.ERROR, needs=Needs.TEXT)
def no_image_template() -> None:
    """The file holds no image template.

    A template is looked for in a resource of its own, in the resources of a
    deployment template, also of one that a policy deploys, in what `az resource show`
    or a GET answers, and in a bare `properties` object.

    Name another file; or see that the resource's `type` is
    `Microsoft.VirtualMachineImages/imageTemplates`.
    """


RULES = (
    not_json,
    lenient_json,
    duplicate_key,
    unreplaced_placeholder,
    unresolved_expression,
    refused_expression,
    too_many_findings,
    no_image_template,
)
