"""How wide the columns of a list are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.safe_text import Safe
from tui.widgets.lines import cells_of, line, text_of
from tui.widgets.rows import GUTTER, MARGIN, Column, row_line, widths_of

COLUMNS = st.lists(
    st.builds(
        Column,
        title=st.just(Safe("Title")),
        width=st.none() | st.integers(1, 12),
        right=st.booleans(),
        needs=st.sampled_from([0, 30, 60]),
    ),
    max_size=6,
).map(tuple)


@pytest.mark.parametrize(
    ("widths", "cells", "expected"),
    [
        ((None,), 22, (20,)),
        ((5, None), 22, (5, 14)),
        ((None, None), 23, (10, 10)),
        ((None, None), 24, (11, 10)),
        ((15, 15), 22, (15, 4)),
        ((20, None, 5), 22, (20, 0, 0)),
        ((None,), 1, (0,)),
    ],
)
def test_what_fixed_columns_leave_is_shared_by_the_others(widths, cells, expected):
    columns = tuple(Column(Safe(""), width) for width in widths)
    assert widths_of(columns, cells) == expected


def test_a_column_that_needs_more_cells_than_there_are_is_left_out():
    columns = (Column(Safe(""), 5), Column(Safe(""), 6, needs=30), Column(Safe("")))
    assert widths_of(columns, 29) == (5, 0, 21)
    assert widths_of(columns, 30) == (5, 6, 15)


@given(COLUMNS, st.integers(0, 120))
def test_a_row_never_takes_more_cells_than_the_list_has(columns, cells):
    widths = widths_of(columns, cells)
    row = row_line(
        [line(Safe("日本 text"))] * len(columns), columns, widths, ellipsis="…"
    )
    assert cells_of(row) <= max(0, cells - GUTTER - MARGIN)


def test_cells_are_cut_filled_and_set_right():
    columns = (
        Column(Safe(""), 5),
        Column(Safe(""), 4),
        Column(Safe(""), 4, right=True),
    )
    cells = (line(Safe("agent.msi")), line(Safe("left out")), line(Safe("12")))
    assert text_of(row_line(cells, columns, (5, 0, 4), ellipsis="…")) == "agen…   12"
