"""A hand on a window: what it does at one of its places, and what it sees come of it."""

from pathlib import Path

from application import opening_of, screen_of
from still_workspace import (
    StillWorkspace,
    judged_files,
    seen_artifacts,
    settled,
    snapshot_of,
)

from tui.actions import ACTIONS, Place
from tui.screens.prompt_line import PromptLine
from tui.screens.templates.view import TemplatesView
from tui.widgets.source_view.view import SourceView
from tui.workspace.snapshot import Snapshot

EVERYWHERE = Place.TEMPLATE
"""From where the actions without a place are done: each view is somewhere else then."""


class Hand:
    """Does things in a window, and sees what has come of them."""

    def __init__(self, app, pilot, place: Place) -> None:
        self.app, self.pilot, self.place = app, pilot, place
        self.left: list[int] = []
        app.leave = lambda code=0: self.left.append(code)
        app._open = lambda options: app.workspace.told.append(("opened",))
        self._preferences = app.preferences
        self._key = next((one.key for one in app.workspace.snapshot().entries), "")

    async def return_to_place(self) -> None:
        """Be where the action is to be done, with nothing above it."""
        app = self.app
        app.clear_notifications()
        app.clear_selection()
        while app.screen_stack[1:] and not self._is_there:
            app.pop_screen()
        for one in app.screen.query(PromptLine):
            one.close()
        if app.preferences != self._preferences:
            app.prefer(
                theme=self._preferences.theme,
                glyphs=self._preferences.glyphs,
                read_only=self._preferences.read_only,
            )
            await settled(app, self.pilot)
        if not self._is_there:
            await app.screen.open_view(_view_of(self.place))
        if self.place is Place.TEMPLATE and not self._is_there:
            app.screen.query_one(TemplatesView).open_template(self._key)
        await settled(app, self.pilot)
        if self.place is Place.TEMPLATE:
            app.screen.open_tab("source")
            app.screen.query_one(SourceView).action_first()
        app.screen.focus_body()
        assert app.frame.place is self.place

    @property
    def _is_there(self) -> bool:
        """On the very screen, with no dialog above it."""
        frame = self.app.frame
        return frame is self.app.screen and frame.is_drawn and frame.place is self.place

    def sees(self) -> tuple[object, ...]:
        """Everything that an action can change."""
        app = self.app
        return (
            screen_of(app),
            len(app.messages),
            app.workspace.told.copy(),
            [type(one) for one in app.screen_stack],
            app.preferences,
            app.focused,
            len(self.left),
        )

    def actions(self):
        """What can be done here; what can be done everywhere is so at one place."""
        for action in ACTIONS:
            if self.place in action.places:
                yield action
            if not action.places and self.place is EVERYWHERE:
                yield action


def _view_of(place: Place) -> Place:
    is_of_list = place in (Place.TEMPLATE, Place.EMPTY)
    return Place.TEMPLATES if is_of_list else place


def opened_at(place: Place, opening):
    """An opening and a workspace in which a place can be reached."""
    if place is Place.EMPTY:
        Path("empty").mkdir()
        return opening_of((Path("empty"),)), StillWorkspace(Snapshot())
    files = judged_files(opening.workspace)
    return opening, StillWorkspace(snapshot_of(files), files, seen=seen_artifacts())
