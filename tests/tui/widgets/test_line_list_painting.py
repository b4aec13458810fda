"""What a list paints: as little as it can, and nothing that is not safe."""

from operator import is_, ne

import pytest
from line_lists import FRUIT
from rich.cells import cell_len
from sample_lists import ListApp, NamedRows, NumberedRows
from textual.geometry import Region

from tui.widgets.line_list import LineList


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
    return cell_len(text.partition(word)[0])
