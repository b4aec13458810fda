"""Lines: measured, cut, filled and wrapped by cells of the terminal."""

import pytest
from hostile import seconds, slowness
from hypothesis import given
from hypothesis import strategies as st

from integrity.safe_text import Safe, safe_text
from tui.widgets.lines import (
    EMPTY,
    Piece,
    Tone,
    at_the_right,
    cells_of,
    cut,
    cut_inside,
    line,
    padded,
    text_of,
)
from tui.widgets.wrapping import wrapped

GOOD = Piece(Safe("good"), Tone.GOOD)
TEXTS = st.text("ab 日é́❤-").map(safe_text)
LINES = st.lists(TEXTS, max_size=4).map(lambda texts: line(*texts))


def test_bare_text_is_plain_and_pieces_keep_their_tone():
    assert line(Safe("all "), GOOD) == (Piece(Safe("all "), Tone.PLAIN), GOOD)


def test_wide_signs_take_two_cells_and_combining_ones_none():
    assert cells_of(line(Safe("日本"), Safe("e\u0301"))) == 5


def test_a_line_that_fits_is_not_cut():
    assert cut(line(Safe("all "), GOOD), 8, "…") == line(Safe("all "), GOOD)


def test_a_cut_line_ends_with_an_ellipsis_in_the_tone_that_was_cut():
    assert cut(line(Safe("all "), GOOD), 7, "…") == line(
        Safe("all "), Piece(Safe("go…"), Tone.GOOD)
    )


def test_half_a_wide_sign_is_never_shown():
    assert text_of(cut(line(Safe("日本語")), 4, "…")) == "日…"


@pytest.mark.parametrize(("cells", "shown"), [(2, ".."), (0, ""), (-1, "")])
def test_where_the_ellipsis_does_not_fit_either_it_is_cut_too(cells, shown):
    assert text_of(cut(line(Safe("long")), cells, "...")) == shown


def test_blanks_stand_on_the_side_that_was_asked_for():
    assert text_of(padded(line(Safe("日")), 4)) == "日  "
    assert text_of(at_the_right(line(Safe("日")), 4)) == "  日"
    assert padded(line(Safe("日")), 1) == line(Safe("日"))


@pytest.mark.parametrize("cut", [cut, cut_inside])
@given(LINES, st.integers(0, 24), st.sampled_from(["…", "..."]))
def test_cut_and_filled_a_line_is_exactly_as_wide_as_asked_for(
    cut, shown, cells, ellipsis
):
    assert cells_of(padded(cut(shown, cells, ellipsis), cells)) == cells


@pytest.mark.parametrize(
    ("cells", "shown"),
    [(28, "helloImageTemplateLinux02"), (18, "helloImageT…inux02"), (9, "helloIma…")],
)
def test_of_a_name_its_end_is_kept_where_there_is_room_for_both(cells, shown):
    name = line(Safe("helloImageTemplateLinux02"))

    assert text_of(cut_inside(name, cells, "…")) == shown


def test_a_long_line_breaks_at_blanks_and_goes_on_below_its_first_word():
    shown = line(Safe("  the "), Piece(Safe("file changed"), Tone.BAD))
    assert wrapped(shown, 10) == (
        (Piece(Safe("  the ")), Piece(Safe("file"), Tone.BAD)),
        (Piece(Safe("  ")), Piece(Safe("changed"), Tone.BAD)),
    )


def test_a_word_longer_than_a_line_is_broken_anywhere():
    assert [text_of(one) for one in wrapped(line(Safe("abcdefg h")), 3)] == [
        "abc", "def", "g h",
    ]  # fmt: skip


def test_a_line_of_nothing_stays_a_line():
    assert wrapped(EMPTY, 10) == (EMPTY,)


def test_an_indent_wider_than_half_the_pane_is_not_repeated():
    parts = wrapped(line(Safe("        word other")), 10)
    assert [text_of(part) for part in parts] == ["        wo", "rd other"]


@given(LINES, st.integers(2, 12))
def test_wrapping_keeps_every_sign_and_stays_within_the_width(shown, cells):
    parts = wrapped(shown, cells)
    assert all(cells_of(part) <= cells for part in parts)
    kept = "".join(text_of(part) for part in parts)
    assert kept.replace(" ", "") == text_of(shown).replace(" ", "")


def test_a_line_of_a_megabyte_is_cut_and_wrapped_without_reading_it_again_and_again():
    shown = line(*[Safe("é日 ab")] * 40_000)
    long = line(Safe("é日 ab" * 40_000))
    assert cells_of(cut(long, 80, "…")) <= 80
    assert seconds(lambda: cut(long, 80, "…")) < 0.005 * slowness()
    assert seconds(lambda: cut_inside(long, 80, "…")) < 0.005 * slowness()
    assert seconds(lambda: wrapped(shown, 80)) < 2 * slowness()
    assert seconds(lambda: wrapped(long, 80)) < 2 * slowness()
