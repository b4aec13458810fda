"""A file in the person's own editor, with the terminal handed over meanwhile."""

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from integrity.safe_text import Safe, safe_text
from tui.screens.remembering import remember

if TYPE_CHECKING:
    from tui.screens.frame import FrameScreen

_BY_LINE = frozenset(("vi", "vim", "nvim", "nano", "emacs", "micro", "helix", "hx"))
"""Editors that take `+LINE` before the file."""


async def edit_file(frame: "FrameScreen", key: str, *, line: int | None = None) -> None:
    """Open a template's file; the watcher judges it again when it was saved."""
    entry = frame.entry_of(key)
    if entry is None:
        return
    remember(frame, f"$EDITOR {shlex.quote(str(entry.path))}")
    await edit_path(frame, entry.path, line=line)


async def edit_path(
    frame: "FrameScreen", path: Path, *, line: int | None = None
) -> None:
    """Open any file in the editor."""
    command = _editor_command(path, line=line)
    if command is None:
        frame.bakeferry.say(
            Safe("Set EDITOR to the editor of your choice first."), severity="warning"
        )
        return
    try:
        with frame.app.suspend():
            code = subprocess.call(command)  # noqa: S603, ASYNC221 -- the person's own editor, and nothing else may happen meanwhile
    except SuspendNotSupported:
        frame.bakeferry.say(Safe("An editor needs a terminal."), severity="warning")
    except OSError as error:
        why = error.strerror or "cannot be started"
        frame.bakeferry.say(safe_text(f"{command[0]}: {why}"), severity="error")
    else:
        if code:
            frame.bakeferry.say(safe_text(f"{command[0]} ended with {code}."))
        frame.workspace.rescan()
        frame.app.refresh()


def _editor_command(path: Path, *, line: int | None) -> list[str] | None:
    """How to open a file: with VISUAL, else EDITOR; None where neither is set."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor or not editor.strip():
        return None
    words = shlex.split(editor)
    if line is not None and Path(words[0]).name in _BY_LINE:
        words.append(f"+{line}")
    name = str(path)
    return [*words, f"./{name}" if name.startswith(("-", "+")) else name]
