"""Places of a text are changed, and every other character stays."""

import pytest

from integrity.template.edit import Edit, apply, remove, remove_member, replace_value
from integrity.template.nodes import ObjectNode
from integrity.template.position import Document, Span
from integrity.template.syntax import parse

TEXT = '{"one": 1, "two": 2}'
DOCUMENT = Document("template.json", TEXT)


def span(piece: str) -> Span:
    start = TEXT.index(piece)
    return Span(DOCUMENT, start, start + len(piece))


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([], TEXT),
        (
            [replace_value(span("2"), "zwei"), remove(span('"one": 1, '))],
            '{"two": "zwei"}',
        ),
        ([Edit(span("1"), "11"), Edit(span("1"), "11")], '{"one": 11, "two": 2}'),
        ([Edit(span("one"), "uno"), Edit(span("ne"), "NE")], '{"uno": 1, "two": 2}'),
        ([Edit(span("1"), "I"), Edit(span(", "), ",")], '{"one": I,"two": 2}'),
    ],
    ids=["none", "two", "twice the same", "one within another", "side by side"],
)
def test_edits_are_made_together(edits, text):
    assert apply(DOCUMENT, edits) == text


def test_edits_of_another_document_are_left():
    other = Span(Document("template.json", TEXT), 0, 5)

    assert apply(DOCUMENT, [remove(other)]) == TEXT


def without(text: str, key: str) -> str | None:
    """A text once one member of its object is taken away; None where it cannot be."""
    document = Document("template.json", text)
    owner = parse(document).root
    assert isinstance(owner, ObjectNode)
    member = owner.member(key)
    assert member is not None
    edit = remove_member(owner, member)
    return edit and apply(document, [edit])


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ('{"a": 1}', "a", "{}"),
        ('{"a": 1, "b": 2, "c": 3}', "a", '{"b": 2, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', "b", '{"a": 1, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', "c", '{"a": 1, "b": 2}'),
        ('{\n  "a": 1,\n  "b": 2\n}', "b", '{\n  "a": 1\n}'),
        ('{"a": 1, /* why */ "b": 2}', "b", None),
        ('{"a": 1, /* why */ "b": 2}', "a", None),
    ],
)
def test_a_member_goes_with_one_comma_and_with_no_comment(text, key, rest):
    assert without(text, key) == rest
