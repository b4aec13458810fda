"""The full-screen application: one window over a workspace, its screens and its end."""

import asyncio
import os
import shlex
import signal
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.scrollbar import ScrollBar, ScrollBarRender

from integrity.safe_text import Safe, safe_text
from tui.actions import BY_ID, Place
from tui.glyphs import Glyphs, glyphs_for
from tui.live.late_live import LateLive
from tui.log_file import logging_to
from tui.opening import Opening
from tui.preferences import LastTime, Preferences, read_preferences
from tui.screens.command_palette import ActionProvider
from tui.screens.frame import FrameScreen
from tui.screens.handling import Handlers
from tui.screens.main_screen import MainScreen
from tui.settings import SettingsError
from tui.widgets.lines import line
from tui.widgets.plain_bar import PlainBar
from tui.widgets.themes import filters_for, own_themes, theme_for
from tui.workspace.late_workspace import LateWorkspace
from tui.workspace.snapshot import Snapshot, WorkspaceOptions

if TYPE_CHECKING:
    from tui.live.snapshot import LiveSnapshot
    from tui.workspace.workspace import Workspace

TICK_SECONDS = 0.25
"""How often the screen looks at the workspace."""

_TWICE_SECONDS = 2.0
"""Within which a second Ctrl-C means it."""

_SWITCH_SECONDS = 0.001
"""How long a hashing thread may keep the interpreter from the screen."""

