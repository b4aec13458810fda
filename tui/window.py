"""A window on a terminal: how it looks, what it says in passing, and how it ends."""

import asyncio
import os
import shutil
import signal
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread
from time import monotonic, sleep
from types import FrameType
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Resize
from textual.filter import LineFilter
from textual.geometry import Size
from textual.notifications import SeverityLevel
from textual.scrollbar import ScrollBar, ScrollBarRender

from integrity.safe_text import Safe
from tui.glyphs import Glyphs, glyphs_for
from tui.job_control import is_hung_up, take_terminal_anew
from tui.pasting import tame_pastes
from tui.preferences import Preferences
from tui.restoring import restore
from tui.widgets.plain_bar import PlainBar
from tui.widgets.themes import filters_for, own_themes, theme_for

_TWICE_SECONDS = 2.0
"""Within which a second Ctrl-C means it."""

_AT_MOST_SECONDS = 1.2
"""That leaving in order takes; then it ends all the same: 2 s are promised in all."""

_RESTORING_SECONDS = 0.5
"""That a terminal may take to be as it was before; one that is stuck takes no more."""

_MOST_SHOWN = 3
"""Messages that lie over a screen at once; errors stay besides. Below a dialog: one."""

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")


class Window(App[None]):
    """Ends in order whatever ends it, and tells nothing of a slip of ours that is secret."""

    ENABLE_COMMAND_PALETTE = False  # the palette is one of our actions
    SUSPENDED_SCREEN_CLASS = "-below"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-low"), (30, "-tall")]

    def __init__(self, preferences: Preferences) -> None:
        self.environ: Mapping[str, str] = dict(os.environ)
        """As it was: Textual takes NO_COLOR out of it."""

        super().__init__()
        self.preferences = preferences
        self.messages: deque[Safe] = deque(maxlen=200)
        self._unsaid: deque[tuple[Safe, SeverityLevel]] = deque(maxlen=_MOST_SHOWN)
        self._messages_shown = 0
        self.crash: BaseException | None = None
        """A slip of ours that has ended the window."""

        self._interrupted_at = -_TWICE_SECONDS
        self.is_left = False
        """Somebody has left it: its screens are taken apart, and take no keys."""

        self._codes: SimpleQueue[int] = SimpleQueue()
        """To end with, of each wish to leave; may be put to wherever a signal comes."""

        self._is_restored = False
        """The terminal is as it was before."""

        self.animation_level = "full" if preferences.motion else "none"
        for theme in own_themes(self.environ):
            self.register_theme(theme)
        self._begin_with(theme_for(preferences.theme, self.environ))

    def _begin_with(self, theme: str) -> None:
        """Have a theme before any style is read: with another one, all are read again."""
        self.set_reactive(App.theme, theme)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def take_looks(self) -> None:
        """Take theme, keys and signs from the preferences, at first and when they change."""
        self.theme = theme_for(self.preferences.theme, self.environ)
        self._set_keys()
        self._take_glyphs()

    def remember(self) -> None:
        """What has to be kept, when the window is left."""

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
        Thread(target=self._end_in_time, daemon=True).start()
        with self._hearing_signals(asyncio.get_running_loop()):
            await super().run_async(**options)
        self._is_restored = True

    @contextmanager
    def _hearing_signals(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """Leave at a signal, also where the loop waits for a terminal that takes nothing."""

        def hear(number: int, _: FrameType | None) -> None:
            self._codes.put(128 + number)
            loop.call_soon_threadsafe(self.leave, 128 + number)

        numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
        before = [(number, signal.signal(number, hear)) for number in numbers]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        tame_pastes(driver)
        return driver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where nothing may have a colour, nothing gets one."""
        return filters_for(self.theme, super().get_line_filters())

    def breakpoint_classes(self) -> Iterator[str]:
        """What a screen of this size is classed as.

        Textual tells a screen when it is told its size: too late for its first painting.
        """
        ways = (
            (self.size.width, self.HORIZONTAL_BREAKPOINTS),
            (self.size.height, self.VERTICAL_BREAKPOINTS),
        )
        for cells, breakpoints in ways:
            yield max(one for one in breakpoints if one[0] <= cells)[1]

    def _take_glyphs(self) -> None:
        """Tell what is Textual's own, too, which signs can be shown."""
        is_ascii = self.glyphs.border == "ascii"
        ScrollBar.renderer = PlainBar if is_ascii else ScrollBarRender
        self.set_class(is_ascii, "-ascii")

    def _set_keys(self) -> None:
        keys = self.preferences.keys
        self.set_keymap({name: ",".join(given) for name, given in keys.items()})

    def say(self, message: Safe, *, severity: SeverityLevel = "information") -> None:
        """Tell something that passes by, once no dialog is open, and keep it in the list."""
        self.messages.append(message)
        self._unsaid.append((message, severity))
        self._say_what_waits()

    @property
    def _is_asking(self) -> bool:
        return bool(self.screen_stack) and self.screen.is_modal

    def _say_what_waits(self) -> None:
        """Say it where no dialog is open: it would lie over what is asked there."""
        while self._unsaid and not self._is_asking:
            message, severity = self._unsaid.popleft()
            timeout = 4.0 if severity != "error" else 60.0
            self.notify(message, severity=severity, timeout=timeout, markup=False)

    def keep(self, message: Safe) -> None:
        """Keep what is seen already in the list of messages."""
        self.messages.append(message)

    def show_newest_messages(self) -> None:
        """Let go of what passes by, but for the newest: it lies over what is looked at."""
        self._say_what_waits()
        passing = [one for one in self._notifications if one.severity != "error"]
        for one in passing[: -1 if self._is_asking else -_MOST_SHOWN]:
            self._unnotify(one)
        shown = len(self._notifications)
        if shown < self._messages_shown:
            # Textual may miss what a toast laid bare, when its map was made in between
            self.screen.call_after_refresh(self.screen.refresh)
        self._messages_shown = shown

    def ring(self) -> None:
        """Ring the terminal's bell, where its owner wants that."""
        if self.preferences.bell:
            self.bell()

    def take_size(self) -> None:
        """Take the terminal's size where the last signal about it was overtaken.

        Handlers of signals nest, so that of two sizes the older may be told last.
        """
        size = Size(*shutil.get_terminal_size())
        if not self.is_headless and size != self.size:
            self.post_message(Resize(size, size))

    def on_mount(self) -> None:
        take_terminal_anew(self)

    def follow_terminal(self) -> None:
        """Leave when the terminal has gone."""
        if not (self.is_headless or self.is_left) and is_hung_up(sys.__stdin__):
            self.leave(128 + signal.SIGHUP)

    def action_interrupt(self) -> None:
        """Leave at the second Ctrl-C; the first one only says so."""
        now = monotonic()
        if now - self._interrupted_at < _TWICE_SECONDS:
            self.leave(128 + signal.SIGINT)
            return
        self._interrupted_at = now
        self.notify("Press Ctrl-C again to quit; q asks first.", markup=False)

    def leave(self, code: int = 0) -> None:
        """End in order; whoever asks twice ends at once."""
        if self.is_left:
            self._end_at_once(code)
        self.is_left = True
        if not self.is_headless:
            self._codes.put(code)
        self.remember()
        self.exit(return_code=code)

    def _end_in_time(self) -> None:
        """End where leaving in order does not: a file system may hang, or the terminal."""
        code = self._codes.get()
        sleep(_AT_MOST_SECONDS)
        self._end_at_once(code)

    def _end_at_once(self, code: int) -> None:
        if not self._is_restored:
            restoring = Thread(target=self._restore, daemon=True)
            restoring.start()
            restoring.join(_RESTORING_SECONDS)
        os._exit(code)

    def _restore(self) -> None:
        """Give the terminal back; for ever, where it takes nothing or its writer died."""
        if self._driver is not None:
            with suppress(OSError):
                restore(self._driver)

    def end_by(self, failure: BaseException) -> None:
        """End because an engine has failed: once, and as by a slip of the window's own."""
        if self.crash is None:
            if not isinstance(failure, Exception):
                failure = RuntimeError(repr(failure))
            self._handle_exception(failure)

    def _handle_exception(self, error: Exception) -> None:
        """End because of a slip of ours; whoever runs the window tells of it.

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
