"""Whatever stands in a file or an answer is shown as it is written, and does nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from application import opening_of, running, screen_of
from command import BAKEFERRY
from hostile_text import PAYLOADS, hostile_folder
from sequences import coloured, is_harmful, stray_controls, unknown_sequences
from still_workspace import (
    StillWorkspace,
    half_read_artifact,
    half_run,
    judged_files,
    past_run,
    settled,
    snapshot_of,
    verified,
)
from terminal import Terminal
from textual.widgets import Input

from integrity.digests.history import SeenArtifact, SeenVersion
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.safe_text import safe_text
from integrity.secret_url import SecretUrl
from tui.actions import Place
from tui.workspace.proposal import Change, Left, Proposal


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("[bold]x[draft]").mkdir()
    return hostile_folder(Path("[bold]x[draft]"))


def fact_of(number: int, address: str) -> ArtifactFact:
    """What a hostile server may have told of an artifact."""
    payload = list(PAYLOADS.values())[number % len(PAYLOADS)]
    problem = ArtifactProblem(ProblemKind.MISSING, payload)
    told = {
        "etag": payload,
        "content_type": payload,
        "redirects": (payload,),
        "read_from": payload,
    }
    if number % 2:
        return ArtifactFact(SecretUrl(address), problem=problem, **told)
    return ArtifactFact(SecretUrl(address), 25_000_000, "a" * 64, **told)


def hostile_workspace(opening) -> StillWorkspace:
    """Everything that can be shown, made of such texts."""
    names = [safe_text(payload) for payload in PAYLOADS.values()]
    wanted = [key for one in judged_files(opening.workspace) for key, _ in one.wanted]
    facts = {key: fact_of(number, key[0]) for number, key in enumerate(wanted)}
    files = verified(judged_files(opening.workspace, facts))
    artifacts = [one for file in files for one in file.entry.artifacts]
    run = half_run([half_read_artifact(one) for one in artifacts[:25]])
    now = datetime.now(UTC)
    version = SeenVersion("a" * 64, 1, names[0], now, now)
    seen = tuple(
        SeenArtifact(name, (replace(version, etag=name),) * 2, now, name)
        for name in names
    )
    change = [
        Change(Path("x"), name, b"{}", f'{{"{payload}": 1}}'.encode("utf-8", "replace"))
        for name, payload in zip(names, PAYLOADS.values(), strict=True)
    ]
    left = tuple(Left(name, name) for name in names)
    return StillWorkspace(
        snapshot_of(files, run=run, runs=(past_run(),), messages=tuple(names)),
        files,
        proposal=Proposal(names[0], tuple(change), left),
        seen=seen,
    )


class Eye:
    """Looks at every cell after every step."""

    def __init__(self, app, pilot) -> None:
        self.app, self.pilot = app, pilot

    async def after(self, *keys: str) -> str:
        """Press keys; returns the screen, after looking at each of its letters."""
        await self.pilot.press(*keys)
        await settled(self.app, self.pilot)
        return self.look()

    def look(self) -> str:
        """Nothing on the screen does anything but being read."""
        for strip in self.app.screen._compositor.render_strips():
            for segment in strip:
                assert not any(map(is_harmful, segment.text)), segment
                style = segment.style
                assert style is None or style.link is None, segment
                assert style is None or "@click" not in style.meta, segment
        return screen_of(self.app)


def beginning(payload: str) -> str:
    """What a title has room for in any case."""
    return safe_text(payload)[:20]


async def test_the_list_and_each_tab_show_it_as_it_is_written(folder):
    opening = opening_of((folder,))
    workspace = hostile_workspace(opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        eye = Eye(app, pilot)
        await eye.after("G")
        await eye.after("g")
        await eye.after("enter")
        for tab in ("source", "artifacts", "distribute", "versions"):
            app.screen.open_tab(tab)
            shown = [await eye.after("full_stop") for _ in PAYLOADS]

            for name, payload in PAYLOADS.items():
                if name != "surrogate":  # it makes the file no JSON
                    assert any(beginning(payload) in one for one in shown), name


async def test_every_dialog_and_view_shows_it_as_it_is_written(folder):
    opening = opening_of((folder,))
    workspace = hostile_workspace(opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        eye = Eye(app, pilot)
        for payload in PAYLOADS.values():
            app.say(safe_text(payload), severity="error")
        said = await eye.after("m")
        for payload in list(PAYLOADS.values())[:10]:
            assert beginning(payload) in said
        assert "/a/[draft]/x.sh" in await eye.after("escape", "y")
        assert "[bold]HI[/]" in await eye.after("escape", "S")
        await eye.after("G")
        await eye.after("escape", "i")
        for view in (Place.TRANSFERS, Place.DIGESTS, Place.ACCOUNT):
            app.clear_notifications()
            await eye.after("escape")
            await app.go_to(view)
            await eye.after("j")
            await eye.after("y")
            await eye.after("escape")
        workspace._proposal = replace(workspace._proposal, changes=())
        await app.go_to(Place.TEMPLATES)
        assert "[bold]HI[/]" in await eye.after("S")


async def test_what_is_typed_is_taken_as_it_is_typed(folder):
    opening = opening_of((folder,))
    workspace = hostile_workspace(opening)
    everything = " ".join(PAYLOADS.values())
    async with running(opening, workspace=workspace) as (app, pilot):
        eye = Eye(app, pilot)
        for key in ("colon", "slash", "o"):
            for text in (everything[:200], everything):
                await eye.after("escape", key)
                app.screen.query_one(Input).value = text
                await settled(app, pilot)
                eye.look()
                await eye.after("enter")
                app.clear_notifications()


WITHOUT_COLOURS = {
    "in colour": ((), {}),
    "NO_COLOR": ((), {"NO_COLOR": "1"}),
    "mono": (("--theme=mono",), {}),
}


@pytest.mark.parametrize(
    ("arguments", "env"), WITHOUT_COLOURS.values(), ids=WITHOUT_COLOURS.keys()
)
def test_a_terminal_gets_known_sequences_alone(arguments, env, folder, tmp_path):
    state = {"BAKEFERRY_STATE_DIR": str(tmp_path / "state")}
    with Terminal(
        [*BAKEFERRY, "tui", str(folder), *arguments],
        columns=120,
        lines=36,
        env={**state, **env},
    ) as terminal:
        terminal.wait_for("18 templates")
        terminal.type("a\x1b[15~")  # marks all; f5 verifies all
        terminal.type("3")
        terminal.wait_for("1 run before")
        terminal.type("1")
        terminal.wait_for("18 marked")
        terminal.type("\r")
        terminal.wait_for("esc back")
        for tab in ("Artifact ", "run output", "Version "):
            terminal.type("\t")
            terminal.wait_for(tab)
        terminal.type("....")
        terminal.type("y")
        terminal.wait_for("enter take")
        terminal.type("\r")
        terminal.wait_for("Copied")
        terminal.type("q")
        assert terminal.wait_for_end() == 0

    assert unknown_sequences(terminal.data) == set()
    assert stray_controls(terminal.data) == set()
    if arguments or "NO_COLOR" in env:
        assert coloured(terminal.data) == set()


def test_the_scanner_finds_what_it_is_for():
    data = "".join(PAYLOADS.values()).encode("utf-8", "replace")

    assert {b"\x1b]0;owned\x07", b"\x1b[2J", b"\x1b[6n"} < unknown_sequences(data)
    assert stray_controls(data) >= {"\x05", "\x9b", "\x85", "\u202e", "\u2066"}
    assert coloured(b"\x1b[1m\x1b[38;5;1mx\x1b[0m") == {"38", "5"}
