"""A box: titles in its border, and how little of it is painted for another title."""

from textual.app import App

from integrity.safe_text import Safe
from tui.glyphs import UNICODE
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import line


class BoxApp(App[None]):
    """A box with a pane in it."""

    def compose(self):
        with Box(UNICODE):
            yield LinePane(UNICODE)


async def test_another_title_paints_the_upper_and_the_lower_line_alone():
    app = BoxApp()
    async with app.run_test(size=(30, 8)) as pilot:
        box = app.query_one(Box)
        box.entitle(line(Safe("before")))
        await pilot.pause()
        box.entitle(line(Safe("after")))
        regions = box._exchange_repaint_regions()
    assert {region.y for region in regions} == {0, 7}
    assert {region.height for region in regions} == {1}


async def test_all_lines_between_are_one_strip_and_the_new_title_is_seen():
    app = BoxApp()
    async with app.run_test(size=(30, 8)) as pilot:
        box = app.query_one(Box)
        box.entitle(line(Safe("title")))
        box.sign(line(Safe("below")))
        await pilot.pause()
        strips = box.render_lines(box.outer_size.region)
        grid = [strip.text for strip in app.screen._compositor.render_strips()]
    assert len({id(strip) for strip in strips[1:-1]}) == 1
    assert grid[0].startswith("╭─ title ─")
    assert grid[-1].startswith("╰─ below ─")
    assert all(row[0] == row[-1] == "│" for row in grid[1:-1])


async def test_a_box_in_another_size_has_its_border_there():
    app = BoxApp()
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        grid = [strip.text for strip in app.screen._compositor.render_strips()]
    assert grid[0] == "╭" + "─" * 18 + "╮"
    assert grid[-1] == "╰" + "─" * 18 + "╯"


async def test_a_long_title_at_the_end_leaves_room_for_the_one_before_it():
    app = BoxApp()
    async with app.run_test(size=(30, 8)) as pilot:
        app.query_one(Box).entitle(line(Safe("harden.sh")), line(Safe("e" * 40)))
        await pilot.pause()
        grid = [strip.text for strip in app.screen._compositor.render_strips()]
    assert grid[0] == "╭─ harden.sh ─ eeeeeeeeeee… ─╮"
