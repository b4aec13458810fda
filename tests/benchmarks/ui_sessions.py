"""Sessions of the full-screen application in a terminal, over generated folders."""

import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from many_templates import many_templates, template_naming
from measuring import CLI, GIB, PROJECT
from raw_terminal import RawTerminal
from workspace import ADDRESS

APP = str(Path(__file__).with_name("ui_budget_app.py"))
BAKEFERRY = (*CLI, "tui")
MINIMAL = (sys.executable, APP, "minimal")
KEYS = 60
MOVING = 8


@dataclass(frozen=True, slots=True)
class Folder:
    """Templates to open, and what reads their artifacts."""

    path: Path
    templates: int

    @property
    def arguments(self) -> tuple[str, ...]:
        """What opens it."""
        artifacts = self.path / "artifacts"
        return (
            str(self.path / "templates"), "--map", f"{ADDRESS}={artifacts}",
            "--no-cache", "--no-mouse",
        )  # fmt: skip


def make_folder(path: Path, templates: int) -> Folder:
    """Templates with three scripts each."""
    many_templates(path, templates)
    return Folder(path, templates)


def make_work(path: Path, templates: int) -> Folder:
    """The same, and eight templates whose one artifact takes minutes to hash."""
    folder = make_folder(path, templates)
    for number in range(MOVING):
        name = f"large-{number}.bin"
        with (path / "artifacts" / name).open("wb") as file:
            file.truncate(128 * GIB)  # holes: hashed, neither read nor stored
        text = template_naming([name])
        (path / "templates" / f"aa-{number}.json").write_text(text)
    return folder


def opened(
    folder: Folder, state: Path, command: Sequence[str] = BAKEFERRY
) -> RawTerminal:
    """The application over a folder, with a state directory of its own."""
    arguments = folder.arguments
    if command[1] == APP:
        arguments = ("tui", *arguments)
    return RawTerminal((*command, *arguments), environment_of(state), cwd=PROJECT)


def environment_of(state: Path) -> dict[str, str]:
    """Ours, but for what would change the looks; nothing of the user's is read."""
    told = ("NO_COLOR", "CI", "PYTHONDONTWRITEBYTECODE")
    kept = {name: text for name, text in os.environ.items() if name not in told}
    places = {f"XDG_{what}_HOME": str(state) for what in ("STATE", "CONFIG", "CACHE")}
    return kept | places | {
        "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(PROJECT),
    }  # fmt: skip


def settle(terminal: RawTerminal) -> float:
    """Wait until everything is judged; returns the seconds that it took."""
    began = time.perf_counter()
    quiet = 0
    while quiet < 3 and time.perf_counter() - began < 900:
        before = terminal.cpu()
        terminal.listen(1.0)
        quiet = quiet + 1 if terminal.cpu() - before < 0.15 else 0
    return time.perf_counter() - began


def key_to_repaint(terminal: RawTerminal, count: int = KEYS) -> list[float]:
    """Milliseconds from a key to the row that it moves to, at no steady pace."""
    found = []
    chance = random.Random(7)
    for number in range(count):
        terminal.listen(chance.uniform(0.03, 0.2))
        began = time.perf_counter()
        terminal.type("j")
        found.append((terminal.until(f"image-{number + 1:04}") - began) * 1e3)
    return found


def verify(terminal: RawTerminal, count: int) -> None:
    """Have the large artifacts read."""
    names = " ".join(f"aa-{number}" for number in range(count))
    terminal.type(":")
    terminal.listen(0.5)  # until the keyboard is the prompt's
    terminal.type(f"verify {names}\r")
    terminal.until(f"of {count} artifact")
