"""What can be shown before anything is judged: a window is painted with this.

Quick to load, unlike the workspace itself, which loads the judge and what reads.
"""

import os
import time
from contextlib import closing
from itertools import islice
from threading import Thread

from tui.workspace.found_file import FoundFile, find_files
from tui.workspace.snapshot import ROWS_FILE, Snapshot, TemplateEntry, WorkspaceOptions
from tui.workspace.unjudged import waiting

_LOOK_SECONDS = 0.05
_ENOUGH = 100
"""How long files are looked for, and how many: no terminal shows more rows at once.

A large folder comes while these are seen.
"""

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
    return _recalled(options) or tuple(waiting(one) for one in _found(options))


def _recalled(options: WorkspaceOptions) -> tuple[TemplateEntry, ...]:
    """What is remembered; a file is made by whoever has something to remember."""
    directory = options.state_directory
    if directory is None or not os.access(directory / ROWS_FILE, os.R_OK):
        return ()
    from tui.workspace.memory import WorkspaceMemory  # SQLite

    with closing(WorkspaceMemory(directory, options.paths)) as memory:
        return memory.recall()


def _found(options: WorkspaceOptions) -> list[FoundFile]:
    until = time.monotonic() + _LOOK_SECONDS
    found: list[FoundFile] = []
    for one in islice(find_files(options.paths), _ENOUGH):
        found.append(one)
        if time.monotonic() >= until:
            break
    return found
