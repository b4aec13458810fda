"""Rules about WindowsUpdate steps."""

import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint, Fix
from integrity.lint.fixes import in_brackets, replaced, without_quotes
from integrity.lint.rule import Needs, explained, rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import update_steps
from integrity.lint.values import is_count, lacks
from integrity.template.model import Part
from integrity.template.nodes import ArrayNode, Node, StringNode, UnknownNode
from integrity.template.operating_system import OperatingSystem
from integrity.template.placeholders import has_placeholder

_ACTION = re.compile("(?:in|ex)clude:", re.IGNORECASE)
_DOUBLED = re.compile(r"(?<=[\s(])''(?=[^\s'),])")
"""An empty text with something right behind it; not the mark inside of 'it''s'."""


@rule("AIB370", Severity.WARNING, over=update_steps)
def windows_update_on_linux(step: Part, _: Facts) -> Iterator[Complaint]:
    """A WindowsUpdate step in an image of Linux.

    It runs on Windows only.

    Update the packages in a Shell step.

    Stated in the template reference of March 2020.
    """
    if step.template.os is OperatingSystem.LINUX:
        yield Complaint(
            step.head,
            "WindowsUpdate in an image of Linux",
            help="Update the packages in a Shell step.",
        )


@rule("AIB371", Severity.NOTE, over=update_steps)
def default_search_criteria(step: Part, _: Facts) -> Iterator[Complaint]:
    """A WindowsUpdate step without searchCriteria searches with the default.

    That is `BrowseOnly=0 and IsInstalled=0`: what is recommended and not installed yet.
    The published definition says that it searches for all updates.

    Write `searchCriteria` where you want to be sure.

    Stated in the template reference of March 2020.
    """
    if lacks(step, "searchCriteria"):
        yield Complaint(
            step.span_of("searchCriteria"),
            "searches with the default, BrowseOnly=0 and IsInstalled=0",
            help="Add searchCriteria where you want to be sure.",
        )


@rule("AIB372", Severity.ERROR, over=update_steps)
def filters_not_strings(step: Part, _: Facts) -> Iterator[Complaint]:
    """`filters` is not an array of strings, or includes no update.

    Each filter is one string, `include:` or `exclude:` and an expression of PowerShell.
    The first one that is true for an update decides; where none is, the update is not
    installed. So filters without an `include:` install nothing, and one with neither
    word excludes what it is true for: both are warnings. So are quotation marks that
    are doubled, as in `-like ''*Preview*''`, which PowerShell cannot read.

    Write `["exclude:$_.Title -like '*Preview*'", "include:$true"]`.

    From the template reference of March 2020; what a filter does is documented by the
    provisioner's own project.
    """
    node = step.known("filters")
    if isinstance(node, ArrayNode):
        for item in node.items:
            if not isinstance(item, StringNode | UnknownNode):
                yield _not_filters(item, None)
            elif isinstance(item, StringNode) and _DOUBLED.search(item.value):
                yield _with_doubled_quotes(item)
        yield from _without_effect(node)
    elif node is not None:
        yield _not_filters(node, in_brackets(node))


def _with_doubled_quotes(one: StringNode) -> Complaint:
    """What is left of a quotation mark that was escaped where nothing took it away."""
    return Complaint(
        one.span,
        "two quotation marks for one: PowerShell takes '' for an empty text",
        severity=Severity.WARNING,
        help="Write one of them.",
        fix=replaced(one, one.value.replace("''", "'"), "write one of them"),
    )


def _without_effect(filters: ArrayNode) -> Iterator[Complaint]:
    """What to say of filters by which the provisioner installs less than is meant."""
    texts = [one for one in filters.items if isinstance(one, StringNode)]
    odd = [one for one in texts if not _ACTION.match(one.value)]
    if len(texts) < len(filters.items) or any(
        has_placeholder(one.value) for one in odd
    ):
        return
    for one in odd:
        yield Complaint(
            one.span,
            "neither include: nor exclude: is before the filter's expression",
            severity=Severity.WARNING,
            help="Write include: or exclude: at its beginning.",
        )
    if texts and not odd and not any(map(_includes, texts)):
        yield Complaint(
            filters.span,
            "no filter includes anything: no update is installed",
            severity=Severity.WARNING,
            help='Write "include:$true" as the last filter.',
        )


def _includes(one: StringNode) -> bool:
    return one.value.casefold().startswith("include:")


def _not_filters(node: Node, fix: Fix | None) -> Complaint:
    return Complaint(
        node.span,
        "filters must be an array of strings",
        help='Write "filters": ["include:$true"].',
        fix=fix,
    )


@rule("AIB373", Severity.ERROR, over=update_steps)
def malformed_update_limit(step: Part, _: Facts) -> Iterator[Complaint]:
    """`updateLimit` is not an integer of 0 or more.

    It says how many updates are installed at most; 0, or nothing, means 1000.

    Write a whole number without quotes.

    From the template reference of March 2020.
    """
    node = step.known("updateLimit")
    if node is not None and not is_count(node):
        yield Complaint(
            node.span,
            "updateLimit must be an integer of 0 or more; 0 means 1000",
            help="Write a whole number, without quotes.",
            fix=without_quotes(node),
        )


@explained("AIB374", Severity.NOTE, needs=Needs.TEXT)
def community_provisioner() -> None:
    """WindowsUpdate is built on a provisioner of Packer's community.

    Microsoft tests it with the service and looks into faults, but does not officially
    support it. Its filters are documented by the provisioner's own project.

    Nothing has to be mended.

    Noted by the template reference of March 2020.
    """


RULES = (
    windows_update_on_linux,
    default_search_criteria,
    filters_not_strings,
    malformed_update_limit,
    community_provisioner,
)
