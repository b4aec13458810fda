"""What can be shown before anything is judged: a window is painted with this.

Quick to load, unlike the workspace itself, which loads the judge and what reads.
"""

import time
from threading import Thread

from tui.workspace.found_file import FoundFile, find_files
from tui.workspace.memory import WorkspaceMemory
from tui.workspace.snapshot import Snapshot, TemplateEntry, WorkspaceOptions
from tui.workspace.unjudged import waiting

_LOOK_SECONDS = 0.05
"""How long files are looked for; a large folder comes a moment later, while it is seen."""

_PATIENCE = 0.2
"""Seconds after which a window opens empty: a network's folder may not answer at all."""


def first_look(options: WorkspaceOptions) -> Snapshot:
    """The rows as the last session left them; else the files that are there."""
    rows: list[tuple[TemplateEntry, ...]] = []
    thread = Thread(target=lambda: rows.append(_rows(options)), daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    return Snapshot(entries=rows[0] if rows else (), scanning=True)


def _rows(options: WorkspaceOptions) -> tuple[TemplateEntry, ...]:
    memory = WorkspaceMemory(options.state_directory, options.paths)
    try:
        recalled = memory.recall()
    finally:
        memory.close()
    return recalled or tuple(waiting(one) for one in _found(options))


def _found(options: WorkspaceOptions) -> list[FoundFile]:
    until = time.monotonic() + _LOOK_SECONDS
    found: list[FoundFile] = []
    for one in find_files(options.paths):
        if one is not None:
            found.append(one)
        if time.monotonic() >= until:
            break
    return found
