"""The full-screen application: one window, its screens, and the engines behind it."""

import os
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from integrity.safe_text import Safe, safe_text
from tui.actions import BY_ID, Place
from tui.garbage import GarbageCollector
from tui.jobs.late_jobs import LateJobs
from tui.live.late_live import LateLive
from tui.news import News
from tui.opening import Opening
from tui.preferences import read_preferences
from tui.screens.copy_watch import CopyWatch
from tui.screens.frame import FrameScreen
from tui.screens.handling import Handlers
from tui.screens.main_screen import MainScreen
from tui.settings import SettingsError
from tui.window import Window
from tui.workspace.courtesy import Courtesy
from tui.workspace.late_workspace import LateWorkspace
from tui.workspace.snapshot import Snapshot, WorkspaceOptions

if TYPE_CHECKING:
    from textual.command import Provider

    from tui.demo_opening import DemoOpening
    from tui.jobs.jobs import Jobs
    from tui.live.snapshot import LiveSnapshot
    from tui.screens.bakeferry import Bakeferry
    from tui.workspace.workspace import Workspace

TICK_SECONDS = 0.25
"""How often the screen looks at the workspace."""

_LOOKS = 6
"""How often it looks within a tick where something is about to come."""

_PATIENCE = 2.0
"""Seconds that the engine gets to end."""


def _every_action() -> "type[Provider]":
    """What the palette offers; Textual asks when it is opened."""
    from tui.screens.command_palette import ActionProvider

    return ActionProvider


