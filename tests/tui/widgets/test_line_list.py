"""The list: its keys, its mouse, and how little it paints."""

from operator import is_, ne

import pytest
from sample_lists import COLUMNS, ListApp, NamedRows, NumberedRows
from textual import events
from textual.geometry import Region

from tui.glyphs import ASCII
from tui.widgets.line_list import LineList

FRUIT = NamedRows("apple", "banana", "cherry", "date", "elder")


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
            app.list.post_message(_wheel_down(app.list))
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


async def test_cursor_and_marks_stay_with_their_rows_by_key():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("j", "space")
        app.list.show(NamedRows("elder", "cherry", "apple", "banana"))
        await pilot.pause()
        assert [row[:2] for row in app.grid()[1:5]] == [" e", "▶c", " a", "•b"]


async def test_a_mark_comes_back_with_a_row_that_was_filtered_out():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("space")
        app.list.show(NamedRows("banana", "cherry"))
        assert app.list.marked == frozenset()
        app.list.show(FRUIT)
        assert app.list.marked == {"apple"}


async def test_the_cursor_stays_in_place_when_its_row_is_gone():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.press("j")
        app.list.show(NamedRows("apple", "cherry", "date"))
        await pilot.pause()
        assert app.list.cursor_key == "cherry"
        app.list.show(NamedRows("apple"))
        await pilot.pause()
        assert app.list.cursor_key == "apple"
    assert app.told[-2:] == [("moved", "cherry"), ("moved", "apple")]


async def test_rows_that_come_above_do_not_move_what_is_looked_at():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(40, 6)) as pilot:
        app.list.move_to("n30")
        await pilot.press("k", "k")
        await pilot.pause()
        before = [row.split()[0] for row in app.grid()]
        app.list.show(NamedRows("new1", "new2", *names))
        await pilot.pause()
        assert [row.split()[0] for row in app.grid()] == before


async def test_rows_that_come_above_do_not_move_what_the_wheel_was_turned_to():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(40, 6)) as pilot:
        for _ in range(10):
            app.list.post_message(_wheel_down(app.list))
        await pilot.pause()
        before = [row.split()[0] for row in app.grid()]
        app.list.show(NamedRows("new1", "new2", *names))
        await pilot.pause()
        assert [row.split()[0] for row in app.grid()] == before
        assert app.list.cursor_key == "n00"


async def test_a_list_at_its_top_stays_there_when_rows_come_above():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        app.list.show(NamedRows("aardvark", *FRUIT.names))
        await pilot.pause()
        assert [row[:2] for row in app.grid()[1:3]] == [" a", "▶a"]


async def test_a_cursor_rests_on_top_until_somebody_moves_it():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        app.list.show(NamedRows("aardvark", *FRUIT.names))
        app.list.rest_on_top()
        assert app.list.cursor_key == "aardvark"
        await pilot.press("j", "k")
        app.list.show(NamedRows("aalii", "aardvark", *FRUIT.names))
        app.list.rest_on_top()
        assert app.list.cursor_key == "aardvark"


async def test_a_cursor_does_not_rest_where_the_wheel_has_left():
    names = [f"n{number:02}" for number in range(50)]
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(40, 6)) as pilot:
        for _ in range(10):
            app.list.post_message(_wheel_down(app.list))
        await pilot.pause()
        before = app.grid()
        app.list.rest_on_top()
        await pilot.pause()
        assert app.grid() == before


async def test_moving_to_a_row_that_is_not_there_says_so():
    app = ListApp(FRUIT)
    async with app.run_test():
        assert app.list.move_to("date")
        assert not app.list.move_to("fig")
        assert app.list.cursor_key == "date"


async def test_only_lines_that_changed_are_painted():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.list.painted.clear()
        app.list.show(NamedRows(*FRUIT.names, cherry="changed", elder="gone"))
        await pilot.pause()
        assert app.list.painted == [3, 5]
        app.list.painted.clear()
        app.list.show(NamedRows(*FRUIT.names, cherry="changed", elder="gone"))
        await pilot.pause()
        assert app.list.painted == []
        await pilot.press("j")
        assert app.list.painted == [1, 2]


async def test_a_row_that_changes_out_of_sight_paints_nothing():
    app = ListApp(NumberedRows(1000))
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("G")
        app.list.painted.clear()
        app.list.show(NumberedRows(1000, 7, moving=500))
        await pilot.pause()
    assert app.list.painted == []


