"""The list that every view is: its keys, its mouse, its room."""

import pytest
from line_lists import FRUIT, wheel_down
from sample_lists import COLUMNS, ListApp, NamedRows, NumberedRows

from tui.glyphs import ASCII
from tui.widgets.line_list import LineList


async def test_the_head_stays_while_rows_scroll():
    async with ListApp(NumberedRows(100)).run_test(size=(40, 6)) as pilot:
        await pilot.press("G")
        grid = pilot.app.grid()
    assert grid[0].split() == ["Name", "State", "Size"]
    assert [row.split()[0] for row in grid[1:5]] == [
        f"template-{n}" for n in (95, 96, 97, 98)
    ]
    assert grid[5].startswith("▶template-99")


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ("j", 1),
        ("down down", 2),
        ("j j k up", 0),
        ("k", 0),
        ("G", 99),
        ("end j", 99),
        ("G g", 0),
        ("end home", 0),
        ("pagedown", 5),
        ("pagedown pageup", 0),
        ("ctrl+d", 2),
        ("ctrl+d ctrl+d ctrl+u", 2),
    ],
)
async def test_keys_move_the_cursor(keys, row):
    app = ListApp(NumberedRows(100))
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press(*keys.split())
        assert app.list.cursor_key == f"row-{row}"
        assert any(line.startswith(f"▶template-{row} ".rstrip()) for line in app.grid())


async def test_moving_tells_of_every_new_row_and_of_no_other():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("k")
        await pilot.press("j")
        await pilot.press("G")
        await pilot.press("j")
    assert app.told == [("moved", "apple"), ("moved", "banana"), ("moved", "elder")]


async def test_enter_chooses_the_row_with_the_cursor():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("j", "enter")
        await pilot.pause()
    assert app.told[-1] == ("chosen", "banana")


async def test_a_click_moves_and_a_second_click_chooses():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.click(LineList, offset=(5, 3))
        assert app.told[-1] == ("moved", "cherry")
        await pilot.click(LineList, offset=(9, 3))
    assert app.told[-1] == ("chosen", "cherry")


async def test_a_double_click_chooses_once_even_when_it_is_a_triple_click():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.click(LineList, offset=(5, 2), times=3)
    assert [told for told in app.told if told[0] == "chosen"] == [("chosen", "banana")]


async def test_the_first_click_on_the_row_with_the_cursor_chooses_nothing():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("j")
        await pilot.click(LineList, offset=(5, 2))
    assert ("chosen", "banana") not in app.told


@pytest.mark.parametrize("y", [0, 7])
async def test_a_click_beside_the_rows_does_nothing(y):
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.click(LineList, offset=(5, y), times=2)
    assert app.told == [("moved", "apple")]


async def test_the_wheel_scrolls_and_leaves_the_cursor_until_a_key_moves_it():
    app = ListApp(NumberedRows(100))
    async with app.run_test(size=(40, 6)) as pilot:
        for _ in range(10):
            app.list.post_message(wheel_down(app.list))
        await pilot.pause()
        assert app.list.scroll_offset.y == 20
        assert app.list.cursor_key == "row-0"
        await pilot.press("j")
        assert app.grid()[1].startswith("▶template-1 ")


async def test_space_marks_and_goes_on_and_a_second_one_takes_the_mark_away():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("space", "space", "k", "space")
        await pilot.pause()
        assert [row[:2] for row in app.grid()[1:4]] == ["•a", " b", "▶c"]
        assert app.list.marked == {"apple"}
    assert app.told[-1] == ("moved", "cherry")


async def test_a_click_with_ctrl_marks_and_the_cursor_stays():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.click(LineList, offset=(5, 3), control=True)
        assert app.list.cursor_key == "apple"
        assert app.list.marked == {"cherry"}


async def test_a_marked_row_with_the_cursor_shows_both_in_one_sign():
    app = ListApp(FRUIT, glyphs=ASCII)
    async with app.run_test() as pilot:
        await pilot.press("space", "k")
        assert app.grid()[1].startswith("@apple")
        app.list.clear_marks()
        await pilot.pause()
        assert app.grid()[1].startswith(">apple")


async def test_a_column_is_left_out_where_the_list_is_too_narrow_for_it():
    app = ListApp(FRUIT)
    async with app.run_test(size=(40, 8)) as pilot:
        assert "Size" in app.grid()[0]
        await pilot.resize_terminal(29, 8)
        await pilot.pause()
        assert app.grid()[0].split() == ["Name", "State"]


async def test_nothing_is_chosen_or_marked_in_a_list_without_rows():
    app = ListApp(NamedRows())
    async with app.run_test() as pilot:
        await pilot.press("j", "G", "space", "enter", "ctrl+d")
        await pilot.click(LineList, offset=(5, 1), times=2)
        assert app.list.cursor_key is None
        assert not app.list.move_to("apple")
        assert app.grid()[0].split() == ["Name", "State", "Size"]
    assert app.told == []


async def test_the_last_row_that_goes_is_told():
    app = ListApp(NamedRows("apple"))
    async with app.run_test() as pilot:
        app.list.show(NamedRows())
        await pilot.pause()
    assert app.told == [("moved", "apple"), ("moved", None)]


@pytest.mark.parametrize("size", [(1, 1), (1, 24), (80, 1), (2, 2)])
async def test_a_tiny_terminal_shows_what_fits(size):
    app = ListApp(NumberedRows(50))
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "G", "space", "k")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert any(row.startswith("▶template-48") for row in app.grid())


async def test_a_list_of_one_line_shows_the_row_and_not_the_head():
    async with ListApp(FRUIT).run_test(size=(40, 1)) as pilot:
        assert pilot.app.grid()[0].startswith("▶apple")


async def test_a_list_without_titles_has_no_head():
    columns = tuple(
        type(one)(type(one.title)(""), one.width, right=one.right) for one in COLUMNS
    )
    async with ListApp(FRUIT, columns).run_test() as pilot:
        assert pilot.app.grid()[0].startswith("▶apple")
