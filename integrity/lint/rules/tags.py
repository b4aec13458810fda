"""Rules about the tags of the template and of what it makes."""

import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import envelopes
from integrity.template.expressions.parser import is_expression
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import (
    Member,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
    is_given,
)
from integrity.template.placeholders import has_placeholder

_MOST_TAGS = 50
_LONGEST_TAG_NAME = 512
_LONGEST_TAG_VALUE = 256
_FOREIGN_TO_TAGS = re.compile(r"[<>%&\\?/]")


@rule("AIB120", Severity.ERROR, over=envelopes)
def tags_not_strings(envelope: Part, _: Facts) -> Iterator[Complaint]:
    """The tags do not map strings to strings.

    Azure Resource Manager takes only strings as the values of tags. These tags mark
    the template itself; what it makes is marked by `artifactTags` in a distributor.

    Put numbers and booleans in quotes.

    Stated in the template reference of March 2020, which says that the tags mark the
    image; in truth they mark the template.
    """
    tags = envelope.known("tags")
    if tags is None:
        return
    wrong = _not_strings(tags) if isinstance(tags, ObjectNode) else [tags]
    for node in wrong:
        yield Complaint(
            node.span,
            "tags must map strings to strings",
            help="Put the value in quotes.",
        )


def _not_strings(tags: ObjectNode) -> list[Node]:
    return [
        member.value
        for member in tags
        if is_given(member.value)
        and not isinstance(member.value, StringNode | UnknownNode)
    ]


def _tagged(template: ImageTemplate) -> Iterator[tuple[Part, str, ObjectNode]]:
    """What has tags, the property that holds them, and they."""
    owners = [(one, "tags") for one in envelopes(template)]
    owners += [(one, "artifactTags") for one in template.distributors]
    for owner, key in owners:
        tags = owner.get(key)
        if isinstance(tags, ObjectNode):
            yield owner, key, tags


@rule("AIB121", Severity.ERROR, over=_tagged)
def unfit_tags(tagged: tuple[Part, str, ObjectNode], _: Facts) -> Iterator[Complaint]:
    r"""A resource is to have too many tags, or one that no resource can have.

    A resource takes 50 tags. A name has 512 characters at most, and none of `<`, `>`,
    `%`, `&`, `\`, `?` and `/`, unless it begins with `hidden-`; a value has 256 at most.
    Azure Resource Manager refuses more, of `artifactTags` only once the image is built.

    Take some away, or shorten them.

    From Azure Resource Manager's documentation of the limits of tags.
    """
    owner, key, tags = tagged
    members = [one for one in tags if is_given(one.value)]
    if len(members) > _MOST_TAGS:
        yield Complaint(
            owner.key_span(key),
            f"{len(members)} {key}: a resource takes {_MOST_TAGS}",
            help="Keep those that somebody reads.",
        )
    for member in members:
        problem = _unfit(member)
        if problem:
            yield Complaint(
                member.key.span, problem, help="Write another, or a shorter."
            )


def _unfit(tag: Member) -> str | None:
    name, value = tag.key.value, tag.value
    if isinstance(value, StringNode) and len(value.value) > _LONGEST_TAG_VALUE:
        return f"the value of a tag has {_LONGEST_TAG_VALUE} characters at most"
    if is_expression(name):
        return None  # Resource Manager makes a name of it
    if len(name) > _LONGEST_TAG_NAME:
        return f"the name of a tag has {_LONGEST_TAG_NAME} characters at most"
    foreign = _FOREIGN_TO_TAGS.search(name)
    is_hidden = name.casefold().startswith("hidden-")
    if foreign is None or is_hidden or has_placeholder(name):
        return None
    return f"the name of a tag has no '{foreign.group()}'"


RULES = (tags_not_strings, unfit_tags)
