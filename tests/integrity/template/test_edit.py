"""Places of a text are changed, and every other character stays."""

import pytest

from integrity.template.edit import Edit, apply, remove, replace_value
from integrity.template.position import Document, Span

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
