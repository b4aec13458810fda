"""JSON as it is read: values, spans, faults, limits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syntaxes import fault_of, read

from integrity.errors import DocumentError, SyntaxFault
from integrity.template.nodes import ArrayNode, Node, ObjectNode, to_json
from integrity.template.scanner import MAX_DEPTH, MAX_VALUES
from integrity.template.syntax import MAX_BYTES, decode

CHARACTERS = st.characters(exclude_categories=["Cs"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(CHARACTERS)
)

VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(CHARACTERS, max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_strict_json_reads_as_the_standard_library_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    syntax = read(text)
    assert to_json(syntax.root) == json.loads(text)
    assert not [lapse for lapse in syntax.lapses if lapse.rule != "AIB003"]
    assert not syntax.fragment


def spans_of(node: Node) -> list[str]:
    """The texts of all values, outer ones first."""
    texts = [node.span.text]
    if isinstance(node, ArrayNode):
        for item in node.items:
            texts += spans_of(item)
    if isinstance(node, ObjectNode):
        for member in node.members:
            texts += [member.key.span.text, *spans_of(member.value)]
    return texts


@given(VALUES)
def test_every_span_holds_the_value_it_stands_for(value):
    for text in spans_of(read(json.dumps(value)).root):
        assert read(text).root.span.text == text


def place_of_fault(text: str) -> int:
    """Where a text is refused; its end when it is not."""
    try:
        read(text)
    except SyntaxFault as fault:
        return fault.offset
    return len(text)


@given(st.text(alphabet='{}[]:,"\\/*<>.…\n 01e-+truefalsn\ufeff\ud800u', max_size=40))
def test_any_text_reads_or_is_refused_at_a_place_in_it(text):
    assert 0 <= place_of_fault(text) <= len(text)


def text_before_fault(data: bytes) -> str:
    """What can be decoded of bytes; nothing when they are refused as a whole."""
    try:
        return decode("x.json", data).text
    except SyntaxFault as fault:
        return fault.text
    except DocumentError:
        return ""


@given(st.binary(max_size=60))
def test_any_bytes_decode_as_far_as_they_are_utf_8(data):
    assert data.startswith(text_before_fault(data).encode())


def test_spans_point_into_the_text():
    text = '{\n  "a": [1, "b\\n"],\n  "c": null\n}'
    root = read(text).root
    assert isinstance(root, ObjectNode)
    first, second = root.members
    assert first.key.span.text == '"a"'
    assert first.value.span.text == '[1, "b\\n"]'
    assert second.value.span.text == "null"
    place = root.span.document.position(second.value.span.start)
    assert (place.line, place.column) == (3, 8)


@pytest.mark.parametrize("text", ['"a": 1', '"a": [],', "{},"])
def test_a_fragment_says_so(text):
    assert read(text).fragment


def test_a_duplicate_names_the_first_place():
    (lapse,) = read('{\n "a": 1,\n "A": 2}').lapses
    assert lapse.message == (
        "key 'A' differs only in case: first as 'a' at 2:2; one of them silently wins"
    )


@pytest.mark.parametrize(
    ("text", "offset", "why"),
    [
        ("", 0, "the file is empty"),
        (" \n ", 3, "the file is empty"),
        ("// only", 7, "the file is empty"),
        ("{", 1, "expected a key in double quotes"),
        ("[", 1, "the text ends where a value should be"),
        ("[1", 2, "the text ends inside this array: ']' is missing"),
        ('{"a": {}', 8, "the text ends inside this object: '}' is missing"),
        ("[1}", 2, "expected ',' or ']' to go on with this array"),
        ('{"a": 1]', 7, "expected ',' or '}' to go on with this object"),
        ("[\n{\n]", 4, "expected a key in double quotes"),
        (
            "[[\n1\n]",
            6,
            "the text ends inside the array that line 1 opens: ']' is missing",
        ),
        (
            '[\n{\n"a": 1\n]',
            11,
            "expected ',' or '}' to go on with the object that line 2 opens",
        ),
        ('{"a": ""1"}', 8, "expected ',' or '}' to go on with this object"),
        ("[“a]", 1, 'a typographic quotation mark; JSON wants "'),
        ('{"a": 1 {}}', 8, "expected ',' or '}' to go on with this object"),
        ('{"a"}', 4, "expected ':' after the key"),
        ('{"a": }', 6, "'}' where a value should be"),
        ("[,1]", 1, "',' where a value should be"),
        ("{'a': 1}", 1, "a string in single quotes; JSON wants double quotes"),
        ("{a: 1}", 1, "expected a key in double quotes"),
        ("[NaN]", 1, "a word without quotes; JSON knows only true, false and null"),
        (
            "[Infinity]",
            1,
            "a word without quotes; JSON knows only true, false and null",
        ),
        ("[-Infinity]", 1, "not a number as JSON writes it"),
        ("[True]", 1, "a word without quotes; JSON knows only true, false and null"),
        ("[01]", 1, "a number may not start with 0"),
        ("[+1]", 1, "not a number as JSON writes it"),
        ("[.5]", 1, "not a number as JSON writes it"),
        ("[1.]", 1, "not a number as JSON writes it"),
        ("[1e999]", 1, "a number too large to keep"),
        ("[" + "9" * 21 + "]", 1, "a number of more than 20 digits"),
        ("[0." + "1" * 60 + "]", 1, "a number too large to keep"),
        ('["a', 1, "a string that is not closed on its line"),
        ('{"a": "b,\n"c": "d"}', 6, "a string that is not closed on its line"),
        ('["a\n\x07', 1, "a string that is not closed on its line"),
        ('["a\x00"]', 3, "character U+0000 in a string; write it as an escape"),
        ('["\\ud800"]', 1, "half of a surrogate pair in this string"),
        ("[1]\x00", 3, "unexpected character U+0000"),
        ("/* open", 0, "a comment that is not closed"),
        ("{} {}", 3, "a second value; one file holds one JSON value"),
        ("{}, {}", 4, "a second value; one file holds one JSON value"),
        ("[1]]", 3, "a second value; one file holds one JSON value"),
        ("# yaml", 0, "a comment that begins with '#'; JSON has none"),
        ('{"a": $true}', 6, "a variable of PowerShell or a shell; JSON knows none"),
        (
            "[%{ x }]",
            1,
            "a tag of a templating tool; judge the file that the tool writes",
        ),
        (
            "{\n{% if x",
            2,
            "a tag of a templating tool; judge the file that the tool writes",
        ),
        (
            "[%{ if x }1%{ else }2%{ if y }3%{ endif }]",
            11,
            "a directive of a templating tool without its end",
        ),
    ],
)
def test_what_is_no_json_is_refused_at_its_place(text, offset, why):
    fault = fault_of(text)
    assert (fault.offset, fault.why) == (offset, why)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1%{ if x }, 2%{ endif }]", [1, 2]),
        ('[%{if var.x != ""}1%{else}2%{endif}]', [1]),
        ("[%{~ if x ~}1%{~ else ~}%{ if y }2%{ else }3%{ endif }%{~ endif ~}]", [1]),
        ("[%{ for x in y ~}1,%{ endfor ~}]", [1]),
        ("[{% if x %}1{% elif y %}2{% else %}3{% endif %}]", [1]),
        ("[{%- for x in y -%}1{% if not loop.last %},{% endif %}{%- endfor -%}]", [1]),
        ('{% set x = {"a": 1} %}\n{"b": 2}', {"b": 2}),
    ],
)
def test_directives_are_read_over_with_their_first_branches(text, value):
    syntax = read(text)

    assert to_json(syntax.root) == value
    (lapse,) = syntax.lapses
    assert (lapse.rule, lapse.removable, lapse.insert) == ("AIB002", False, "")
    assert lapse.message.startswith("directives of a templating tool, this one first")


def test_many_directives_are_read_in_passing():
    nested = "%{ if x }1%{ else }2%{ endif }," * 20_000
    assert len(to_json(read(f"[{nested}]").root)) == 20_000


def test_a_surrogate_pair_is_one_character():
    assert to_json(read('"\\ud83d\\ude00"').root) == "\U0001f600"


def test_the_depth_has_a_limit():
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert isinstance(read(deepest).root, ArrayNode)
    fault = fault_of(f"[{deepest}]")
    assert (fault.offset, fault.why) == (MAX_DEPTH, "nested deeper than 64 levels")


def test_a_hundred_thousand_levels_are_refused_as_well():
    assert fault_of("[" * 100_000).offset == MAX_DEPTH


def test_the_number_of_values_has_a_limit():
    fault = fault_of("[" + "1," * MAX_VALUES + "1]")
    assert fault.why == "more than 400,000 values"


def test_a_file_has_at_most_4_mib():
    assert decode("x", b" " * MAX_BYTES).text == " " * MAX_BYTES
    with pytest.raises(DocumentError) as error:
        decode("x", b" " * (MAX_BYTES + 1))
    # how many, nobody knows: of a larger file no more is read
    assert error.value.why == "more than the 4 MiB that a template has at most"


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32"])
def test_another_encoding_is_refused_by_its_name(encoding, order, mark):
    data = f'{mark}{{"ä": 1}}'.encode(f"{encoding}-{order}")
    with pytest.raises(DocumentError) as error:
        decode("x", data)
    assert error.value.why == f"the file is {encoding}; save it as UTF-8"


def test_a_byte_that_is_no_utf_8_is_refused_at_its_place():
    with pytest.raises(SyntaxFault) as error:
        decode("x", '{"ä": "'.encode() + b'\xe4"}')
    assert error.value.offset == len('{"ä": "')
    assert error.value.text == '{"ä": "'
