"""What `ui_budgets.py` runs in a terminal: ours with a clock in its loop, and references.

    python ui_budget_app.py minimal
    python ui_budget_app.py loop SECONDS
    python ui_budget_app.py clocked FIGURES tui FOLDER ...

On SIGUSR1 the clock starts anew, on SIGUSR2 what it measured is written to FIGURES: how
a window ends is another figure.
"""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Static

EVERY = 1 / 60
"""Seconds between two looks at the clock: a frame."""

READY = "image-0000"
"""What the reference shows, and a list of generated templates shows first."""


class Clock:
    """Asks the loop to be called each frame, and notes how late it is."""

    def __init__(self) -> None:
        self.lags: list[float] = []
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time() + EVERY
        self._next = self._loop.call_at(self._due, self._tick)

    def write(self, figures: Path) -> None:
        """Measure no more, and tell."""
        self._next.cancel()
        figures.write_text(json.dumps(self.lags))

    def start_anew(self) -> None:
        """Forget what was measured."""
        self.lags.clear()

    def _tick(self) -> None:
        now = self._loop.time()
        self.lags.append(now - self._due)
        self._due = now + EVERY
        self._next = self._loop.call_at(self._due, self._tick)


class Minimal(App[None]):
    """The least that a Textual application can be: a word, and a key for the next one."""

    BINDINGS: ClassVar = [("j", "move")]
    _at = 0

    def compose(self) -> ComposeResult:
        yield Static(READY)

    def action_move(self) -> None:
        self._at += 1
        self.query_one(Static).update(f"image-{self._at:04}")


async def idle_loop(seconds: float) -> list[float]:
    """How late a loop is that does nothing else."""
    clock = Clock()
    await asyncio.sleep(seconds)
    return clock.lags


def run_clocked(figures: Path, arguments: list[str]) -> None:
    """Run ours with a clock in its loop, from the command line's own entry."""
    import tui.app
    from tui.cli.main import main

    class ClockedApp(tui.app.BakeferryApp):
        CSS_PATH = Path(tui.app.__file__).with_name("styles.tcss")

        def on_mount(self) -> None:
            clock = Clock()
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGUSR1, clock.start_anew)
            loop.add_signal_handler(signal.SIGUSR2, clock.write, figures)

    tui.app.BakeferryApp = ClockedApp
    sys.argv = ["bakeferry", *arguments]
    main()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["minimal"]:
            Minimal().run()
        case ["loop", seconds]:
            sys.stdout.write(json.dumps(asyncio.run(idle_loop(float(seconds)))))
        case ["clocked", figures, *arguments]:
            run_clocked(Path(figures), arguments)
