"""Each screen as a person sees it, in plain letters, one file a picture.

`BAKEFERRY_ACCEPT=1` writes the pictures anew; look at each of them then.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path

import pytest
from application import opening_of, running, screen_of
from still_azure import EXPIRED, UNREACHABLE, StillAzure, build_log, full_board
from still_jobs import StillJobs, some_jobs
from still_workspace import (
    HERE,
    StillWorkspace,
    demo_facts,
    half_read,
    half_run,
    judged_files,
    past_run,
    seen_artifacts,
    settled,
    snapshot_of,
    verified,
)

from integrity.safe_text import Safe
from tui.jobs.destinations import Way
from tui.live.sizes import Measure
from tui.screens.dialogs.rescue import RescueDialog
from tui.workspace.proposal import Change, Left, Proposal
from tui.workspace.snapshot import Snapshot

GRIDS = Path(__file__).parent / "grids"
ACCEPTS = os.environ.get("BAKEFERRY_ACCEPT") == "1"

NARROW, WIDE = (80, 24), (120, 36)


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


@dataclass(frozen=True)
class Walk:
    """Keys, and the pictures that are taken on the way."""

    of: Callable[..., StillWorkspace]
    steps: Sequence[tuple[Sequence[str], str]]
    size: tuple[int, int] = WIDE
    preferences: dict[str, object] = field(default_factory=dict)
    jobs: Callable[[], StillJobs] | None = None
    azure: Callable[[], StillAzure] | None = None
    """The subscription beside the files; None: nobody has asked for one."""


WALKS = {
    "views": Walk(
        judged,
        (
            ((), "templates"),
            (("j", "space", "space"), "templates-marked"),
            (("slash", *"rhel"), "templates-filtering"),
            (("enter",), "templates-filtered"),
            (("slash", *"x", "enter"), "templates-filtered-away"),
            (("slash", "escape", "z"), "templates-with-others"),
            (("2",), "outputs"),
            (("3",), "transfers-never"),
            (("4",), "logs"),
            (("5", "j"), "digests"),
            (("6",), "account"),
        ),
    ),
    "views, narrow": Walk(
        judged,
        (
            ((), "templates-narrow"),
            (("2",), "outputs-narrow"),
            (("3",), "transfers-never-narrow"),
            (("4",), "logs-narrow"),
            (("5", "j"), "digests-narrow"),
            (("6",), "account-narrow"),
        ),
        NARROW,
    ),
    "template": Walk(
        judged,
        (
            (("enter",), "template-source"),
            (("n",), "template-source-problem"),
            (("i",), "explain-finding"),
            (("escape", "tab"), "template-artifacts"),
            (("y",), "copy-artifact"),
            (("escape", "tab"), "template-distribute"),
            (("tab", "j"), "template-versions"),
            (("question_mark",), "help-template"),
        ),
    ),
    "template, narrow": Walk(
        judged,
        (
            (("enter",), "template-source-narrow"),
            (("tab",), "template-artifacts-narrow"),
            (("tab",), "template-distribute-narrow"),
            (("tab",), "template-versions-narrow"),
        ),
        NARROW,
    ),
    "read": Walk(
        read,
        (
            ((), "templates-read"),
            (("3",), "transfers-before"),
            (("1", "G", "enter", "tab"), "artifacts-read"),
            (("j",), "artifacts-second"),
            (("j",), "artifacts-third"),
            (("comma", "comma", "comma", "comma"), "artifacts-other-template"),
        ),
    ),
    "running": Walk(
        half,
        (
            ((), "templates-running"),
            (("x",), "transfers-running"),
            (("1", "enter", "tab"), "artifacts-running"),
            (("q",), "quit-running"),
        ),
    ),
    "running, narrow": Walk(
        half,
        (
            ((), "templates-running-narrow"),
            (("x",), "transfers-running-narrow"),
            (("1", "enter", "tab"), "artifacts-running-narrow"),
            (("q",), "quit-running-narrow"),
        ),
        NARROW,
    ),
    "copies": Walk(
        judged,
        (
            ((), "templates-copying"),
            (("3",), "transfers-copies"),
            (("j", "j"), "transfers-copy-paused"),
            (("j", "j"), "transfers-copy-failed"),
            (("j",), "transfers-copy-done"),
            (("g", "C"), "cancel-copy"),
            (("escape", "q"), "quit-copying"),
        ),
        jobs=some_jobs,
    ),
    "copies, narrow": Walk(
        judged,
        (
            ((), "templates-copying-narrow"),
            (("3",), "transfers-copies-narrow"),
            (("C",), "cancel-copy-narrow"),
            (("escape", "q"), "quit-copying-narrow"),
        ),
        NARROW,
        jobs=some_jobs,
    ),
    "paused": Walk(paused, (((), "templates-paused"), (("3",), "transfers-paused"))),
    "looking": Walk(looking, (((), "templates-looking"), (("5",), "digests-never"))),
    "looking, narrow": Walk(looking, (((), "templates-looking-narrow"),), NARROW),
    "empty": Walk(empty, (((), "templates-empty"), (("question_mark",), "help-empty"))),
    "empty, narrow": Walk(empty, (((), "templates-empty-narrow"),), NARROW),
    "broken": Walk(
        broken,
        (
            ((), "templates-broken"),
            (("enter",), "template-broken"),
            (("m",), "messages"),
        ),
    ),
    "broken, narrow": Walk(broken, (((), "templates-broken-narrow"),), NARROW),
    "proposing": Walk(
        proposing,
        (
            (("S",), "stamp"),
            (("escape", "F"), "fix-not"),
        ),
    ),
    "proposing, narrow": Walk(proposing, ((("S",), "stamp-narrow"),), NARROW),
    "failing": Walk(failing, ((("S",), "stamp-fails"),)),
    "dialogs": Walk(
        judged,
        (
            (("question_mark",), "help-templates"),
            (("escape", "ctrl+t"), "theme"),
            (("escape", "y"), "copy-template"),
            (("escape", "i"), "explain-which"),
            (("escape", "m"), "messages-none"),
            (("escape", "ctrl+p"), "palette"),
            (("escape", "colon", *"ver"), "command"),
            (("escape", "ctrl+r"), "read-only"),
        ),
    ),
    "dialogs, narrow": Walk(
        judged,
        (
            (("question_mark",), "help-templates-narrow"),
            (("escape", "ctrl+t"), "theme-narrow"),
            (("escape", "i", "enter"), "explain-narrow"),
            (("escape", "ctrl+p"), "palette-narrow"),
        ),
        NARROW,
    ),
    "azure": Walk(
        read,
        (
            (("g", "j", "j", "j"), "azure-templates"),
            (("D",), "azure-delete"),
            (("escape", "B"), "azure-build-asked"),
            (("escape", "g", "B"), "azure-submit"),
            (("escape", "4"), "azure-build"),
        ),
        azure=lambda: StillAzure(log=build_log()),
    ),
    "azure, narrow": Walk(
        read,
        (
            (("g", "j", "j", "j"), "azure-templates-narrow"),
            (("D",), "azure-delete-narrow"),
            (("escape", "B"), "azure-build-asked-narrow"),
            (("escape", "4"), "azure-build-narrow"),
        ),
        NARROW,
        azure=lambda: StillAzure(log=build_log()),
    ),
    "board": Walk(
        judged,
        (
            (("2",), "board"),
            (("j", "j", "j"), "board-rescued"),
            (("k",), "board-delivered"),
            (("j", "j", "j"), "board-lost"),
        ),
        jobs=some_jobs,
        azure=full_board,
    ),
    "board, narrow": Walk(
        judged, ((("2",), "board-narrow"),), NARROW, jobs=some_jobs, azure=full_board
    ),
    "azure, anew": Walk(
        judged,
        ((("g", "j", "j", "j", "B"), "azure-submit-anew"),),
        azure=StillAzure,
    ),
    "azure, anew, narrow": Walk(
        judged,
        (
            (("g", "B"), "azure-submit-narrow"),
            (("escape", "j", "j", "j", "B"), "azure-submit-anew-narrow"),
        ),
        NARROW,
        azure=StillAzure,
    ),
    "azure, expired": Walk(
        read,
        (((), "azure-expired"), (("2",), "azure-expired-outputs")),
        azure=lambda: StillAzure(EXPIRED),
    ),
    "azure, expired, narrow": Walk(
        read, (((), "azure-expired-narrow"),), NARROW, azure=lambda: StillAzure(EXPIRED)
    ),
    "azure, unreachable, narrow": Walk(
        read,
        (((), "azure-unreachable-narrow"),),
        NARROW,
        azure=lambda: StillAzure(UNREACHABLE),
    ),
    "too small": Walk(judged, (((), "too-small"),), (50, 12)),
    "as small as can be": Walk(half, (((), "smallest"),), (60, 16)),
    "one cell": Walk(judged, (((), "one-cell"),), (1, 1)),
}


def _twelve_minutes(_):
    """What the clock of a build says in pictures."""
    return Safe("12:04")


def _early_afternoon(*_):
    """What the clock on the wall says in pictures."""
    return Safe("14:02:11")


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
async def test_every_picture_is_as_it_was_looked_at(walk, in_demo, monkeypatch):
    monkeypatch.setattr("tui.app.TICK_SECONDS", 3600.0)  # only `settled` looks
    for shown in ("copy_lines", "transfers.recent"):
        monkeypatch.setattr(f"tui.screens.{shown}.moment_words", _early_afternoon)
    opening = opening_of(HERE, **walk.preferences)
    wrong = []
    parts = {"workspace": walk.of(opening), "jobs": walk.jobs and walk.jobs()}
    async with running(opening, size=walk.size, **parts) as (app, pilot):
        if walk.azure is not None:
            for shown in ("templates.rows", "outputs.rows", "logs.progress"):
                monkeypatch.setattr(f"tui.screens.{shown}.clock", _twelve_minutes)
            app.azure = walk.azure()
            app.look()
        for keys, name in walk.steps:
            await pilot.press(*keys)
            await settled(app, pilot)
            wrong += differences(name, f"{screen_of(app)}\n", walk.size)
            if not name.startswith(("templates-broken", "read-only")):
                app.clear_notifications()

    assert wrong == []


@pytest.mark.parametrize("name", ["message", "message-narrow"])
async def test_a_message_lies_over_the_screen(name, in_demo, monkeypatch):
    monkeypatch.setattr("tui.app.TICK_SECONDS", 3600.0)
    opening = opening_of(HERE)
    size = NARROW if name.endswith("narrow") else WIDE
    async with running(
        opening, size=size, workspace=judged(opening), notifications=True
    ) as (app, pilot):
        await settled(app, pilot)
        app.say(Safe("templates/[draft]/x.json: Permission denied"), severity="error")
        while not app.screen.query("Toast"):
            await pilot.pause()
        await settled(app, pilot)
        wrong = differences(name, f"{screen_of(app)}\n", size)

    assert wrong == []


@pytest.mark.parametrize(
    ("name", "size"), [("rescue", WIDE), ("rescue-narrow", NARROW)]
)
async def test_a_rescue_is_asked_about(name, size, in_demo, monkeypatch):
    monkeypatch.setattr("tui.app.TICK_SECONDS", 3600.0)
    opening = opening_of(HERE)
    names = (Safe("win11-avd/vhd"), Safe("rhel9-base/vhd"))
    recent = {Way.ACCOUNT: ["golden/vhds"], Way.FOLDER: []}
    async with running(opening, size=size, workspace=judged(opening)) as (app, pilot):
        await settled(app, pilot)
        dialog = RescueDialog(names, recent, app.glyphs)
        await app.push_screen(dialog)
        dialog.measured(Measure(62 * 2**30, 23 * 2**30))
        await settled(app, pilot)
        wrong = differences(name, f"{screen_of(app)}\n", size)

    assert wrong == []


def differences(name: str, grid: str, size: tuple[int, int]) -> list[str]:
    """What is other than in the picture of that name; nothing when it is accepted."""
    path = GRIDS / f"{name}.txt"
    if ACCEPTS:
        path.write_text(grid, "utf-8")
    columns, lines = size
    assert len(grid.splitlines()) <= lines
    assert max(map(len, grid.splitlines())) <= columns
    before = path.read_text("utf-8") if path.exists() else ""
    return list(unified_diff(before.splitlines(), grid.splitlines(), name, "now"))


def test_every_picture_is_taken():
    taken = [name for walk in WALKS.values() for _, name in walk.steps]
    taken += ["message", "message-narrow", "rescue", "rescue-narrow"]

    assert sorted(taken) == sorted(path.stem for path in GRIDS.glob("*.txt"))


@pytest.mark.parametrize(
    "path", sorted(GRIDS.glob("*.txt")), ids=lambda path: path.stem
)
def test_no_picture_in_ascii_has_another_letter(path):
    assert path.read_text("utf-8").isascii()
