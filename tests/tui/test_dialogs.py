"""Dialogs: over the screen that each is about, below no message, under a mouse."""

from application import opening_of, running, screen_of
from hand import opened_at
from textual.widgets import Button
from textual.widgets._toast import Toast

from integrity.safe_text import Safe
from tui.actions import Place
from tui.jobs.destinations import Way
from tui.live.snapshot import Deletion
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.deletion import DeletionDialog
from tui.screens.dialogs.rescue import RescueDialog
from tui.widgets.box import Box
from tui.widgets.edge_line import EdgeLine
from tui.widgets.lines import line


def told(app) -> list[str]:
    """Which messages lie over the screen that is on top."""
    toasts = app.screen.query(Toast)
    return [str(one.render()) for one in toasts if one.display]


async def test_what_a_dialog_is_about_is_seen_around_it(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await pilot.press("ctrl+t")
        await pilot.pause()
        shown = screen_of(app)

    assert "bakeferry-light" in shown
    assert "1 Templates" in shown
    assert "infra[" in shown


async def test_a_message_waits_until_the_dialog_is_left(tmp_path):
    async with running(opening_of((tmp_path,)), notifications=True) as (app, pilot):
        app.say(Safe("unreadable"), severity="error")
        await pilot.press("question_mark")
        await pilot.pause()
        app.say(Safe("copied"))
        app.look()
        await pilot.pause()
        assert told(app) == []

        await pilot.press("escape")
        app.look()
        await pilot.pause()
        assert told(app) == ["unreadable", "copied"]
        assert list(app.messages) == ["unreadable", "copied"]


async def test_what_a_dialog_says_itself_stands_in_the_line_below_it(tmp_path):
    opening = opening_of((tmp_path,))
    async with running(opening, size=(80, 24), notifications=True) as (app, pilot):
        await pilot.press("question_mark", "y", "ctrl+c")
        await pilot.pause()
        app.look()
        await pilot.pause()
        box = app.screen.query_one("Box")
        (toast,) = app.screen.query(Toast)
        assert "Press Ctrl-C again" in str(toast.render())
        assert toast.region.y >= box.region.bottom
        assert toast.region.bottom <= app.size.height


async def test_a_message_that_is_seen_is_said_once_and_below_a_dialog(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(
        opening, workspace=workspace, size=(80, 24), notifications=True
    ) as (app, pilot):
        for key in ("question_mark", "ctrl+p"):
            app.say(Safe("Reading the artifacts"))
            await pilot.pause()
            await pilot.press(key)
            app.look()
            await pilot.pause()
            lines = screen_of(app).splitlines()
            assert [at for at, one in enumerate(lines) if "Reading the" in one] == [23]
            await pilot.press("escape")


async def test_the_bar_below_a_dialog_fits_a_window_that_was_resized(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        frame = app.frame
        app.prefer(read_only=True)
        app.look()
        await pilot.press("ctrl+p")
        await pilot.resize_terminal(62, 24)
        await pilot.pause()
        bar = frame.query_one("#context", EdgeLine)
        shown = "".join(part.text for part in bar.render_line(0))
        assert "read-only" in shown
        assert "with errors" not in shown


async def test_a_choice_that_is_turned_is_as_wide_as_its_words(tmp_path, monkeypatch):
    monkeypatch.chdir("/")  # the command stays on one line
    async with running(opening_of((tmp_path,)), size=(80, 24)) as (app, pilot):
        nowhere = {Way.ACCOUNT: (), Way.FOLDER: ()}
        app.push_screen(RescueDialog((Safe("a/vhd"),), nowhere, app.glyphs))
        await pilot.pause()
        await pilot.press("tab", "enter", "tab", "enter")
        await pilot.pause()
        turned = [app.screen.query_one(f"#{one}", Button) for one in ("check", "there")]

        assert [one.size.width for one in turned] == [
            len(" full "),
            len(" write over it "),
        ]


async def test_a_dialog_keeps_its_buttons_where_the_window_becomes_smaller(tmp_path):
    async with running(opening_of((tmp_path,)), size=(100, 30)) as (app, pilot):
        nowhere = {Way.ACCOUNT: (), Way.FOLDER: ()}
        names = [Safe(f"a-long-name-{number}/vhd") for number in range(6)]
        app.push_screen(RescueDialog(names, nowhere, app.glyphs))
        await pilot.pause()
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        lines = screen_of(app).splitlines()

    assert "Keep" in lines[-3]
    assert "esc keeps" in lines[-2]


async def test_a_dialog_is_no_higher_than_what_it_says(tmp_path):
    async with running(opening_of((tmp_path,)), size=(80, 24)) as (app, pilot):
        app.say(Safe("one"))
        await pilot.press("m")
        await pilot.pause()
        assert app.screen.query_one(Box).outer_size.height == 3

        await pilot.press("escape", "question_mark")
        await pilot.pause()
        assert app.screen.query_one(Box).outer_size.height == 21


async def test_what_dies_with_a_template_is_read_whole_in_a_window_that_was_resized(
    tmp_path,
):
    async with running(opening_of((tmp_path,)), size=(80, 24)) as (app, pilot):
        group = "IT_rg-golden_a-template-with-a-long-name_34af61c6-1b35-48dc-83df"
        deletion = Deletion("k", Safe("t"), Safe("rg"), Safe(group), dying=(), kept=())
        await app.push_screen(DeletionDialog(deletion, app.glyphs))
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        shown = screen_of(app)

    assert "83df." in shown


async def test_a_question_is_read_whole_in_the_smallest_window(tmp_path):
    async with running(opening_of((tmp_path,)), size=(60, 16)) as (app, pilot):
        told = line(Safe("What is read stays remembered; the rest is read next time."))
        answers = {"keep": Safe("Stay"), "do": Safe("Quit")}
        await app.push_screen(
            ConfirmDialog(Safe("?"), [told], **answers, glyphs=app.glyphs)
        )
        await pilot.pause()

        shown = screen_of(app)

    assert "read next" in shown
    assert "| time. " in shown
