"""The source view as a person uses it: keys, mouse, problems and width."""

from pathlib import Path

import pytest
from hostile import hostile_template
from sample_lists import grid_of
from sample_source import UNFIT, SourceApp, shown_of
from textual.events import MouseScrollDown

from integrity.lint.severity import Severity

DEMO = Path(__file__).parents[4] / "assets" / "demo" / "templates"
WINDOWS = (DEMO / "win11-avd.json").read_bytes()
LEGACY = (DEMO / "legacy-2019.json").read_bytes()
SIZE = (100, 20)


def numbered(count: int) -> bytes:
    """A file of lines, no JSON, and its finding at the first."""
    return "\n".join(f"line {number}" for number in range(1, count + 1)).encode()


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("g j", 1),
        ("G", 200),
        ("G k up", 198),
        ("G g", 1),
        ("end home", 1),
        ("G pageup", 180),
        ("G pageup pagedown", 200),
        ("G ctrl+u", 190),
        ("G ctrl+u ctrl+d", 200),
        ("G down", 200),
    ],
)
async def test_keys_move_the_cursor(keys, line):
    app = SourceApp(numbered(200))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()

        assert app.view.cursor_line == line
        assert any(row.startswith("▶") for row in grid_of(app))


async def test_the_gutter_has_cursor_number_and_mark():
    app = SourceApp(WINDOWS)
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(33)
        await pilot.pause()
        rows = [row for row in grid_of(app) if '"sha256Checksum": ""' in row]

        assert [row[:6] for row in rows] == ["▶ 33 !"]


async def test_problems_are_visited_with_their_messages_in_view():
    app = SourceApp(WINDOWS)
    async with app.run_test(size=SIZE) as pilot:
        visited = []
        while (finding := app.view.next_problem()) not in visited:
            visited.append(finding)
            await pilot.pause()
            assert app.view.cursor_finding is finding
            assert any(finding.rule in row for row in grid_of(app))
        assert finding is visited[0]
        assert app.view.previous_problem() is visited[-1]
        told = shown_of(WINDOWS)[2]
        problems = [one for one in told if one.severity is not Severity.NOTE]
        assert len(visited) == len(problems)
        assert all(one.severity is not Severity.NOTE for one in visited)


async def test_where_there_are_notes_alone_they_are_visited():
    document, loaded, findings = shown_of(WINDOWS)[:3]
    notes = [one for one in findings if one.severity is Severity.NOTE]
    app = SourceApp(WINDOWS)
    async with app.run_test(size=SIZE):
        app.view.show(document, loaded, notes)

        assert app.view.next_problem() in notes


async def test_without_problems_nothing_is_visited():
    app = SourceApp(b"{}")
    async with app.run_test(size=SIZE):
        app.view.show(*shown_of(b"{}")[:2], ())

        assert app.view.next_problem() is None
        assert app.view.previous_problem() is None


async def test_enter_asks_for_the_finding_under_the_cursor():
    app = SourceApp(WINDOWS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        app.view.go_to(33)
        await pilot.press("enter", "j", "enter")
        await pilot.pause()

        assert app.explained == ["AIB310", "AIB310"]


async def test_a_click_moves_the_cursor_and_a_double_click_explains():
    app = SourceApp(WINDOWS)
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(33)
        await pilot.pause()
        y = next(y for y, row in enumerate(grid_of(app)) if "AIB310" in row)
        await pilot.click(offset=(30, 2))
        await pilot.pause()
        assert grid_of(app)[2].startswith("▶")
        await pilot.double_click(offset=(30, y))
        await pilot.pause()

        assert app.explained == ["AIB310"]


async def test_the_wheel_scrolls_and_leaves_the_cursor():
    app = SourceApp(numbered(200))
    async with app.run_test(size=SIZE) as pilot:
        app.view.post_message(_wheel(app))
        await pilot.pause()
        await pilot.pause()

        assert app.view.scroll_offset.y > 0
        assert app.view.cursor_line == 1


def _wheel(app):
    return MouseScrollDown(app.view, 5, 5, 0, 1, 0, False, False, False)


async def test_wrapping_keeps_the_line_and_shows_all_of_it():
    app = SourceApp(LEGACY)
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.go_to(9)
        app.view.toggle_wrap()
        await pilot.pause()

        assert app.view.wraps
        assert app.view.cursor_line == 9
        text = "".join(row[7:59] for row in grid_of(app))
        assert '"version": "latest"' in text
        app.view.toggle_wrap()
        assert app.view.cursor_line == 9


async def test_another_width_keeps_the_line():
    app = SourceApp(LEGACY)
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.go_to(13)
        await pilot.resize_terminal(140, 10)
        await pilot.pause()

        assert app.view.cursor_line == 13
        assert any(row.startswith("▶ 13") for row in grid_of(app))


async def test_a_file_judged_again_keeps_the_line():
    app = SourceApp(LEGACY)
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(13)
        document, loaded, findings, checks = shown_of(LEGACY)
        app.view.show(document, loaded, findings[-1:], checks)
        await pilot.pause()

        assert app.view.cursor_line == 13


async def test_a_shorter_file_leaves_the_cursor_at_its_end():
    app = SourceApp(numbered(200))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("G")
        app.view.show(*shown_of(numbered(3)))
        await pilot.pause()

        assert app.view.cursor_line == 3


async def test_a_place_beyond_the_file_is_its_end():
    app = SourceApp(numbered(9))
    async with app.run_test(size=SIZE):
        app.view.go_to(99, 99)
        assert app.view.cursor_line == 9
        app.view.go_to(0, 0)
        assert app.view.cursor_line == 1


async def test_whoever_listens_hears_where_the_cursor_has_moved():
    app = SourceApp(numbered(9))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("G")
        await pilot.pause()

        assert app.moved[-1:] == [9]


async def test_hostile_files_paint_only_what_a_terminal_may_get():
    app = SourceApp(b"")
    async with app.run_test(size=(70, 20)) as pilot:
        for number in range(30):
            app.view.show(*shown_of(hostile_template(number)))
            for key in ("g", "pagedown", "G"):
                await pilot.press(key)
                assert not UNFIT.search("".join(grid_of(app)))


@pytest.mark.parametrize("size", [(1, 1), (4, 2), (9, 3)])
async def test_a_screen_too_small_for_anything_is_no_error(size):
    app = SourceApp(LEGACY)
    async with app.run_test(size=size) as pilot:
        await pilot.press("G", "g", "pagedown")
        app.view.toggle_wrap()
        app.view.next_problem()
        await pilot.pause()

        assert len(grid_of(app)) == size[1]
