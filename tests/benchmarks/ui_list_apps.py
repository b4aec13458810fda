"""Applications that show one list and say what it cost: run by `ui_lists.py`.

    python tests/benchmarks/ui_list_apps.py KIND FILE ROWS HZ MOVING PAGES

Runs in a terminal of its own; what was measured goes to FILE as JSON.
"""

import asyncio
import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path

from textual.app import App
from textual.widget import Widget
from textual.widgets import DataTable

from integrity.safe_text import Safe
from tui.glyphs import UNICODE
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.rows import Column
from tui.widgets.themes import own_themes

TITLES = ("State", "Name", "Progress", "Done", "Rate", "Left")
SECONDS = 4.0
WARM_UP = 1.0


def values(index: int, turn: int) -> tuple[str, ...]:
    """What a row says in one turn, as text."""
    return (
        "●", f"template-{index}", "█" * (turn % 20), f"{turn * 7 % 1000} MiB",
        f"{(turn + index) % 400} MiB/s", f"0:{turn % 60:02}",
    )  # fmt: skip


class MovingRows:
    """Rows of which the first ones say something else in each turn."""

    def __init__(self, count: int, moving: int, turn: int) -> None:
        self._count = count
        self._moving = moving
        self._turn = turn

    def __len__(self) -> int:
        return self._count

    def key(self, index: int) -> str:
        return str(index)

    def index(self, key: str) -> int | None:
        return int(key) if int(key) < self._count else None

    def cells(self, index: int) -> tuple[Line, ...]:
        turn = self._turn if index < self._moving else 0
        state, *others = map(Safe, values(index, turn))
        return ((Piece(state, Tone.ACCENT),), *map(line, others))


class Measured(App[None]):
    """An application that fills a list, pages through it, then lets rows move."""

    def __init__(self, rows: int, hz: float, moving: int, pages: int) -> None:
        super().__init__()
        self.rows, self.hz, self.moving = rows, hz, moving
        self.pages = min(pages, rows // 40)
        self.turn = 0
        self.figures: dict[str, float] = {}
        self.late: list[float] = []
        self._pages: list[float] = []
        self._since = 0.0
        self.register_theme(own_themes({})[1])
        self.theme = "bakeferry-dark"

    def compose(self):
        yield self.view()

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def post_display_hook(self) -> None:
        if not self._since:
            return
        took, self._since = time.process_time() - self._since, 0.0
        if "open" in self.figures:
            self._pages.append(took)
            self.call_later(self._page)
        elif self._shows_first_row():
            self.figures["open"] = took
            self.call_later(self._page)
        else:
            self._since = time.process_time() - took

    def view(self) -> Widget:
        raise NotImplementedError

    def fill(self) -> None:
        raise NotImplementedError

    def page(self) -> None:
        raise NotImplementedError

    def move(self) -> None:
        raise NotImplementedError

    def _begin(self) -> None:
        self._since = time.process_time()
        self.fill()

    def _page(self) -> None:
        if len(self._pages) < self.pages:
            self._since = time.process_time()
            self.page()
        elif self.hz:
            self.query_one(Widget).scroll_home(animate=False)
            self.set_interval(1 / self.hz, self._tick)
            self.set_timer(WARM_UP, self._start_watch)
        else:
            self._end()

    def _tick(self) -> None:
        self.turn += 1
        self.move()

    def _start_watch(self) -> None:
        self._watched = (time.perf_counter(), time.process_time(), self.turn)
        self.set_timer(SECONDS, self._stop_watch)
        self._watch(time.perf_counter())

    def _watch(self, expected: float) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - expected))
        asyncio.get_running_loop().call_later(0.02, self._watch, now + 0.02)

    def _stop_watch(self) -> None:
        wall, cpu, turn = self._watched
        seconds = time.perf_counter() - wall
        self.figures["hz"] = (self.turn - turn) / seconds
        self.figures["cpu"] = (time.process_time() - cpu) / seconds
        self.figures["lag"] = statistics.quantiles(self.late, n=20)[-1]
        self.figures["worst"] = max(self.late)
        self._end()

    def _end(self) -> None:
        if self._pages:
            self.figures["page"] = statistics.median(self._pages)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.figures["memory"] = peak * 1024
        self.exit()

    def _shows_first_row(self) -> bool:
        strips = self.screen._compositor.render_strips()
        return any("template-0" in strip.text for strip in strips)


class OursApp(Measured):
    """Our list."""

    def view(self) -> Widget:
        self._list = LineList(UNICODE)
        return self._list

    def fill(self) -> None:
        columns = [Column(Safe(title), 20) for title in TITLES]
        columns[0], columns[1] = Column(Safe("State"), 5), Column(Safe("Name"))
        self._list.show(MovingRows(self.rows, self.moving, 0), columns)

    def page(self) -> None:
        self._list.action_move_pages(1)

    def move(self) -> None:
        self._list.show(MovingRows(self.rows, self.moving, self.turn))


class DataTableApp(Measured):
    """Textual's table, the columns as wide from the start as they will be."""

    def view(self) -> Widget:
        self._table = DataTable(cursor_type="row")
        return self._table

    def fill(self) -> None:
        for title in TITLES:
            self._table.add_column(title, width=18)
        self._table.add_rows([values(index, 0) for index in range(self.rows)])
        self._table.focus()

    def page(self) -> None:
        self._table.action_page_down()

    def move(self) -> None:
        for index in range(self.moving):
            for column, value in enumerate(values(index, self.turn)):
                if column > 1:
                    self._table.update_cell_at((index, column), value)


APPS = {"ours": OursApp, "DataTable": DataTableApp}


def main(kind: str, file: str, *sizes: str) -> None:
    """Run one application and leave its figures in a file."""
    app = APPS[kind](*map(json.loads, sizes))
    app.run(mouse=False)
    Path(file).write_text(json.dumps(app.figures))
    os._exit(app.return_code or 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
