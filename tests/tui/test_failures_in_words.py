"""What fails is said in words: where, and why."""

from concurrent.futures import Future

from application import running
from azure_window import Window
from hand import opened_at

from tui.actions import Place


async def test_a_file_that_is_gone_is_named_without_a_number(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    gone: Future[None] = Future()
    gone.set_exception(FileNotFoundError(2, "No such file or directory", "a.json"))
    workspace.can_undo, workspace.undo = True, lambda: gone
    async with running(opening, workspace=workspace) as (app, pilot):
        window = Window(app, pilot)
        await window.press("ctrl+z")
        await window.until(lambda: window.said)

        assert window.said == ["a.json: No such file or directory"]
