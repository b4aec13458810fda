"""Pointers name the value at a place."""

import pytest

from integrity.template.pointer import pointer_to
from integrity.template.position import Document, Span
from integrity.template.syntax import parse

TEXT = '{"a": {"b/c": [1, {"~": true}]}, "d": "e"}'


def pointer_at(offset):
    document = Document("t.json", TEXT)
    return pointer_to(parse(document).root, Span(document, offset, offset))


@pytest.mark.parametrize(
    ("mark", "pointer"),
    [
        ("{", ""),
        ('"a"', "/a"),
        ('"b/c"', "/a/b~1c"),
        ("1", "/a/b~1c/0"),
        ("true", "/a/b~1c/1/~0"),
        ('"e"', "/d"),
    ],
)
def test_a_place_is_named_by_the_value_at_it(mark, pointer):
    assert pointer_at(TEXT.index(mark)) == pointer


def test_between_two_values_the_container_is_meant():
    assert pointer_at(TEXT.index(', "d"')) == ""


def test_a_place_in_another_file_has_no_name_here():
    other = Document("other.json", TEXT)
    root = parse(Document("t.json", TEXT)).root

    assert pointer_to(root, Span(other, 10, 12)) == ""