async def test_a_long_list_is_asked_only_for_the_rows_that_are_seen():
    rows = NumberedRows(100_000)
    app = ListApp(rows)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        assert app.grid()[-1].startswith("▶template-99999 ")
    assert set(rows.asked) <= {*range(25), *range(99_970, 100_000)}


async def test_a_scroll_by_one_line_asks_and_draws_one_row_and_hands_out_the_rest():
    rows = NumberedRows(1000)
    app = ListApp(rows)
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.scroll_to(y=300, animate=False)
        await pilot.pause()
        before = {strip.text: strip for strip in _handed_out(app)}
        rows.asked.clear()
        app.list.scroll_to(y=301, animate=False)
        await pilot.pause()
        after = _handed_out(app)
    assert rows.asked == [311]
    assert [
        one.text.split()[0] for one in after if before.get(one.text) is not one
    ] == ["template-311"]


async def test_lines_that_are_handed_out_again_are_neither_cut_nor_filtered_again():
    app = ListApp(NumberedRows(1000))
    async with app.run_test(size=(40, 12)) as pilot:
        app.theme = "mono"
        await pilot.pause()
        strips = _handed_out(app)
        assert all(strip._divide_cache for strip in strips)
        assert not any(strip._filter_cache for strip in strips)
        assert _handed_out(app) == strips
        assert all(map(is_, _handed_out(app), strips))


async def test_neighbours_of_one_style_are_one_segment():
    app = ListApp(FRUIT)
    async with app.run_test():
        for strip in _handed_out(app):
            styles = [segment.style for segment in strip]
            assert all(map(ne, styles, styles[1:]))


def _handed_out(app):
    return app.list.render_lines(Region(0, 0, *app.list.outer_size))


async def test_hostile_text_is_shown_as_it_is():
    names = (
        "[red]x[/red]",
        "oops [/b]",
        "[@click=app.quit]",
        "\x1b]0;x\x07\x1b[2J",
        "a\u202eb",
    )
    app = ListApp(NamedRows(*names))
    async with app.run_test() as pilot:
        await pilot.click(LineList, offset=(6, 3))
        grid = "\n".join(app.grid())
        assert app.is_running
    assert "\x1b" not in grid
    for shown in (
        "[red]x[/red]",
        "oops [/b]",
        "[@click=app.quit]",
        "␛]0;x␇␛[2J",
        "a<U+202E>b",
    ):
        assert shown in grid


@pytest.mark.parametrize("width", [20, 21, 33])
async def test_wide_signs_never_move_the_columns_beside_them(width):
    names = (
        "日本語のとても長い名前です",
        "é́ combined",
        "❤️ heart",
        "👩‍👩‍👧 family",
        "plain",
    )
    app = ListApp(NamedRows(*names))
    async with app.run_test(size=(width, 8)):
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {width}
        states = [strip.text for strip in strips if "fine" in strip.text]
        grid = [_cells_before(text, "fine") for text in states]
    assert len(grid) == 5
    assert len(set(grid)) == 1


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


async def test_another_theme_repaints_every_line_in_its_colours():
    app = ListApp(NamedRows("apple", "bad", bad="failed"))
    async with app.run_test() as pilot:
        dark = _colours(app, 2)
        app.theme = "bakeferry-light"
        await pilot.pause()
        light = _colours(app, 2)
        assert dark.isdisjoint(light)
        assert any(red > 0xA0 for red in map(_red, light))


async def test_without_focus_the_cursor_is_still_seen_and_tones_stay():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        assert any(style.reverse for style in _styles(app, 1))
        app.list.blur()
        await pilot.pause()
        styles = _styles(app, 1)
        assert app.grid()[1].startswith("▶apple")
        assert all(style.bold and not style.reverse for style in styles if style)
        assert len({style.color for style in styles}) > 1


async def test_with_the_focus_only_the_line_with_the_cursor_is_painted():
    app = ListApp(FRUIT)
    async with app.run_test() as pilot:
        app.list.painted.clear()
        app.list.blur()
        await pilot.pause()
        assert app.list.painted == [1]


def _styles(app, y):
    strip = app.screen._compositor.render_strips()[y]
    return [segment.style for segment in strip if segment.text.strip()]


def _colours(app, y):
    return {style.color.name for style in _styles(app, y)}


def _red(colour):
    return int(colour[1:3], 16)


def _cells_before(text, word):
    from rich.cells import cell_len

    return cell_len(text.partition(word)[0])


def _wheel_down(widget):
    return events.MouseScrollDown(
        widget, x=3, y=3, delta_x=0, delta_y=1, button=0,
        shift=False, meta=False, ctrl=False, screen_x=3, screen_y=3,
    )  # fmt: skip
