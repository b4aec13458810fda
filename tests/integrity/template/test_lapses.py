"""Lapses that are overlooked: comments, commas, placeholders; each told where it stands."""

import json

import pytest
from syntaxes import fault_of, read

from integrity.template.edit import Edit, apply
from integrity.template.nodes import ObjectNode, Reason, UnknownNode, to_json
from integrity.template.tokens import MAX_LAPSES


@pytest.mark.parametrize(
    ("text", "value", "lapses"),
    [
        ("\ufeff{}", {}, [("AIB002", "\ufeff")]),
        ('{"a": 1,}', {"a": 1}, [("AIB002", ",")]),
        ("[1, ]", [1], [("AIB002", ",")]),
        ("[1] // end", [1], [("AIB002", "// end")]),
        ("/* a\n b */ [1]", [1], [("AIB002", "/* a\n b */")]),
        ("[1, ...]", [1], [("AIB002", "..."), ("AIB002", ",")]),
        ("[1, …]", [1], [("AIB002", "…"), ("AIB002", ",")]),
        ("[...]", [], [("AIB002", "...")]),
        ('"a": 1', {"a": 1}, [("AIB002", "")]),
        ('"a": 1,', {"a": 1}, [("AIB002", "")]),
        ('"a": 1, "b": 2', {"a": 1, "b": 2}, [("AIB002", "")]),
        ('"a": 1\n"b": 2', {"a": 1, "b": 2}, [("AIB002", "")]),
        ("{},", {}, [("AIB002", ",")]),
        ("[1 2]", [1, 2], [("AIB001", "")]),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}, [("AIB001", "")]),
        ('{"a": 1, "a": 2}', {"a": 2}, [("AIB003", '"a"')]),
        ('{"a": 1, "A": 2}', {"a": 1, "A": 2}, [("AIB003", '"A"')]),
        ('{"<a>": 1, "<a>": 2}', {"<a>": 2}, []),
        ('["a\n b"]', ["a\n b"], [("AIB002", '"a\n b"')]),
        ('["\t\\"\n\\n"]', ['\t"\n\n'], [("AIB002", '"\t\\"\n\\n"')]),
        ('{"<a": 1, "<a>": 2}', {"<a": 1, "<a>": 2}, []),
        ('["C:\\Do\\w"]', ["C:\\Do\\w"], [("AIB001", ""), ("AIB001", "")]),
        ('["\\users"]', ["\\users"], [("AIB001", "")]),
        ('["C:\\temp"]', ["C:\temp"], [("AIB002", "")]),
        ('["in C:\\new\\build"]', ["in C:\new\build"], [("AIB002", "")]),
        ('["to C:\\n"]', ["to C:\n"], []),
        ('["abc:\\ndef"]', ["abc:\ndef"], []),
        ('{"a" "b"}', {"a": "b"}, [("AIB001", "")]),
        ('{“a”: “b c"}', {"a": "b c"}, [("AIB001", "“a”"), ("AIB001", '“b c"')]),
        ('{"a": ""2020-02-14""}', {"a": "2020-02-14"}, [("AIB001", '""2020-02-14""')]),
        ('["", "b", ""]', ["", "b", ""], []),
    ],
)
def test_a_lapse_is_overlooked_at_its_place(text, value, lapses):
    syntax = read(text)
    assert to_json(syntax.root) == value
    assert [(lapse.rule, lapse.span.text) for lapse in syntax.lapses] == lapses


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("[1 2]", "[1, 2]"),
        ("[1\n  2]", "[1,\n  2]"),
        ("[1 /* one */ 2]", "[1,  2]"),
        ('\ufeff{"a": 1,} // x', '{"a": 1} '),
        ('["C:\\Dir"]', '["C:\\\\Dir"]'),
        ('["c:\\build\\Agent"]', '["c:\\\\build\\\\Agent"]'),
        ('{"a" 1}', '{"a": 1}'),
        ("[„a”, «b»]", '["a", "b"]'),
        ('[""a b""]', '["a b"]'),
    ],
)
def test_a_lapse_can_be_mended(text, mended):
    syntax = read(text)
    edits = [Edit(lapse.span, lapse.insert) for lapse in syntax.lapses]
    once = apply(syntax.document, edits)
    assert json.loads(once) == json.loads(mended)


def test_a_placeholder_without_quotes_is_unknown():
    root = read('{"minutes": <build minutes>, "regions": [ <region> ]}').root
    assert isinstance(root, ObjectNode)
    minutes = root.get("minutes")
    assert isinstance(minutes, UnknownNode)
    assert minutes.reason is Reason.PLACEHOLDER
    assert minutes.text == "<build minutes>"


@pytest.mark.parametrize(
    "mark",
    [
        "{{ minutes }}",
        "${minutes}",
        '${lookup(var.minutes, "linux")}',
        "${{ vars.minutes }}",
        "#{minutes}#",
        "$(minutes)",
        "__MINUTES__",
        "@@minutes@@",
        '${minutes}${var.subnet != null ? ",\\n" : ""}',
        "${jsonencode([\n  for one in var.steps : {\n    name = one.name\n  }\n])}",
        '${jsonencode({ for k, v in var.tags : k => { "a" = "}" } })}',
    ],
)
def test_a_tools_placeholder_without_quotes_is_unknown(mark):
    root = read(f'{{"minutes": {mark}, "after": [{mark}]}}').root
    assert isinstance(root, ObjectNode)
    minutes = root.get("minutes")
    assert isinstance(minutes, UnknownNode)
    assert (minutes.reason, minutes.text) == (Reason.PLACEHOLDER, mark)


def test_an_interpolation_that_does_not_end_is_told_where_it_begins():
    fault = fault_of('{"minutes": ${var.minutes, "after": 1')
    assert fault.why == "'${' without the '}' that closes it"
    assert fault.offset == len('{"minutes": ')


def test_a_stray_backslash_is_told_where_it_stands():
    (lapse,) = read('["a", "C:\\Dir"]').lapses
    assert lapse.span.start == len('["a", "C:')
    assert lapse.message == "'\\D' is no escape of JSON; write '\\\\D'"


def test_a_stray_backslash_beside_a_line_break_is_mended_by_nobody():
    (lapse,) = read('["C:\\Dir\\new"]').lapses
    assert not lapse.insert


def test_the_first_comment_stands_for_all():
    (lapse,) = read("[1, // one\n 2] // two\n/* three */").lapses
    assert lapse.span.text == "// one"
    assert lapse.message.startswith("3 comments, this one first: ")


def test_the_number_of_lapses_has_a_limit():
    fault = fault_of("[" + "1 " * (MAX_LAPSES + 2) + "]")
    assert fault.why == "more than 5,000 departures from JSON"
