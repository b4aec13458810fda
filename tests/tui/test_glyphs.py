"""Which signs a terminal gets."""

from dataclasses import fields

import pytest

from integrity.cells import width
from tui.glyphs import ASCII, UNICODE, State, glyphs_for


@pytest.mark.parametrize(
    ("encoding", "locale", "glyphs"),
    [
        ("utf-8", "de_DE.UTF-8", UNICODE),
        ("UTF8", "en_GB.utf8@euro", UNICODE),
        ("utf-8", "C.UTF-8", UNICODE),
        ("utf-8", "", UNICODE),
        ("utf-8", "C", ASCII),
        ("utf-8", "POSIX", ASCII),
        ("iso8859-1", "de_DE", ASCII),
        ("ascii", "", ASCII),
        ("utf-8", "de_DE.ISO-8859-1", ASCII),
        ("utf-8", "zh_CN.UTF-8", ASCII),
        ("utf-8", "ja_JP.UTF-8", ASCII),
        ("utf-8", "ko_KR.UTF-8", ASCII),
    ],
)
def test_a_terminal_gets_the_signs_it_can_show(encoding, locale, glyphs):
    assert glyphs_for(encoding=encoding, locale=locale, wanted="auto") is glyphs


def test_a_wish_decides_over_what_is_guessed():
    assert glyphs_for(encoding="utf-8", locale="", wanted="ascii") is ASCII
    assert glyphs_for(encoding="ascii", locale="C", wanted="unicode") is UNICODE


def test_the_plain_signs_are_ascii_and_none_else_is_wide():
    for one in fields(ASCII):
        assert "".join(getattr(ASCII, one.name)).isascii()
        if one.name not in ("bar_parts", "sparks", "border"):
            assert width(getattr(UNICODE, one.name)) == 1


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_no_two_states_share_a_sign(glyphs):
    signs = [glyphs.of(state) for state in State]
    assert len(set(signs)) == len(signs)
    widths = {len(glyphs.in_column(sign)) for sign in signs}
    assert widths == {1 + max(map(len, signs))}


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_cursor_and_marks_can_be_told_apart(glyphs):
    assert len({glyphs.cursor, glyphs.mark, glyphs.cursor_on_mark, " "}) == 4
