"""Where a brace is one too many, or missing, by the indentation of the lines."""

import json

import pytest

from integrity.errors import SyntaxFault
from integrity.template.indents import misplaced_brace
from integrity.template.position import Document
from integrity.template.syntax import parse

TEXT = json.dumps(
    {
        "resources": [
            {
                "name": "image",
                "properties": {
                    "source": {"type": "PlatformImage"},
                    "customize": [{"type": "Shell", "inline": ["a {", "b"]}],
                    "distribute": [{"type": "VHD"}],
                },
            }
        ]
    },
    indent=2,
)
LINES = TEXT.split("\n")


def fault_of(lines):
    with pytest.raises(SyntaxFault) as caught:
        parse(Document("template.json", "\n".join(lines)))
    return caught.value.why


def at(text):
    return next(place for place, line in enumerate(LINES) if text in line)


def test_a_brace_that_closes_too_early_is_named_with_its_line():
    place = at('"distribute"')
    why = fault_of([*LINES[:place], "      },", *LINES[place:]])
    assert why.endswith(
        f"by its indentation, the '}}' of line {place + 1} is one too many"
    )


def test_a_brace_that_was_forgotten_is_named_with_the_line_after_it():
    place = at('"customize"')
    lines = [*LINES[: place - 1], *LINES[place:]]
    why = fault_of(lines)
    assert why.endswith(f"by its indentation, a '}}' is missing before line {place}")


def test_a_bracket_that_was_forgotten_is_named_too():
    place = at('"distribute"')
    lines = [*LINES[: place - 1], *LINES[place:]]
    assert "a ']' is missing before line" in fault_of(lines)


@pytest.mark.parametrize(
    "text",
    ["[1]]", '{"a": [1}', "{\n  1\n", "".join(LINES), "\n".join(map(str.strip, LINES))],
)
def test_nothing_is_said_where_the_lines_tell_nothing(text):
    assert misplaced_brace(text) is None


def test_nothing_is_said_of_braces_that_match_however_they_are_indented():
    assert misplaced_brace('{\n  "a": {\n  "b": 1\n    }\n}') is None
    assert misplaced_brace(TEXT) is None


def test_a_long_text_is_left_alone():
    assert misplaced_brace("[\n" * 150_000) is None
