"""The palette: every action of the table, found by a few of its letters."""

from functools import partial
from typing import Protocol, cast

from rich.console import RenderableType
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from integrity.safe_text import Safe, safe_text
from tui.actions import ACTIONS, Action, elsewhere, shown_key
from tui.glyphs import Glyphs
from tui.preferences import Preferences
from tui.screens.handling import Handlers, titled
from tui.widgets.themes import MONO
from tui.widgets.veil import veiled


class Judging(Protocol):
    """Who knows what cannot be done now."""

    @property
    def handlers(self) -> Handlers:
        """What can be done on this screen."""

    def why_not(self, action: Action) -> Safe | None:
        """Why an action cannot be done now; None when it can."""


class Performing(Protocol):
    """The window, as far as the palette needs it."""

    @property
    def handlers(self) -> Handlers:
        """What can be done on every screen."""

    @property
    def glyphs(self) -> Glyphs:
        """The signs that this terminal can show."""

    @property
    def preferences(self) -> Preferences:
        """What a person has chosen, among it other keys."""

    @property
    def frame(self) -> Judging | None:
        """The screen below the palette."""

    async def action_run(self, action: str) -> None:
        """Do one action of the table."""


class ActionPalette(CommandPalette):
    """Textual's palette, with signs that every terminal can show."""

    SCOPED_CSS = False  # the rules look at the application's class
    CSS = """
    ActionPalette SearchIcon { display: none; }
    ActionPalette.-mono CommandList > .option-list--option { text-style: none; }
    ActionPalette.-mono CommandList > .option-list--option-highlighted { text-style: bold underline; }
    ActionPalette #--input { border: hkey $foreground 30%; }
    ActionPalette #--input.--list-visible { border-bottom: none; }
    ActionPalette CommandList { border-bottom: hkey $foreground 30%; }
    App.-ascii ActionPalette #--input { border: ascii $foreground 30%; }
    App.-ascii ActionPalette #--input.--list-visible { border-bottom: none; }
    App.-ascii ActionPalette CommandList { border-bottom: ascii $foreground 30%; }
    App.-ascii ActionPalette LoadingIndicator { display: none; }
    """

    def on_mount(self) -> None:
        """Without colours what is chosen is underlined: Textual reverses nothing here."""
        self.set_class(self.app.theme == MONO, "-mono")

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close, once: at a second time Textual would close what lies below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def render(self) -> RenderableType:
        return veiled(self, super().render())


class ActionProvider(Provider):
    """Offers all actions; what cannot be done now stays, and says why."""

    async def discover(self) -> Hits:
        for action in ACTIONS:
            yield DiscoveryHit(
                Content(titled(action, self._window.glyphs)),
                partial(self._perform, action),
                text=action.title,
                help=self._told(action),
            )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in ACTIONS:
            score = matcher.match(f"{action.title} {action.command}")
            if score > 0:
                yield Hit(
                    score,
                    Content(titled(action, self._window.glyphs)),
                    partial(self._perform, action),
                    text=action.title,
                    help=self._told(action),
                )

    async def _perform(self, action: Action) -> None:
        await self._window.action_run(action.id)

    def _told(self, action: Action) -> Safe:
        frame = self._window.frame
        if frame and action.id not in {**self._window.handlers, **frame.handlers}:
            return elsewhere(action)
        why = frame.why_not(action) if frame is not None else None
        if why is not None:
            return safe_text(f"not now: {why}")
        keys = self._window.preferences.keys.get(action.id, action.keys)
        return safe_text(f"{shown_key(keys[0])}   :{action.command}")

    @property
    def _window(self) -> Performing:
        return cast("Performing", self.app)
