"""Bars and sparklines: how many cells, and how much of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.glyphs import ASCII, UNICODE
from tui.widgets.bars import progress_bar, sparkline
from tui.widgets.lines import cells_of, text_of


@pytest.mark.parametrize(
    ("done", "total", "drawn"),
    [
        (0, 100, "    "),
        (1, 32, "▏   "),
        (50, 100, "██  "),
        (58, 100, "██▎ "),
        (99, 100, "███▉"),
        (100, 100, "████"),
        (120, 100, "████"),
        (0, 0, "████"),
        (70, None, "    "),
    ],
)
def test_a_bar_is_drawn_in_eighths_of_a_cell(done, total, drawn):
    assert text_of(progress_bar(done, total, 4, UNICODE)) == drawn


def test_a_bar_in_ascii_has_whole_cells_only():
    assert text_of(progress_bar(58, 100, 5, ASCII)) == "##..."


@given(st.integers(0, 2**50), st.integers(1, 2**50), st.integers(1, 200), st.booleans())
def test_a_bar_is_full_only_when_all_is_done(done, total, cells, is_plain):
    glyphs = ASCII if is_plain else UNICODE
    drawn = progress_bar(done, total, cells, glyphs)
    assert cells_of(drawn) == cells
    assert (text_of(drawn) == glyphs.bar_full * cells) == (done >= total)


def test_a_sparkline_is_as_high_as_its_highest_value():
    assert text_of(sparkline([0, 2, 4, 6, 14], 5, UNICODE)) == "▁▂▃▄█"


def test_a_sparkline_shows_the_last_values_and_waits_for_more():
    assert text_of(sparkline([9, 9, 0, 7], 2, UNICODE)) == "▁█"
    assert text_of(sparkline([7], 3, ASCII)) == "#  "


@pytest.mark.parametrize("values", [[], [0, 0], [-1]])
def test_a_sparkline_of_nothing_is_flat(values):
    drawn = text_of(sparkline(values, 3, UNICODE))
    assert len(drawn) == 3
    assert set(drawn) <= {"▁", " "}


@pytest.mark.parametrize("cells", [0, -3])
def test_where_there_is_no_room_nothing_is_drawn(cells):
    assert progress_bar(1, 2, cells, UNICODE) == ()
    assert sparkline([1], cells, UNICODE) == ()
