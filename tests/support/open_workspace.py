"""A workspace for tests: opened on a folder, closed whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from integrity.lint.selection import EVERYTHING
from integrity.template.given import NO_INPUTS
from tui.files.judging import Judging
from tui.session import SessionOptions
from tui.workspace.snapshot import Snapshot, TemplateEntry, WorkspaceOptions
from tui.workspace.workspace import Workspace

JUDGING = Judging(
    selection=EVERYTHING,
    inputs=NO_INPUTS,
    parameter_files={},
    api_version=None,
    strict=False,
    notes=True,
)


def options(*paths: Path, **changes) -> WorkspaceOptions:
    """What a test's workspace is opened with, but for something."""
    plain = WorkspaceOptions(
        paths=paths,
        judging=JUDGING,
        session=SessionOptions(),
        state_directory=None,
    )
    return replace(plain, **changes)


@contextmanager
def opened(*paths: Path, **changes) -> Iterator[Workspace]:
    """A workspace at work; all of its threads are gone when the block is left."""
    workspace = Workspace(options(*paths, **changes))
    workspace.start()
    try:
        yield workspace
    finally:
        assert workspace.close(60.0)
        failure = workspace.snapshot().failure
        if failure is not None:
            raise failure


def all_judged(snapshot: Snapshot) -> bool:
    """Nothing is looked for and nothing waits to be judged."""
    return not snapshot.scanning and all(
        one.judged_at is not None for one in snapshot.entries
    )


def nothing_runs(snapshot: Snapshot) -> bool:
    """A verification has ended."""
    return snapshot.run is None and bool(snapshot.runs)


def by_name(snapshot: Snapshot) -> dict[str, TemplateEntry]:
    """The rows by the names of their files."""
    return {one.path.name: one for one in (*snapshot.entries, *snapshot.others)}


def saved(path: Path, text: str) -> None:
    """Save as an editor does that replaces the file."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)
