"""The line that text is typed into: commands, filters, folders."""

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal
from textual.events import Key, MouseDown
from textual.geometry import Size
from textual.reactive import Reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from integrity.safe_text import Safe
from tui.screens.prompt_told import PromptChanged, PromptGiven, PromptLeft
from tui.widgets.edge_line import EdgeLine
from tui.widgets.lines import Piece, Tone, cells_of, line
from tui.widgets.safe_input import SafeInput

_MOST_REMEMBERED = 50


class _Field(SafeInput):
    """Typed into without anything else being painted."""

    virtual_size = Reactive(Size(0, 0))
    """Of the text: a letter more moves nothing else, so nothing is laid out anew."""

    before: Widget | None = None
    """What had the keyboard until it was opened."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Textual would look its styles up again; but for the cursor they are the same."""

    def on_key(self, event: Key) -> None:
        """Close at once: the next keys may have been typed already, for something else."""
        if not self.can_focus:
            event.stop().prevent_default()
            self.app.post_message(Key(event.key, event.character))
        elif event.key in ("enter", "escape"):
            self.can_focus = False
            self.screen.set_focus(self.before)
            if event.key == "enter":
                event.stop()
                self.post_message(Input.Submitted(self, self.value))


class PromptLine(Horizontal):
    """Hidden until something is asked; the question comes back with the answer.

    It lies over the keys, which are letters while it is open: nothing else moves, so
    nothing else is painted. And it is there all the time, without a height: what is
    shown or hidden by Textual has the whole screen painted, and what gets another class
    has all that lies in it looked up in the style sheet. It comes after the first painting,
    which would wait for its many rules.
    """

    DEFAULT_CSS = """
    PromptLine { height: 0; dock: bottom; layer: prompt; }
    PromptLine EdgeLine { width: auto; }
    PromptLine Input { width: 1fr; height: 1; padding: 0; border: none !important; }
    """

    def __init__(self, ellipsis: str) -> None:
        super().__init__()
        self.label = EdgeLine(ellipsis=ellipsis)
        self.field = _Field(select_on_focus=False, validate_on=())
        self.field.can_focus = False  # no key leads to it while it is closed
        self._question = ""
        self._entered: list[str] = []
        self._recalled = 0

    @property
    def is_asking(self) -> bool:
        """It is open."""
        return self.field.can_focus

    def ask(
        self,
        question: str,
        prompt: Safe,
        *,
        text: str = "",
        suggestions: Iterable[str] = (),
    ) -> None:
        """Open it.

        Args:
            question: Comes back in the messages.
            prompt: Stands before what is typed.
            text: Is there already.
        """
        self._question = question
        self._recalled = len(self._entered)
        label = self.label
        shown = line(Piece(Safe(f" {prompt}"), Tone.KEY))
        label.show(shown)
        label.styles.width = cells_of(shown)
        field = self.field
        field.suggester = SuggestFromList(list(suggestions), case_sensitive=False)
        field.value = text
        field.cursor_position = len(text)
        if not self.is_asking:
            field.before = self.screen.focused
        field.can_focus = True
        self.styles.height = 1
        self.screen.set_focus(field)  # at once: the next key is for it

    def close(self) -> None:
        """Hide it."""
        self.field.can_focus = False
        self.styles.height = 0

    @on(Input.Changed)
    def tell_change(self, event: Input.Changed) -> None:
        """Say what is typed so far."""
        event.stop()
        if self.is_asking:
            self.post_message(PromptChanged(self._question, event.value))

    @on(Input.Submitted)
    def tell_answer(self, event: Input.Submitted) -> None:
        """Say that it was entered, and close."""
        event.stop()
        self.close()
        if event.value.strip():
            self._entered = [*self._entered, event.value][-_MOST_REMEMBERED:]
        self.post_message(PromptGiven(self._question, event.value))

    def on_mouse_down(self, event: MouseDown) -> None:
        event.stop()  # a click here is for what is typed

    def on_key(self, event: Key) -> None:
        if event.key in ("tab", "shift+tab"):  # nobody else gets the keyboard meanwhile
            event.stop()
            self._complete()
        elif event.key == "escape":
            event.stop()
            self.close()
            self.post_message(PromptLeft(self._question))
        elif event.key in ("up", "down") and self._entered:
            event.stop()
            self._recall(-1 if event.key == "up" else 1)

    def _complete(self) -> None:
        """Take what is suggested for what was typed."""
        field = self.field
        field.action_end()
        field.action_cursor_right()

    def _recall(self, step: int) -> None:
        """Bring back what was entered before."""
        self._recalled = max(0, min(len(self._entered), self._recalled + step))
        known = [*self._entered, ""]
        field = self.field
        field.value = known[self._recalled]
        field.cursor_position = len(field.value)
