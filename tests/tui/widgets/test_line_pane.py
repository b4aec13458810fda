"""The pane: reading, wrapping, and a cursor where there is one."""

import pytest
from sample_lists import grid_of
from textual.app import App
from textual.strip import Strip

from integrity.safe_text import Safe, safe_text
from tui.glyphs import UNICODE
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import line


def numbered(count):
    return [line(Safe(f"line {number}")) for number in range(count)]


class CountingPane(LinePane):
    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class PaneApp(App[None]):
    def __init__(self, lines) -> None:
        super().__init__()
        self.pane = CountingPane(UNICODE, id="pane")
        self.pane.painted = []
        self.pane.show(lines)

    def compose(self):
        yield self.pane


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        ("j j k", "line 1"),
        ("G", "line 15"),
        ("end j", "line 15"),
        ("G g", "line 0"),
        ("pagedown", "line 5"),
        ("ctrl+d ctrl+u", "line 0"),
    ],
)
async def test_without_a_cursor_keys_scroll(keys, first):
    app = PaneApp(numbered(20))
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert grid_of(app)[0].split("  ")[0] == first


async def test_lines_are_cut_at_the_edge_until_they_are_wrapped():
    app = PaneApp([line(safe_text("one two three")), line(Safe("four"))])
    async with app.run_test(size=(9, 5)) as pilot:
        assert grid_of(app)[:2] == ["one two …", "four"]
        app.pane.toggle_wrap()
        await pilot.pause()
        assert grid_of(app)[:3] == ["one two", "three", "four"]
        await pilot.resize_terminal(5, 5)
        await pilot.pause()
        assert grid_of(app)[:4] == ["one", "two", "three", "four"]


async def test_wrapped_lines_leave_room_for_the_scroll_bar():
    app = PaneApp([line(Safe("abcdefgh"))] * 10)
    async with app.run_test(size=(8, 5)) as pilot:
        app.pane.toggle_wrap()
        await pilot.pause()
        assert [row[:7].rstrip() for row in grid_of(app)[:2]] == ["abcdefg", "h"]
        await pilot.press("G")
        await pilot.pause()
        assert [row[:7].rstrip() for row in grid_of(app)[3:]] == ["abcdefg", "h"]


async def test_wrapping_keeps_the_line_that_is_read_at_the_top():
    app = PaneApp([line(Safe(f"{number:02} words that wrap")) for number in range(30)])
    async with app.run_test(size=(12, 5)) as pilot:
        await pilot.press("pagedown", "pagedown")
        for _ in range(2):
            app.pane.toggle_wrap()
            await pilot.pause()
            assert grid_of(app)[0].startswith("10")


async def test_a_cursor_moves_by_lines_also_where_they_are_wrapped():
    app = PaneApp([line(Safe("one two")), line(Safe("three"))])
    async with app.run_test(size=(6, 5)) as pilot:
        app.pane.show_cursor(0)
        app.pane.toggle_wrap()
        await pilot.pause()
        assert grid_of(app)[:3] == ["▶one", "▶two", " three"]
        await pilot.press("j")
        await pilot.pause()
        assert grid_of(app)[:3] == [" one", " two", "▶three"]
        assert app.pane.cursor == 1


async def test_a_click_moves_the_cursor_to_its_line_where_there_is_one():
    app = PaneApp(numbered(5))
    async with app.run_test() as pilot:
        app.pane.show_cursor(0)
        await pilot.click("#pane", offset=(3, 2))
        assert app.pane.cursor == 2
        await pilot.click("#pane", offset=(3, 9))
        assert app.pane.cursor == 2


async def test_a_click_brings_no_cursor_where_there_is_none():
    app = PaneApp(numbered(5))
    async with app.run_test() as pilot:
        await pilot.click("#pane", offset=(3, 2))
        await pilot.pause()
        assert app.pane.cursor is None
        assert grid_of(app)[2] == "line 2"


async def test_the_cursor_stays_on_a_line_when_there_are_fewer():
    app = PaneApp(numbered(50))
    async with app.run_test(size=(20, 5)) as pilot:
        app.pane.show_cursor(40)
        app.pane.show(numbered(3))
        await pilot.pause()
        assert app.pane.cursor == 2
        assert grid_of(app)[:3] == [" line 0", " line 1", "▶line 2"]


async def test_only_lines_that_differ_are_painted():
    app = PaneApp(numbered(5))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.pane.painted.clear()
        changed = numbered(5)
        changed[3] = line(Safe("other"))
        app.pane.show(changed)
        await pilot.pause()
    assert app.pane.painted == [3]


@pytest.mark.parametrize("size", [(1, 1), (80, 1), (1, 24)])
async def test_a_pane_of_nothing_and_a_tiny_one_stand_every_key(size):
    app = PaneApp([])
    async with app.run_test(size=size) as pilot:
        app.pane.toggle_wrap()
        await pilot.press("j", "G", "g", "ctrl+d", "enter")
        app.pane.show_cursor(5)
        await pilot.press("j", "G", "enter")
        app.pane.show(numbered(3))
        await pilot.press("G", "pageup")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert grid_of(app)[0].endswith("line 0")


async def test_lines_wrap_where_there_is_no_room_yet():
    pane = LinePane(UNICODE)
    pane.toggle_wrap()
    pane.show_cursor(0)

    pane.show(((), line(Safe("text"))))

    assert pane.cursor == 0


async def test_who_has_gone_to_the_end_of_something_stays_there_as_it_grows():
    app = PaneApp(())
    async with app.run_test(size=(30, 5)) as pilot:
        app.pane.show(numbered(8), about="one")
        await pilot.press("end")
        await pilot.pause()
        app.pane.show(numbered(11), about="one")
        await pilot.pause()

        assert grid_of(app)[-1].split("  ")[0] == "line 10"


@pytest.mark.parametrize(("seen", "key"), [("line 0", "g"), ("line 2", "j")])
async def test_who_has_not_gone_to_the_end_stays_where_they_are(seen, key):
    app = PaneApp(())
    async with app.run_test(size=(30, 5)) as pilot:
        app.pane.show(numbered(8), about="one")
        await pilot.press(key, key)
        await pilot.pause()
        app.pane.show(numbered(11), about="one")
        await pilot.pause()

        assert grid_of(app)[0].split("  ")[0] == seen


async def test_something_else_is_read_from_its_beginning():
    app = PaneApp(())
    async with app.run_test(size=(30, 5)) as pilot:
        app.pane.show(numbered(8), about="one")
        await pilot.press("end")
        await pilot.pause()
        app.pane.show(numbered(11), about="another")
        await pilot.pause()

        assert grid_of(app)[0].split("  ")[0] == "line 0"