_PATIENCE = 2.0
"""Seconds that the engine gets to end."""

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class BakeferryApp(App[None]):
    """Holds the workspace, the screens, and what belongs to the whole window."""

    CSS_PATH = "styles.tcss"
    TITLE = "bakeferry"
    COMMANDS: ClassVar[set[Any]] = {ActionProvider}
    ENABLE_COMMAND_PALETTE = False  # the palette is one of our actions
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "run('quit')", show=False, priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-low"), (30, "-tall")]

    def __init__(self, opening: Opening, workspace: "Workspace | None" = None) -> None:
        """Nothing is shown or begun yet.

        Args:
            workspace: What is open; None opens what the opening says.
        """
        self._environ = dict(os.environ)  # Textual takes NO_COLOR out of it
        super().__init__()
        self.opening = opening
        self.preferences: Preferences = opening.preferences
        self.shown = LateWorkspace(opening.workspace, workspace)
        """What is open, as far as it is known."""

        self.azure = LateLive(opening.azure)
        """A subscription beside it, once somebody asks for it."""

        self._has_begun = False
        self.messages: deque[Safe] = deque(maxlen=200)
        self.last_command: Safe | None = None
        self.crash: BaseException | None = None
        self._interrupted_at = -_TWICE_SECONDS
        self._told_failure = False
        self._told_to_leave = False
        self._shown_messages = 0
        self._shown_live_messages = 0
        self._demo: TemporaryDirectory[str] | None = None
        self.animation_level = "full" if opening.preferences.motion else "none"

    @property
    def glyphs(self) -> Glyphs:
        """The signs that this terminal can show."""
        return glyphs_for(
            encoding=sys.__stderr__.encoding if sys.__stderr__ else "ascii",
            locale=os.environ.get("LC_ALL")
            or os.environ.get("LC_CTYPE")
            or os.environ.get("LANG", ""),
            wanted=self.preferences.glyphs,
        )

    async def run_async(self, **options: Any) -> None:
        """Run, with every signal to end taken as a wish to leave in order."""
        loop = asyncio.get_running_loop()
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.leave, 128 + number)
        await super().run_async(**options)

    def on_mount(self) -> None:
        for theme in own_themes(self._environ):
            self.register_theme(theme)
        self.theme = theme_for(self.preferences.theme, self._environ)
        self._set_keys()
        self._take_glyphs()
        self.push_screen(MainScreen(self.opening.target))

    @property
    def workspace(self) -> "Workspace":
        """What is open, to do something with it."""
        return self.shown.workspace

    def begin(self) -> None:
        """Load the workspace and let it begin, now that there is something to see."""
        if not self._has_begun:
            self._has_begun = True
            self.workspace.start()
            self.set_interval(TICK_SECONDS, self.look)
            if self.opening.azure.at_once:
                self.azure.sign_in()

    def look(self) -> None:
        """Show the workspace's newest snapshot, and pass its messages on."""
        if not self.is_running:
            return  # the screens are being taken apart
        snapshot = self.shown.snapshot()
        if snapshot.failure is not None and not self._told_failure:
            self._told_failure = True
            self._handle_exception(_as_exception(snapshot.failure))
            return
        self._pass_on(snapshot)
        live = self._look_at_azure()
        if live is not None:
            snapshot = self.azure.joined(snapshot, live)
        if isinstance(self.screen, FrameScreen) and self.screen.is_drawn:
            self.screen.live = live
            self.screen.show_snapshot(snapshot)

    def _look_at_azure(self) -> "LiveSnapshot | None":
        """What is known of Azure; what it has to say is said once."""
        live = self.azure.snapshot()
        if live is None:
            return None
        if live.failure is not None and not self._told_failure:
            self._told_failure = True
            self._handle_exception(_as_exception(live.failure))
        for message in live.messages[self._shown_live_messages :]:
            self.say(message)
        self._shown_live_messages = len(live.messages)
        return live

    def _pass_on(self, snapshot: Snapshot) -> None:
        """Say what the workspace has to say, each thing once."""
        for message in snapshot.messages[self._shown_messages :]:
            self.say(message, severity="warning")
        self._shown_messages = len(snapshot.messages)

    def say(self, message: Safe, *, severity: SeverityLevel = "information") -> None:
        """Tell something that passes by, and keep it in the list of messages."""
        self.messages.append(message)
        timeout = 4.0 if severity != "error" else 60.0
        self.notify(message, severity=severity, timeout=timeout, markup=False)

    def prefer(self, **changes: Any) -> None:
        """Change how the application looks and behaves, for this time."""
        before = self.glyphs
        self.preferences = replace(self.preferences, **changes)
        self.theme = theme_for(self.preferences.theme, self._environ)
        if self.glyphs != before:
            self._take_glyphs()
            self.run_worker(self._draw_anew(), group="draw")

    def _take_glyphs(self) -> None:
        """Tell what is Textual's own, too, which signs can be shown."""
        is_ascii = self.glyphs.border == "ascii"
        ScrollBar.renderer = PlainBar if is_ascii else ScrollBarRender
        self.set_class(is_ascii, "-ascii")

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
        self._set_keys()

    def _set_keys(self) -> None:
        keys = self.preferences.keys
        self.set_keymap({name: ",".join(given) for name, given in keys.items()})

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open other folders and files in place of those that are open."""
        missing = [path for path in paths if not os.path.exists(path)]  # noqa: PTH110 -- it takes any name
        if missing:
            self.say(
                safe_text(f"{missing[0]}: no such file or folder"), severity="error"
            )
            return
        self._open(replace(self.opening.workspace, paths=tuple(paths)))

    def open_demo(self) -> None:
        """Open a copy of the demo workspace; it goes when the window is left."""
        from tui.files.demo_workspace import DemoWorkspace, make_workspace

        if self._demo is None:
            self._demo = TemporaryDirectory(prefix="bakeferry-demo-")
            make_workspace(Path(self._demo.name) / "demo")
        demo = DemoWorkspace(Path(self._demo.name) / "demo")
        options = self.opening.workspace
        self._open(
            replace(
                options,
                paths=(demo.templates,),
                judging=replace(
                    options.judging,
                    inputs=demo.inputs,
                    parameter_files=demo.parameter_files,
                ),
                session=replace(options.session, maps=demo.maps),
            )
        )

    def _open(self, options: WorkspaceOptions) -> None:
        """Let go of what is open, without waiting for it, and open something else."""
        self.opening = replace(self.opening, workspace=options)
        before = self.shown
        self.shown = LateWorkspace(options)
        self.workspace.start()
        self._shown_messages = 0
        self.run_worker(lambda: before.close(_PATIENCE), thread=True)
        self.look()

    def clean_up(self) -> None:
        """End the engine, and remove what was only for this window."""
        self.azure.close(_PATIENCE)
        self.shown.close(_PATIENCE)
        if self._demo is not None:
            self._demo.cleanup()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where nothing may have a colour, nothing gets one."""
        return filters_for(self.theme, super().get_line_filters())

    def handlers_of(self, frame: FrameScreen) -> Handlers:
        """What every screen can do, by the names of actions."""
        from tui.screens.everywhere import handlers_of  # dialogs, asked for by a key

        return handlers_of(frame)

    async def go_to(self, view: Place) -> None:
        """Show one of the six views, from wherever one is."""
        while not isinstance(self.screen, MainScreen) and len(self.screen_stack) > 2:
            self.pop_screen()
        if isinstance(self.screen, MainScreen):
            await self.screen.open_view(view)

    def open_palette(self) -> None:
        """Show every action, to be found by a few letters."""
        self.push_screen(
            CommandPalette(
                placeholder="A few letters of what to do", id="--command-palette"
            )
        )

    def ask_to_quit(self) -> None:
        """Leave; ask first where something runs that would be lost."""
        run = self.shown.snapshot().run
        if run is None:
            self.leave()
            return

        from tui.screens.dialogs.confirm import ConfirmDialog  # only while it reads

        def decide(wanted: bool | None) -> None:
            if wanted:
                self.leave()

        self.push_screen(
            ConfirmDialog(
                Safe("Quit?"),
                (
                    line(
                        safe_text(f"{run.done} of {run.total} artifacts are verified.")
                    ),
                    line(
                        Safe(
                            "What is read stays remembered; the rest is read next time."
                        )
                    ),
                ),
                keep=Safe("Stay"),
                do=Safe("Stop and quit"),
                glyphs=self.glyphs,
            ),
            decide,
        )

    def reading_flags(self) -> list[str]:
        """The flags of the shell that say how this window reads artifacts."""
        session = self.opening.workspace.session
        flags = [
            f"--map {shlex.quote(f'{one.prefix}={one.directory}')}"
            for one in session.maps
        ]
        flags += [f"--allow-private {host}" for host in sorted(session.allow_private)]
        flags += [
            f"--params {shlex.quote(name)}"
            for name in self.opening.workspace.judging.parameter_files
        ]
        return flags

    async def action_run(self, action: str) -> None:
        """Do one action of the table, wherever it was asked for."""
        frame = self.frame
        if frame is not None:
            await frame.perform(BY_ID[action])

    @property
    def frame(self) -> FrameScreen | None:
        """The screen below any dialog."""
        frames = (one for one in reversed(self.screen_stack))
        return next((one for one in frames if isinstance(one, FrameScreen)), None)

    def action_interrupt(self) -> None:
        """Leave at the second Ctrl-C; the first one only says so."""
        now = monotonic()
        if now - self._interrupted_at < _TWICE_SECONDS:
            self.leave(128 + signal.SIGINT)
            return
        self._interrupted_at = now
        self.say(safe_text("Press Ctrl-C again to quit; q asks first."))

    def leave(self, code: int = 0) -> None:
        """End in order; whoever asks twice ends at once."""
        if self._told_to_leave:
            self._end_at_once(code)
        self._told_to_leave = True
        self._remember()
        self.exit(return_code=code)

    def _end_at_once(self, code: int) -> None:
        if self._driver is not None:
            with suppress(OSError):
                self._driver.stop_application_mode()
        os._exit(code)

    def _remember(self) -> None:
        main = next((s for s in self.screen_stack if isinstance(s, MainScreen)), None)
        paths = self.opening.workspace.paths
        if main is not None and paths:
            last: LastTime = main.how_it_is_left()
            self.opening.memory.remember(paths[0], last)

    def _handle_exception(self, error: Exception) -> None:
        """End because of a slip of ours; what is told of it is told by `run`.

        Textual would print every local variable, secrets included, and end with 0.
        """
        if self.crash is None:
            self.crash = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """End without printing what was going to be shown."""
        self._close_messages_no_wait()


def run(
    opening: Opening, *, make: Callable[[Opening], BakeferryApp] = BakeferryApp
) -> int:
    """Show the application until it is left; returns the process's exit code."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    with logging_to(opening.log_directory):
        app = make(opening)
        try:
            app.run(mouse=opening.preferences.mouse)
        finally:
            app.clean_up()
    if app.crash is not None:
        from tui.crash import crash_report  # seldom, we hope

        with suppress(OSError):
            sys.stderr.write(crash_report(app.crash, opening.log_directory))
        return 1
    return app.return_code or 0


def _as_exception(failure: BaseException) -> Exception:
    return failure if isinstance(failure, Exception) else RuntimeError(repr(failure))


__all__ = ["BakeferryApp", "Place", "run"]
