"""The rows of a file: its lines, and below each what is known of it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sample_source import annotated, rows_of, texts_of
from workspace import SETUP_SHA256, template_text

from integrity.facts import ArtifactFact, ArtifactProblem, Facts, ProblemKind
from integrity.lint.severity import Severity
from integrity.secret_url import SecretUrl
from tui.glyphs import ASCII
from tui.widgets.lines import Tone, cells_of, text_of
from tui.widgets.source_view.lines import Annotated, SourceLines

DEMO = Path(__file__).parents[4] / "assets" / "demo" / "templates"

URL = "https://artifacts.example.com/setup.sh"
PLAIN = template_text(SETUP_SHA256).encode()


def below(rows, text):
    """The rows below the first one that holds a text, up to the next line of the file."""
    shown = texts_of(rows)
    first = next(index for index, one in enumerate(shown) if text in one)
    after = (i for i in range(first + 1, len(rows)) if rows[i].part is not None)
    return shown[first + 1 : next(after, len(rows))]


def facts(sha256=SETUP_SHA256, problem=None):
    return Facts({URL: ArtifactFact(SecretUrl(URL), 24, sha256, problem)})


def test_a_finding_is_underlined_and_told_below_its_line():
    rows = rows_of(b'{\n  "properties": {"source": <x>}\n}')
    message = below(rows, '"source"')

    assert any(one.lstrip().startswith("~") for one in message)
    assert all("AIB" not in one or re.search(r"AIB\d+ \w+: ", one) for one in message)


def test_the_underline_stands_below_what_it_means():
    rows = rows_of((DEMO / "win11-avd.json").read_bytes())
    shown = texts_of(rows)
    line = next(one for one in shown if '"sha256Checksum": ""' in one)
    mark = shown[shown.index(line) + 1]

    assert mark.index("~~") == line.index('""')
    assert "~~ AIB310 warning: " in mark


def test_what_helps_stands_below_the_message():
    rows = rows_of((DEMO / "win11-avd.json").read_bytes())

    assert any(one.lstrip().startswith("help: ") for one in below(rows, 'sum": ""'))


@pytest.mark.parametrize("cells", [40, 72, 110, 200])
def test_notes_are_never_wider_than_the_room(cells):
    rows = rows_of((DEMO / "legacy-2019.json").read_bytes(), cells=cells)

    notes = [rows[i].line for i in range(len(rows)) if rows[i].part is None]
    assert max(map(cells_of, notes)) <= cells


def test_a_place_beyond_the_edge_is_named_by_its_column():
    rows = rows_of((DEMO / "legacy-2019.json").read_bytes(), cells=72)

    assert "column 142: AIB211" in "\n".join(below(rows, '"source"'))


def test_a_wrapped_line_bears_its_notes_below_the_part_they_mean():
    rows = rows_of((DEMO / "legacy-2019.json").read_bytes(), cells=72, wraps=True)
    at = next(i for i in range(len(rows)) if "AIB211" in text_of(rows[i].line))

    assert "column" not in text_of(rows[at].line)
    assert rows[at - 1].part == 2
    assert text_of(rows[at - 1].line).endswith('": "latest" },')
    assert text_of(rows[at].line).lstrip().startswith("~")


@pytest.mark.parametrize("cells", [7, 30, 80])
@pytest.mark.parametrize("name", ["win11-avd.json", "legacy-2019.json"])
def test_wrapping_loses_nothing_of_a_line(name, cells):
    data = (DEMO / name).read_bytes()
    whole, wrapped = rows_of(data, cells=cells), rows_of(data, cells=cells, wraps=True)
    parts = [wrapped[i] for i in range(len(wrapped)) if wrapped[i].part is not None]

    for number in range(1, whole.line_count + 1):
        line = text_of(whole[whole.row_of(number)].line)
        mine = [text_of(one.line) for one in parts if one.number == number]
        assert "".join(mine) == line
        assert max(map(len, mine)) <= cells


@pytest.mark.parametrize("wraps", [False, True])
def test_every_row_knows_its_line_and_every_line_its_first_row(wraps):
    rows = rows_of((DEMO / "legacy-2019.json").read_bytes(), cells=60, wraps=wraps)

    numbers = [rows[index].number for index in range(len(rows))]
    assert numbers == [rows.line_of(index) for index in range(len(rows))]
    for number in range(1, rows.line_count + 1):
        assert rows.row_of(number) == numbers.index(number)


def problems_of(rows):
    """The findings that are worse than notes."""
    return [
        index
        for index, finding in enumerate(rows.findings)
        if finding.severity is not Severity.NOTE
    ]


@pytest.mark.parametrize("name", ["win11-avd.json", "legacy-2019.json"])
def test_problems_are_walked_in_a_circle_and_each_once(name):
    rows = rows_of((DEMO / name).read_bytes())
    problems = problems_of(rows)
    count = len(problems)
    assert 0 < count < len(rows.findings)
    row, seen = 0, []
    for _ in range(count):
        seen.append(rows.next_finding(row))
        row = rows.row_of_finding(seen[-1])
    back = []
    for _ in range(count):
        back.append(rows.previous_finding(row))
        row = rows.row_of_finding(back[-1])

    assert sorted(seen) == problems
    assert back == [*seen[-2::-1], seen[-1]]


def test_the_only_problem_is_next_to_itself():
    rows = rows_of(b"{\n  nothing\n}")

    assert rows.next_finding(rows.row_of_finding(0)) == 0
    assert rows.previous_finding(rows.row_of_finding(0)) == 0


def test_a_file_without_problems_has_no_next_one():
    rows = SourceLines(annotated(b"", glyphs=ASCII), cells=80, wraps=False)

    assert len(rows.findings) == 1
    clean = rows_of(PLAIN)
    assert (clean.next_finding(0) is None) == (not clean.findings)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (facts(), "✓ matches (now, 24 bytes)"),
        (facts("ab" * 32), "✗ differs: abab…abab (now, 24 bytes)"),
        (
            facts(None, ArtifactProblem(ProblemKind.MISSING, "404")),
            "✗ not read (now, 24 bytes)",
        ),
    ],
)
def test_the_verdict_stands_behind_the_checksum(known, told):
    shown = texts_of(rows_of(PLAIN, known, cells=160))

    line = next(one for one in shown if '"sha256Checksum"' in one)
    assert line.endswith(f'{SETUP_SHA256}"   {told}')


def test_a_verdict_without_room_behind_the_line_stands_below_it():
    rows = rows_of(PLAIN, facts(), cells=100)

    assert below(rows, '"sha256Checksum"')[0].strip() == "✓ matches (now, 24 bytes)"


def test_an_artifact_without_a_checksum_is_told_of_at_its_address():
    rows = rows_of(template_text().encode(), facts(), cells=160)

    assert any(
        '"scriptUri"' in one and "! not in the template: " in one
        for one in texts_of(rows)
    )


def test_json_is_coloured_by_what_it_is():
    rows = rows_of(b'{\n "a": ["b", 1.5, true, null, "[c()]", <d>] // e\n}')
    tones = {piece.text.strip(): piece.tone for piece in rows[rows.row_of(2)].line}

    assert tones['"a"'] is Tone.KEY
    assert tones['"b"'] is Tone.STRING
    assert tones["1.5"] is Tone.NUMBER
    assert tones["true"] is tones["null"] is Tone.WORD
    assert tones['"[c()]"'] is tones["<d>"] is Tone.EXPRESSION
    assert tones["// e"] is Tone.COMMENT


def test_a_comment_keeps_its_colour_over_all_its_lines():
    for head in (b"{", b"{ broken "):
        rows = rows_of(head + b'"a": /* "one"\n "two"\n three */ "four"\n}')
        second, third = (rows[rows.row_of(number)].line for number in (2, 3))

        assert {piece.tone for piece in second} == {Tone.COMMENT}
        assert [one.tone for one in third if '"four"' in one.text] == [Tone.STRING]


def test_tabs_indent_and_a_tab_within_a_string_is_seen():
    rows = rows_of(b'{\n\t"a":\t"b\tc"\n}')

    assert text_of(rows[rows.row_of(2)].line) == '    "a":→   "b→   c"'


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_are_not_shown(end):
    assert texts_of(rows_of(end.join((b"{", b'  "a": 1', b"}", b""))))[0] == "{"
    assert rows_of(end.join((b"{", b"}", b""))).line_count == 2


def test_a_line_of_100_kilobytes_is_cut_and_says_so():
    rows = rows_of(b'{"a": "' + b"x" * 100_000 + b'"}')

    assert len(text_of(rows[0].line)) < 9_000
    assert text_of(rows[0].line).endswith("91,817 more characters")


def test_a_file_that_is_no_json_is_shown_with_its_one_finding():
    rows = rows_of(b"first\nsecond \xff\x1b[2J")
    shown = texts_of(rows)

    assert "first" in shown
    assert "second \ufffd␛[2J" in shown
    assert sum("AIB001" in one for one in shown) == 1


def test_a_finding_in_another_file_is_told_at_the_end_with_its_place():
    shown = annotated(b"{\n}\n")
    elsewhere = replace(shown.findings[0], path="values.json")
    both = Annotated(shown.text.document, None, (elsewhere,), (), glyphs=ASCII)
    rows = SourceLines(both, cells=100, wraps=False)

    assert "AIB100 error: values.json:1:1: no image" in text_of(rows[2].line)
    assert rows.row_of_finding(0) == 1
