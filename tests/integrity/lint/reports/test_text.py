import re
import unicodedata
from dataclasses import replace
from itertools import islice, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import (
    HOSTILE,
    TEMPLATE,
    file,
    finding,
    hostile_report,
    removal,
    report,
    span_of,
    told,
)

from integrity.cells import width
from integrity.lint.reports.style import Style
from integrity.lint.reports.text import text
from integrity.lint.severity import Severity
from integrity.template.position import Document, Span


def test_advice_is_broken_between_words():
    advice = "Make the whole of it one and say what it is with --params and --set."
    lines = told(report(finding(span_of('""'), advice=advice)), width=50)

    assert lines[5:7] == [
        "  = help: Make the whole of it one and say what it",
        "          is with --params and --set.",
    ]


def test_a_long_message_is_broken_between_words_on_a_terminal_alone():
    long = report(finding(span_of('""'), message="the server sent a page of the web"))

    piped, shown = told(long, width=50), told(long, width=50, folds=True)

    whole = (
        "templates/win11.json:3:20 AIB310 warning: the server sent a page of the web"
    )
    assert piped[0] == whole
    assert shown[:2] == [
        "templates/win11.json:3:20 AIB310 warning: the",
        "  server sent a page of the web",
    ]
    assert shown[2:] == piped[1:]


def test_a_finding_stands_at_its_line_with_carets_and_the_way_out():
    advice = "bakeferry stamp --only-missing templates/win11.json"
    lines = told(report(finding(span_of('""'), advice=advice, fix=removal())))

    assert lines == [
        "templates/win11.json:3:20 AIB310 warning: no checksum",
        "  |",
        '2 |     "name": "fonts.zip",',
        '3 |     "sha256Checksum": "",',
        "  |                       ^^",
        "  = help: bakeferry stamp --only-missing templates/win11.json",
        "  = fix: take it away (--fix)",
        "  = docs: bakeferry explain AIB310",
        "",
        "Found 1 warning in 1 of 1 file",
        "1 can be fixed with `bakeferry lint --fix`",
    ]


def test_findings_at_one_place_share_the_excerpt_and_a_rule_names_its_page_once():
    branch = finding(span_of('""'), "a branch", rule="AIB315", advice="Name it.")
    again = finding(span_of("1"))
    lines = told(report(finding(span_of('""')), branch, again))

    assert lines[:9] == [
        "templates/win11.json:3:20 AIB310 warning: no checksum",
        "  |",
        '2 |     "name": "fonts.zip",',
        '3 |     "sha256Checksum": "",',
        "  |                       ^^",
        "  = docs: bakeferry explain AIB310",
        "templates/win11.json:3:20 AIB315 warning: a branch",
        "  = help: Name it.",
        "  = docs: bakeferry explain AIB315",
    ]
    assert lines[9:11] == ["", "templates/win11.json:4:25 AIB310 warning: no checksum"]
    assert not any("explain" in line for line in lines[11:])


def test_carets_count_wide_signs_as_two_cells():
    lines = told(report(finding(span_of('"日本語"'))))

    assert lines[3:5] == [
        '4 |     "größe": "日本語", "end": 1',
        f"  | {' ' * 13}^^^^^^^^",
    ]


def test_carets_stand_below_what_control_characters_become():
    document = Document("a.json", '["\x1b\u200b", 12]')
    lines = told(report(finding(span_of("12", document))))

    assert lines[2:4] == ['1 | ["␛<U+200B>", 12]', f"  | {' ' * 14}^^"]


def test_a_span_over_lines_shows_its_first():
    lines = told(report(finding(Span(TEMPLATE, 0, len(TEMPLATE.text)))))

    assert lines[2:4] == ["1 | {", "  | ^"]


def test_the_end_of_a_file_is_a_place_too():
    end = len(TEMPLATE.text)
    lines = told(report(finding(Span(TEMPLATE, end, end))))

    assert lines[2:5] == ["5 | }", "6 |", "  | ^"]