class BakeferryApp(Window):
    """Holds the workspace, the screens, and what belongs to the whole window."""

    CSS_PATH = "styles.tcss"
    TITLE = "bakeferry"
    COMMANDS: ClassVar[set[Any]] = {_every_action}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "run('quit')", show=False, priority=True),
        Binding("colon", "type('command_line')", show=False, priority=True),
        Binding("slash", "type('filter')", show=False, priority=True),
    ]

    def __init__(
        self,
        opening: Opening,
        workspace: "Workspace | None" = None,
        jobs: "Jobs | None" = None,
    ) -> None:
        """Nothing is shown or begun yet.

        Args:
            workspace: What is open; None opens what the opening says.
            jobs: The copies of this machine; None looks for them when they are wanted.
        """
        super().__init__(opening.preferences)
        self.opening = opening
        self.courtesy = Courtesy()
        self.shown = LateWorkspace(opening.workspace, self.courtesy, workspace)
        """What is open, as far as it is known."""

        self.azure = LateLive(opening.azure, opening.memory.directory, self.courtesy)
        """A subscription beside it, once somebody asks for it."""

        self._garbage = GarbageCollector()
        self.jobs = LateJobs(opening.azure, jobs)
        """The copies of this machine, whoever has begun them."""

        self.copies = CopyWatch(self)
        self._has_begun = False
        self.last_command: Safe | None = None
        self.last_words: Safe | None = None
        """What is said on the terminal once the window has gone."""

        self._news, self._azure_news = News(), News()
        self._demo: DemoOpening | None = None

    def get_default_screen(self) -> MainScreen:
        """The screen below all others; Textual would make one that is never seen."""
        self.take_looks()
        main = MainScreen(self.opening.target)
        main.add_class(*self.breakpoint_classes(), update=False)
        return main

    @property
    def workspace(self) -> "Workspace":
        """What is open, to do something with it."""
        return self.shown.workspace

    def post_display_hook(self) -> None:
        """Begin once there is something to see; what is batched is not displayed yet."""
        frame = self.frame
        is_seen = frame is not None and frame.is_drawn and not self._batch_count
        if is_seen and not self._has_begun:
            self._has_begun = True
            self.call_later(self.begin)

    def begin(self) -> None:
        """Load the workspace and let it begin."""
        self.workspace.start()
        self._garbage.begin()
        self.set_interval(TICK_SECONDS, self.look)
        self.jobs.attach()
        if self.opening.azure.at_once:
            self.azure.sign_in()

    def look(self) -> None:
        """Show the workspace's newest snapshot, and pass its messages on."""
        if not self.is_running:
            return  # the screens are being taken apart
        self.take_size()
        self.follow_terminal()
        snapshot = self.shown.snapshot()
        if snapshot.failure is not None:
            self.end_by(snapshot.failure)
        for message in self._news.of(snapshot.messages, snapshot.told):
            self.say(message, severity="warning")
        live = self._look_at_azure()
        self.copies.look()
        self.show_newest_messages()
        snapshot = self.shown_now()
        self._garbage.notice(len(snapshot.entries))
        frame = self.frame
        if frame is not None and frame.is_drawn:  # what is seen around a dialog, too
            frame.live = live
            frame.show_snapshot(snapshot)

    def look_often(self) -> None:
        """Look more often for a moment: what was asked for is about to come."""
        for number in range(1, _LOOKS):
            self.set_timer(number * TICK_SECONDS / _LOOKS, self.look)

    def shown_now(self) -> Snapshot:
        """What is open, and what Azure says of it."""
        snapshot, live = self.shown.snapshot(), self.azure.snapshot()
        return snapshot if live is None else self.azure.joined(snapshot, live)

    def _look_at_azure(self) -> "LiveSnapshot | None":
        """What is known of Azure; what it has to say is said once."""
        live = self.azure.snapshot()
        if live is None:
            return None
        if live.failure is not None:
            self.end_by(live.failure)
        for message in self._azure_news.of(live.messages, live.told):
            self.say(message)
        return live

    def prefer(self, **changes: Any) -> None:
        """Change how the application looks and behaves, for this time."""
        before = self.glyphs
        self.preferences = replace(self.preferences, **changes)
        self.take_looks()
        if self.glyphs != before:
            self.run_worker(self._draw_anew(), group="draw")

    async def _draw_anew(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, FrameScreen):
                await screen.draw_anew()

    def read_preferences_again(self) -> None:
        """Take what the settings file says now."""
        path = self.opening.preferences_path
        try:
            chosen = read_preferences(path, frozenset(BY_ID))
        except SettingsError as error:
            self.say(safe_text(str(error)), severity="error")
            return
        self.prefer(**{one.name: getattr(chosen, one.name) for one in fields(chosen)})

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open other folders and files in place of those that are open."""
        missing = [path for path in paths if not os.path.exists(path)]  # noqa: PTH110 -- it takes any name
        if missing:
            why = safe_text(f"{missing[0]}: no such file or folder")
            self.say(why, severity="error")
            return
        self._open(replace(self.opening.workspace, paths=tuple(paths)))

    def open_demo(self) -> None:
        """Open a copy of the demo workspace; it goes when the window is left."""
        from tui.demo_opening import DemoOpening  # seldom wanted

        self._demo = self._demo or DemoOpening()
        self._open(self._demo.in_place_of(self.opening.workspace))

    def _open(self, options: WorkspaceOptions) -> None:
        """Let go of what is open, without waiting for it, and open something else."""
        self.opening = replace(self.opening, workspace=options)
        before = self.shown
        self.shown = LateWorkspace(options, self.courtesy)
        self.workspace.start()
        self._news = News()
        self.run_worker(lambda: before.close(_PATIENCE), thread=True)
        self.look()

    def clean_up(self) -> None:
        """End the engine, and remove what was only for this window."""
        self.azure.close(_PATIENCE)
        self.jobs.close(_PATIENCE)
        self.shown.close(_PATIENCE)
        if self._demo is not None:
            self._demo.clean_up()

    @property
    def handlers(self) -> Handlers:
        """What every screen can do, by the names of actions."""
        from tui.screens.everywhere import handlers_of  # dialogs, asked for by a key

        return {} if self.frame is None else handlers_of(self.frame)

    async def go_to(self, view: Place) -> None:
        """Show one of the six views, from wherever one is."""
        while not isinstance(self.screen, MainScreen) and len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, MainScreen):
            await self.screen.open_view(view)

    def open_palette(self) -> None:
        """Show every action, to be found by a few letters."""
        from tui.screens.command_palette import ActionPalette  # asked for by a key

        hint = "A few letters of what to do"
        self.push_screen(ActionPalette(placeholder=hint, id="--command-palette"))

    async def action_run(self, action: str) -> None:
        """Do one action of the table, wherever it was asked for, once screens are drawn."""
        for drawing in [one for one in self.workers if one.group == "draw"]:
            await drawing.wait()
        frame = self.frame
        if frame is not None and not self.is_left:
            await frame.perform(BY_ID[action])

    async def action_type(self, action: str) -> None:
        """Open the prompt before the next key is looked at: it may be typed already."""
        await self.action_run(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the keys of the prompt be letters where something is typed."""
        if action == "type":
            is_typing = isinstance(self.focused, Input)
            return isinstance(self.screen, FrameScreen) and not is_typing
        return super().check_action(action, parameters)

    @property
    def frame(self) -> FrameScreen | None:
        """The screen below any dialog."""
        screens = reversed(self.screen_stack)
        return next((one for one in screens if isinstance(one, FrameScreen)), None)

    @property
    def shows_copies(self) -> bool:
        return self.frame is not None and self.frame.place is Place.TRANSFERS

    def remember(self) -> None:
        main = next((s for s in self.screen_stack if isinstance(s, MainScreen)), None)
        paths = self.opening.workspace.paths
        if main is not None and paths:
            self.opening.memory.remember(paths[0], main.how_it_is_left())


if TYPE_CHECKING:
    _ALL_THAT_SCREENS_ASK_FOR: type[Bakeferry] = BakeferryApp
