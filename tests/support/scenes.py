"""What the pictures of the application show: the demo in this or that state."""

from dataclasses import replace
from pathlib import Path

from still_workspace import (
    StillWorkspace,
    demo_facts,
    half_read,
    half_run,
    judged_files,
    past_run,
    seen_artifacts,
    snapshot_of,
    verified,
)

from integrity.safe_text import Safe
from tui.workspace.proposal import Change, Left, Proposal
from tui.workspace.snapshot import Snapshot


def judged(opening) -> StillWorkspace:
    """The demo before anything is read."""
    files = judged_files(opening.workspace)
    return StillWorkspace(snapshot_of(files), files, seen=seen_artifacts())


def read(opening) -> StillWorkspace:
    """The demo after all was read, once."""
    facts = demo_facts(judged_files(opening.workspace))
    files = verified(judged_files(opening.workspace, facts))
    snapshot = snapshot_of(files, runs=(past_run(), past_run(is_cancelled=True)))
    return StillWorkspace(snapshot, files, can_undo=True)


def half(opening, **changes) -> StillWorkspace:
    """The demo while the first template is read: 51 % of all."""
    files = judged_files(opening.workspace)
    snapshot = snapshot_of(files)
    first = half_read(snapshot.entries[0])
    entries = (first, *snapshot.entries[1:])
    run = half_run(first.artifacts[:1], **changes)
    return StillWorkspace(replace(snapshot, entries=entries, run=run), files)


def paused(opening) -> StillWorkspace:
    """The same, held."""
    return half(opening, is_paused=True)


def looking(opening) -> StillWorkspace:
    """Before the first file is found."""
    return StillWorkspace(Snapshot(scanning=True))


def empty(opening) -> StillWorkspace:
    """A folder with two files that hold no template, not shown at first."""
    return StillWorkspace(Snapshot(looked_in=2))


def broken(opening) -> StillWorkspace:
    """With a file that is not JSON, and something that went wrong on the way."""
    Path("templates/a-broken.json").write_text('{\n  "type": "Micro\n}\n')
    files = judged_files(opening.workspace)
    said = Safe("prod.parameters.json: is not JSON: line 3, column 1")
    return StillWorkspace(snapshot_of(files, messages=(said,)), files)


def proposing(opening) -> StillWorkspace:
    """With a checksum to write and one that cannot be written."""
    files = judged_files(opening.workspace)
    path = Path("templates/edge-iot.json")
    old = path.read_bytes()
    name = b'"name": "agent",'
    new = old.replace(name, name + b'\n        "sha256Checksum": "%s",' % (b"a" * 64))
    assert new != old
    proposal = Proposal(
        Safe("1 checksum"),
        (Change(path, Safe(str(path)), old, new),),
        (Left(Safe("templates/x.json:7 lost.sh"), Safe("not found (404)")),),
    )
    return StillWorkspace(snapshot_of(files), files, proposal=proposal)


def failing(opening) -> StillWorkspace:
    """With nothing that can be written."""
    workspace = proposing(opening)
    workspace._proposal = replace(workspace._proposal, changes=())
    return workspace
