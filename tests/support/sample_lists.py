"""An application that shows one list, and rows to show in it."""

import os
from collections.abc import Sequence

from textual.app import App
from textual.message import Message
from textual.strip import Strip

from integrity.safe_text import Safe, safe_text
from tui.glyphs import UNICODE, Glyphs
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.rows import Column, Rows
from tui.widgets.themes import filters_for, own_themes, theme_for

COLUMNS = (
    Column(Safe("Name")),
    Column(Safe("State"), 8),
    Column(Safe("Size"), 6, right=True, needs=30),
)


class NamedRows:
    """Rows by their names, each in the state it was given."""

    def __init__(self, *names: str, **states: str) -> None:
        self.names = names
        self.states = states

    def __len__(self) -> int:
        return len(self.names)

    def key(self, index: int) -> str:
        return self.names[index]

    def index(self, key: str) -> int | None:
        return self.names.index(key) if key in self.names else None

    def cells(self, index: int) -> tuple[Line, ...]:
        name = self.names[index]
        state = safe_text(self.states.get(name, "fine"))
        return (
            line(safe_text(name)),
            (Piece(state, Tone.GOOD if state == "fine" else Tone.BAD),),
            line(Safe(f"{index} B")),
        )


class NumberedRows:
    """Any number of rows, none of which exists before it is asked for."""

    def __init__(self, count: int, turn: int = 0, *, moving: int = 0) -> None:
        self._count = count
        self._turn = turn
        self._moving = moving
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self._count

    def key(self, index: int) -> str:
        return f"row-{index}"

    def index(self, key: str) -> int | None:
        index = int(key.removeprefix("row-"))
        return index if index < self._count else None

    def cells(self, index: int) -> tuple[Line, ...]:
        self.asked.append(index)
        done = self._turn if index < self._moving else 0
        return (
            line(Safe(f"template-{index}")),
            (Piece(Safe(f"{done} %"), Tone.ACCENT),),
            line(Safe(f"{index % 977} B")),
        )


class CountingList(LineList):
    """A list that says which of its lines were painted."""

    painted: list[int]

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class ListApp(App[None]):
    """A list, alone, and what it has told."""

    def __init__(
        self,
        rows: Rows,
        columns: Sequence[Column] = COLUMNS,
        *,
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__()
        for theme in own_themes(os.environ):
            self.register_theme(theme)
        self.theme = theme_for("bakeferry-dark", os.environ)
        self.told: list[tuple[str, object]] = []
        self.list = CountingList(glyphs)
        self.list.painted = []
        self.list.show(rows, columns)

    def compose(self):
        yield self.list

    def get_line_filters(self):
        return filters_for(self.theme, super().get_line_filters())

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        self._note("moved", event, event.key)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        self._note("chosen", event, event.key)

    def grid(self) -> list[str]:
        """The screen as text, blanks at the ends of lines left out."""
        return grid_of(self)

    def _note(self, what: str, event: Message, value: object) -> None:
        assert event.control is self.list
        self.told.append((what, value))


def grid_of(app: App) -> list[str]:
    """The screen as text, blanks at the ends of lines left out."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


if __name__ == "__main__":
    ListApp(NamedRows("first", "broken", broken="failed")).run()
