"""The frame that every full screen shares: bars above, a dock and keys below."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from inspect import isawaitable
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import MouseDown, Resize, ScreenResume
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from integrity.errors import IntegrityError
from integrity.safe_text import Safe, safe_text
from tui.actions import BY_ID, Action, Place, actions_at, elsewhere
from tui.glyphs import Glyphs
from tui.screens.context_bar import context_bar
from tui.screens.handling import (
    Handlers,
    NotUnderstood,
    Words,
    bindings_everywhere,
    typed,
    words_of,
)
from tui.screens.prompt_told import PromptGiven, PromptLeft
from tui.screens.remembering import names_of, remember_reading
from tui.screens.seldom import covers, prompt_line_of, show_dock, show_trouble
from tui.widgets.edge_line import EdgeLine
from tui.widgets.key_footer import KeyFooter
from tui.workspace.snapshot import Snapshot, TemplateEntry

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tui.live.snapshot import LiveSnapshot
    from tui.screens.bakeferry import Bakeferry
    from tui.workspace.workspace import Workspace

Result = TypeVar("Result")

NARROW = 100
"""Cells below which a detail goes below its list."""


class FrameScreen(Screen[None]):
    """A full screen: what is shown in its body is up to the screen itself."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_everywhere()
    AUTO_FOCUS = ""
    BLANK = True
    """Where nothing lies on the screen there is nothing to see, which is quick to paint."""

    focused = var[Widget | None](None)
    """As Textual has it, but a change of it paints those two and not the whole screen."""

    def __init__(self) -> None:
        super().__init__()
        self.snapshot = Snapshot()
        self.live: LiveSnapshot | None = None
        """What is known of Azure; None before anybody asked for it."""

        self.is_drawn = False
        """What it is made of is there; before, and while it is made again, nothing can be shown."""

    def compose(self) -> ComposeResult:
        dots = self.glyphs.ellipsis
        yield EdgeLine(ellipsis=dots, id="context")
        yield from self.compose_head()
        yield from self.compose_body()
        yield KeyFooter(ellipsis=dots)
        yield from covers(self.app.size)

    def compose_head(self) -> ComposeResult:
        """The line below the context bar."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """What lies between the bars and the dock."""
        raise NotImplementedError

    def focus_body(self) -> None:
        """Give the keyboard back to what the screen is about."""
        raise NotImplementedError

    @property
    def place(self) -> Place:
        """Where the person is."""
        raise NotImplementedError

    @property
    def handlers(self) -> Handlers:
        """What this screen can do now, by the names of actions."""
        raise NotImplementedError

    @property
    def bakeferry(self) -> "Bakeferry":
        """The application."""
        return cast("Bakeferry", self.app)

    @property
    def workspace(self) -> "Workspace":
        """What is open."""
        return self.bakeferry.workspace

    @property
    def glyphs(self) -> Glyphs:
        """The signs that this terminal can show."""
        return self.bakeferry.glyphs

    @property
    def is_narrow(self) -> bool:
        """There is no room for a detail beside a list."""
        return self.size.width < NARROW

    def on_mount(self) -> None:
        self._begin()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Look no style up again before anything is laid out: all were, when it was made."""
        if not self.outer_size:
            event.refresh_styles = False

    def on_resize(self, event: Resize) -> None:
        if not self.query_children("TooSmall") and (missing := covers(event.size)):
            self.mount_all(missing)
        if self.is_drawn:
            self._show_context(self.snapshot)

    def _begin(self) -> None:
        self.is_drawn = True
        self.call_after_refresh(prompt_line_of, self, self.glyphs)
        self.live = self.bakeferry.azure.snapshot()
        self.show_snapshot(self.bakeferry.shown_now())
        self.focus_body()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what has become of the workspace; called four times a second."""
        self.snapshot = snapshot
        self._show_dock(snapshot)
        account = self.live.account if self.live is not None else None
        show_trouble(self, self.glyphs, account)
        self._show_context(snapshot)
        self.show_keys()

    def _show_context(self, snapshot: Snapshot) -> None:
        bar = context_bar(
            snapshot,
            self.bakeferry.opening.workspace.paths,
            self.glyphs,
            is_read_only=self.bakeferry.preferences.read_only,
            cells=self.size.width,
            live=self.live,
        )
        self.query_one("#context", EdgeLine).show(*bar)

    def _show_dock(self, snapshot: Snapshot) -> None:
        """Show what runs, except where the whole view shows it already."""
        if self.place is Place.TRANSFERS:
            show_dock(self, self.glyphs, None)
        else:
            copies = self.bakeferry.jobs.under_way
            show_dock(self, self.glyphs, snapshot.run, copies)

    def show_keys(self) -> None:
        """Show the keys that work here, those that do nothing now muted."""
        usable = {one.id: self.why_not(one) is None for one in actions_at(self.place)}
        keys = self.bakeferry.preferences.keys
        self.query_one(KeyFooter).show(self.place, usable, keys)

    async def draw_anew(self) -> None:
        """Make everything again, after other signs were chosen."""
        self.is_drawn = False
        await self.recompose()
        self._begin()

    def why_not(self, action: Action, words: Words = ()) -> Safe | None:
        """Why an action cannot be done now; None when it can."""
        if action.changes and self.bakeferry.preferences.read_only:
            return Safe("read-only mode is on")
        if action.id == "undo" and not self.bakeferry.shown.can_undo:
            return Safe("nothing was changed here yet")
        if action.id == "sign_in" and self.live is not None and self.live.account.is_on:
            return Safe("you are signed in; u looks again")
        return None

    async def perform(self, action: Action, words: Words = ()) -> None:
        """Do an action, or say why it cannot be done."""
        if (why := self.why_not(action, words)) is not None:
            self.bakeferry.say(safe_text(f"{action.name}: {why}"), severity="warning")
            return
        handler = {**self.bakeferry.handlers, **self.handlers}.get(action.id)
        if handler is None:
            self.bakeferry.say(safe_text(f"{action.name}: {elsewhere(action)}."))
            return
        result = handler(words)
        if isawaitable(result):
            await result
        if self in self.app.screen_stack and self.is_drawn:  # it may have been left
            self.show_keys()

    def when_done(
        self, future: "Future[Result]", then: Callable[[Result], object]
    ) -> None:
        """Go on with a result of the workspace when it is there; say it if it fails."""

        async def wait() -> None:
            from transfer.errors import TransferError  # nothing is asked at the start

            try:
                result = await asyncio.wrap_future(future)
            except (IntegrityError, OSError, TransferError) as error:
                self.bakeferry.say(words_of(error), severity="error")
            else:
                then(result)

        self.run_worker(wait(), group="workspace")

    def update(self) -> None:
        """Look again at what is open, here and in Azure."""
        self.workspace.rescan()
        self.bakeferry.azure.look_again()

    def verify(self, keys: Sequence[str]) -> None:
        """Read the artifacts of templates."""
        if keys:
            remember_reading(self, f"bakeferry verify {names_of(self, keys)}")
            self.workspace.verify(keys)

    def entry_of(self, key: str) -> TemplateEntry | None:
        """The row of a template as it is now."""
        everything = (*self.snapshot.entries, *self.snapshot.others)
        return next((one for one in everything if one.key == key), None)

    def ask(
        self, question: str, prompt: Safe, *, text: str = "", known: Sequence[str] = ()
    ) -> None:
        """Open the prompt; the answer comes to `answer`."""
        typed_into = prompt_line_of(self, self.glyphs)
        if typed_into is not None:
            typed_into.ask(question, prompt, text=text, suggestions=known)

    def ask_command(self) -> None:
        """Open the prompt for a command."""
        self.ask("command", Safe(":"), known=[one.word for one in BY_ID.values()])

    @property
    def answers(self) -> Mapping[str, Callable[[str], object]]:
        """What is done with what was typed, by the question."""
        return {}

    @on(PromptGiven)
    async def take_answer(self, event: PromptGiven) -> None:
        """Something was entered."""
        event.stop()
        self.focus_body()
        if event.question == "command":
            await self._perform_typed(event.text)
        elif event.question in self.answers:
            result = self.answers[event.question](event.text)
            if isawaitable(result):
                await result

    @on(PromptLeft)
    def leave_prompt(self, event: PromptLeft) -> None:
        """Nothing is wanted any more."""
        event.stop()
        self.focus_body()

    @on(MouseDown)
    def pass_prompt_over(self) -> None:
        """Whoever clicks elsewhere has done with the prompt; a filter stays as it is."""
        from tui.screens.prompt_line import PromptLine  # after the first painting

        for prompt in filter(attrgetter("is_asking"), self.query(PromptLine)):
            prompt.close()
            if self.focused is None or prompt in self.focused.ancestors:
                self.focus_body()

    async def _perform_typed(self, text: str) -> None:
        try:
            command = typed(text, self.place)
            if command is not None:
                await self.perform(*command)
        except NotUnderstood as error:
            self.bakeferry.say(error.why, severity="warning")

    @on(KeyFooter.Pressed)
    async def perform_pressed(self, event: KeyFooter.Pressed) -> None:
        """A key of the footer was clicked."""
        event.stop()
        await self.perform(BY_ID[event.action])
