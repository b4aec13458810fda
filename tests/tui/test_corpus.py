"""Real templates, written by others: each can be selected, opened and read."""

from pathlib import Path

import pytest
from application import opening_of, running, screen_of
from open_workspace import all_judged

from tui.screens.template.screen import TemplateScreen
from tui.screens.templates.view import TemplatesView
from tui.workspace.workspace import Workspace

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}"
)


async def test_every_file_can_be_selected_opened_and_judged():
    opening = opening_of((CORPUS,))
    async with running(opening, workspace=Workspace(opening.workspace)) as (app, pilot):
        snapshot = await judged(app, pilot)
        entries = (*snapshot.entries, *snapshot.others)
        app.frame.query_one(TemplatesView).open_template(entries[0].key)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, TemplateScreen)
        for entry in entries:
            screen._key = entry.key
            while app.workspace.open(entry.key) is None:
                await pilot.pause()
            for tab in ("source", "artifacts"):
                screen.open_tab(tab)
                await pilot._wait_for_screen()
            assert entry.name[:40] in screen_of(app)

    assert len(entries) == len(list(CORPUS.rglob("*.json")))


async def test_every_file_can_be_selected_in_the_list():
    opening = opening_of((CORPUS,))
    async with running(opening, workspace=Workspace(opening.workspace)) as (app, pilot):
        snapshot = await judged(app, pilot)
        await pilot.press("z")
        seen = set()
        for _ in (*snapshot.entries, *snapshot.others):
            current = app.frame.view.current
            seen.add(current.key)
            app.frame.view.query_one("LineList").action_move(1)
            await pilot._wait_for_screen()

    assert len(seen) == len(list(CORPUS.rglob("*.json")))


async def judged(app, pilot):
    """Wait until all files are judged."""
    while not all_judged(app.workspace.snapshot()):
        await pilot.pause()
    app.look()
    await pilot.pause()
    return app.workspace.snapshot()
