"""A template whose file is removed while it is open."""

from dataclasses import replace

from application import running, screen_of
from hand import opened_at
from still_workspace import settled

from tui.actions import Place


async def test_that_the_file_is_gone_is_said_and_so_is_why_a_key_does_nothing(
    demo_opening,
):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        before = workspace.snapshot()
        workspace.become(replace(before, entries=before.entries[1:]))
        await settled(app, pilot)
        assert "its file is gone; esc goes back" in screen_of(app).splitlines()[-2]

        await pilot.press("v")
        assert app.messages[-1].endswith(": its file is gone; esc goes back")

        workspace.become(before)
        await settled(app, pilot)
        assert "is gone" not in screen_of(app)
