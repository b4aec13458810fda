"""The six views in one frame."""

from collections.abc import Callable, Mapping
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import ContentSwitcher

from integrity.safe_text import Safe, safe_text
from tui.actions import VIEWS, Action, Place
from tui.opening import Target
from tui.preferences import LastTime
from tui.screens.frame import FrameScreen
from tui.screens.handling import Handlers, Words
from tui.screens.prompt_told import PromptChanged, PromptLeft
from tui.screens.templates.view import TemplatesView
from tui.screens.view_pane import ViewPane
from tui.screens.views import view_of
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.views_bar import ViewsBar
from tui.workspace.snapshot import Snapshot

_FIRST_STEP = ("f5", "verifies all seven")
_SECOND_STEP = ("enter", "opens one, S stamps, ? helps")


class MainScreen(FrameScreen):
    """Shows one view at a time; the others keep what they show."""

    BINDINGS = [Binding("escape", "return", show=False)]

    def __init__(self, target: Target) -> None:
        super().__init__()
        self._target = target
        self._view = target.view or Place.TEMPLATES
        self._before: dict[Place, ViewPane] = {}
        """The views as they were when other signs were chosen the last time."""

    def compose_head(self) -> ComposeResult:
        yield ViewsBar(ellipsis=self.glyphs.ellipsis)

    def compose_body(self) -> ComposeResult:
        target = self._target
        last = self._last_time()
        is_first = not self._before
        if is_first and target.view is None and last.view in tuple(VIEWS):
            self._view = Place(last.view)
        templates = TemplatesView(
            self.glyphs,
            sort=last.sort,
            wanted=target.filter,
            start_at=last.template if is_first else None,
        )
        with ContentSwitcher(initial=self._view.value):
            yield self._as_before(templates)
            if self._view is not Place.TEMPLATES:
                yield self._as_before(view_of(self._view, self.glyphs))

    def _as_before(self, view: ViewPane) -> ViewPane:
        if (before := self._before.get(view.view)) is not None:
            view.go_on_from(before)
        return view

    async def draw_anew(self) -> None:
        self._before |= {one.view: one for one in self.query(ViewPane)}
        await super().draw_anew()

    def _last_time(self) -> LastTime:
        opening = self.bakeferry.opening
        paths = opening.workspace.paths
        return opening.memory.last_time(paths[0]) if paths else LastTime()

    def how_it_is_left(self) -> LastTime:
        """What to remember of this window."""
        templates = self.query_one(TemplatesView)
        current = templates.current
        return LastTime(
            view=self._view.value,
            sort=templates.sort,
            template=current.key if current is not None else None,
        )

    @property
    def view(self) -> ViewPane:
        """The view that is open."""
        return self.query_one(f"#{self._view.value}", ViewPane)

    @property
    def place(self) -> Place:
        return self.view.place

    async def open_view(self, view: Place) -> None:
        """Show another view; it is made when it is opened for the first time."""
        switcher = self.query_one(ContentSwitcher)
        if not switcher.query_children(f"#{view.value}"):
            await switcher.mount(self._as_before(view_of(view, self.glyphs)))
        self._view = view
        switcher.current = view.value
        self.show_snapshot(self.bakeferry.shown_now())
        self.focus_body()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self.query_one(ViewsBar).show(self._view, self._badges(snapshot), self._end())
        self.view.show_snapshot(snapshot)
        if self.is_current:  # no screen is opened above a dialog
            self._open_target(snapshot)

    def _badges(self, snapshot: Snapshot) -> Mapping[Place, Piece]:
        running = len(self.bakeferry.jobs.under_way) + (snapshot.run is not None)
        badges = (
            {Place.TRANSFERS: Piece(Safe(f"{running}"), Tone.ACCENT)} if running else {}
        )
        at_risk = self.live.at_risk if self.live is not None else 0
        if at_risk:
            words = Safe(f"{self.glyphs.risk}{at_risk}")
            badges[Place.OUTPUTS] = Piece(words, Tone.WARNING)
        return badges

    def _end(self) -> Line:
        """The coach's line: what to try next in the demo."""
        window = self.bakeferry
        if not (window.preferences.coach and window.opening.target.coach):
            return ()
        if self.is_narrow or self._view is not Place.TEMPLATES:
            return ()  # its keys are those of the templates
        is_verified = any(run.ended_at for run in self.bakeferry.shown.snapshot().runs)
        key, words = _SECOND_STEP if is_verified else _FIRST_STEP
        return line(Piece(Safe(key), Tone.KEY), Safe(f" {words} "))

    def _open_target(self, snapshot: Snapshot) -> None:
        """Open the template that was asked for, as soon as it is there."""
        wanted = self._target.template
        if wanted is None:
            return
        found = next(
            (
                one.key
                for one in (*snapshot.entries, *snapshot.others)
                if wanted in (one.key, one.name, one.path.name)
            ),
            None,
        )
        if found is not None:
            at_line = self._target.line
            self._target = Target()
            self.query_one(TemplatesView).open_template(found, line=at_line)
        elif not snapshot.scanning:
            self._target = Target()
            self.bakeferry.say(safe_text(f"No template is called {wanted} here."))

    def focus_body(self) -> None:
        self.view.focus_body()

    def action_return(self) -> None:
        """Take the keyboard back from a detail to its list."""
        self.focus_body()

    @property
    def handlers(self) -> Handlers:
        return self.view.handlers

    def why_not(self, action: Action, words: Words = ()) -> Safe | None:
        return super().why_not(action) or self.view.why_not(action, words)

    @on(ViewsBar.Chosen)
    async def open_clicked(self, event: ViewsBar.Chosen) -> None:
        """A view was clicked."""
        event.stop()
        await self.open_view(event.view)

    @property
    def answers(self) -> Mapping[str, Callable[[str], object]]:
        return {"filter": self.view.filter_by, "folder": self._open_typed}

    def _open_typed(self, text: str) -> None:
        if text.strip():  # else nothing is wanted any more
            self.bakeferry.open_paths([Path(text)])

    @on(PromptChanged)
    def filter_while_typing(self, event: PromptChanged) -> None:
        """A filter holds with every letter."""
        event.stop()
        if event.question == "filter" and self.is_drawn:
            self.view.filter_by(event.text)

    @on(PromptLeft)
    def forget_filter(self, event: PromptLeft) -> None:
        """A filter that was left is gone."""
        if event.question == "filter" and self.is_drawn:
            self.view.filter_by("")
