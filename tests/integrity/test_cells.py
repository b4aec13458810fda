import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.cells import cut_end, cut_start, padded, width
from integrity.safe_text import safe_text


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("abc", 3), ("日本", 4), ("ｱ", 1), ("e\u0301", 1)]
)
def test_a_text_has_a_width(text, cells):
    assert width(text) == cells


def test_a_text_that_fits_is_not_cut():
    assert cut_end("日本", 4, "…") == cut_start("日本", 4, "…") == "日本"


def test_a_wide_sign_is_not_cut_in_half():
    assert cut_end("日本語", 4, "…") == "日…"
    assert cut_start("日本語", 4, "…") == "…語"


def test_padding_counts_cells():
    assert padded("日本", 6) == "日本  "


@given(st.text(), st.integers(1, 30))
def test_a_cut_text_always_fits(outside, cells):
    text = safe_text(outside)

    assert width(cut_end(text, cells, "…")) <= cells
    assert width(cut_start(text, cells, "…")) <= cells