def test_a_byte_order_mark_does_not_move_the_carets():
    document = Document("a.json", '\ufeff{"a": 1}')
    lines = told(report(finding(span_of('"a"', document))))

    assert lines[2:4] == ['1 | {"a": 1}', "  |  ^^^"]


def test_a_finding_without_a_text_shows_none():
    lines = told(report(finding(Span(Document("gone.json", ""), 0, 0))))

    assert lines[1] == "  = docs: bakeferry explain AIB310"


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("before", [0, 7, 60, 5000])
def test_a_long_line_is_cut_around_its_caret(columns, before):
    document = Document("min.json", "x" * before + "HERE" + "y" * 5000)
    lines = told(report(finding(span_of("HERE", document))), width=columns)
    source, carets = lines[2:4]

    assert width(source) == columns
    assert source[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_a_long_line_before_the_place_ends_in_an_ellipsis():
    document = Document("t.json", '{"address": "' + "a" * 200 + '",\n"b": 1}')
    lines = told(report(finding(span_of('"b"', document))), width=80)

    assert lines[2].startswith("1 | ")
    assert lines[2].endswith("…")
    assert width(lines[2]) == 80


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_long_line_of_wide_signs_is_cut_around_its_caret(columns):
    document = Document("min.json", "語" * 5000 + "HERE" + "語" * 5000)
    lines = told(report(finding(span_of("HERE", document))), width=columns)
    source, carets = lines[2:4]

    assert columns - 1 <= width(source) <= columns
    assert width(source[: source.index("HERE")]) == carets.index("^")


def test_notes_are_shown_when_asked_for():
    note = finding(span_of("1"), "so it is", Severity.NOTE)
    lines = told(report(note), show_notes=True)

    assert lines[0] == "templates/win11.json:4:25 AIB310 note: so it is"
    assert lines[-1] == "Found nothing wrong in 1 file; 1 note"


def test_a_file_without_a_template_says_what_it_is():
    roles = file("roles.json", "role definition", 0)

    assert told(report(files=(roles,)))[0] == (
        "roles.json: no image template: role definition"
    )


def test_of_six_files_without_a_template_all_are_named():
    lines = told(report(files=tuple(file(f"{n}.json", "x", 0) for n in range(6))))

    assert lines[5] == "5.json: no image template: x"


def test_of_many_files_without_a_template_a_few_are_named():
    lines = told(report(files=tuple(file(f"{n}.json", "x", 0) for n in range(500))))

    assert lines[5:] == [
        "495 more files without an image template (-o json: all)",
        "Found nothing wrong in 500 files",
    ]


def test_all_files_without_a_template_are_named_when_asked_for():
    files = tuple(file(f"{n}.json", "x", 0) for n in range(500))

    assert len(told(report(files=files), verbose=True)) == 501


def test_colour_stands_beside_the_word_never_for_it():
    plain = told(report(finding(span_of("1"))))
    coloured = told(report(finding(span_of("1"))), colour=True)

    assert coloured != plain
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain


@pytest.mark.parametrize("outside", HOSTILE)
@pytest.mark.parametrize("columns", [20, 80])
def test_text_from_outside_stays_harmless(outside, columns):
    lines = told(hostile_report(outside), width=columns, show_notes=True, verbose=True)

    assert all(unicodedata.category(sign) != "Cc" for line in lines for sign in line)
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert not re.search(r"##(vso)?\[", "\n".join(lines))
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("outside", [*HOSTILE, "größe 日本語 …"])
def test_everything_is_ascii_where_nothing_else_can_be_shown(outside):
    lines = told(hostile_report(outside), unicode=False, show_notes=True, verbose=True)

    assert all(line.isascii() for line in lines)


@given(st.text(st.characters(), min_size=1))
def test_whatever_stands_in_a_template_a_line_is_a_line(outside):
    for line in told(hostile_report(outside), show_notes=True, verbose=True):
        assert all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in line)
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##(vso)?\[", line, re.IGNORECASE)


def test_the_first_line_does_not_wait_for_the_last():
    endless = replace(report(), findings=repeat(finding(span_of("1"))))

    assert len(list(islice(text(endless, Style()), 1000))) == 1000
