from datetime import UTC, datetime

import pytest

from integrity.cells import width
from integrity.lint.reports.style import Style
from tui.cli.live.cells import Column, Table, ago, duration, tsv_cell, tsv_line

COLUMNS = (
    Column("NAME", lambda row: row["name"], at_least=6, shrinks=True),
    Column("STATE", lambda row: row["state"], signs=True),
)
ROWS = [{"name": "ubuntu", "state": "Succeeded"}, {"name": "x", "state": None}]


def table(columns=COLUMNS, *, terminal=False, **style):
    return Table(columns, Style(**style), terminal)


def test_columns_stand_under_their_titles():
    assert list(table().lines(ROWS)) == [
        "NAME    STATE",
        "ubuntu  Succeeded",
        "x       -",
    ]


def test_titles_are_shown_once_for_all_pages():
    one = table()
    list(one.lines(ROWS))

    assert list(one.lines(ROWS)) == ["ubuntu  Succeeded", "x       -"]


def test_a_later_row_that_is_wider_is_not_cut_off_a_terminal():
    one = table()
    list(one.lines(ROWS))

    assert list(one.lines([{"name": "a-longer-name", "state": "Failed"}])) == [
        "a-longer-name  Failed"
    ]


@pytest.mark.parametrize("columns", [24, 40, 80])
def test_no_line_is_wider_than_the_terminal(columns):
    rows = [{"name": "名" * 60, "state": "Succeeded"}]

    lines = list(table(terminal=True, width=columns).lines(rows))

    assert max(map(width, lines)) < columns
    assert "…" in lines[1]


def test_states_are_coloured_and_words_stay():
    lines = list(table(terminal=True, colour=True).lines(ROWS))

    assert "\x1b[32mSucceeded" in lines[1]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("a\tb\nc", "a␉b␊c"),
        ("=1+1", "'=1+1"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        (-3, "-3"),
        (1.5, "1.5"),
        (True, "true"),
        ({"a": 1}, '{"a": 1}'),
        ("##vso[x]", "#_vso[x]"),
        ("a\x1b[2J", "a␛[2J"),
    ],
)
def test_a_cell_of_tsv_is_one_cell_and_no_formula(value, cell):
    assert tsv_cell(value) == cell


def test_tsv_has_numbers_where_people_get_words():
    columns = (Column("TOOK", lambda row: "1:05", raw=lambda row: row["seconds"]),)

    assert tsv_line(columns, {"seconds": 65.0}) == "65.0"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, None), (0, "0:00"), (65, "1:05"), (3599.6, "1:00:00"), (7322, "2:02:02")],
)
def test_durations_are_hours_minutes_and_seconds(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (None, None),
        ("2026-11-22T11:59:30.000Z", "just now"),
        ("2026-11-22T11:58:00.000Z", "2 min ago"),
        ("2026-11-22T09:30:00.000Z", "2 h ago"),
        ("2026-11-19T09:30:00.000Z", "3 d ago"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit(moment, words):
    assert ago(moment, datetime(2026, 11, 22, 12, tzinfo=UTC)) == words


def test_columns_leave_in_their_order_where_the_terminal_is_narrow():
    columns = (
        Column("NAME", lambda row: "win11-avd", shrinks=True),
        Column("PLACE", lambda row: "westeurope", leaves=1),
        Column("MORE", lambda row: "SharedImage", leaves=2),
    )

    shown = [
        list(table(columns, terminal=True, width=cells).lines([{}]))[1].split()
        for cells in (40, 30, 14)
    ]

    assert shown == [
        ["win11-avd", "westeurope", "SharedImage"],
        ["win11-avd", "SharedImage"],
        ["win11-avd"],
    ]
