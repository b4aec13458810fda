"""What `!` copies is a command that the shell's door takes, and that means the same."""

import shlex
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import click
import pytest
from application import opening_of, running
from azure_window import Window
from pretended_azure import pretended
from still_workspace import (
    StillWorkspace,
    judged_files,
    seen_artifacts,
    settled,
    snapshot_of,
)

from integrity.artifacts.url_map import UrlMap
from tui.actions import BY_ID, Place
from tui.cli.commands import bakeferry
from tui.opening import AzureWishes
from tui.session_options import SessionOptions
from tui.widgets.line_list import LineList
from tui.workspace.stages import EntryState

WINDOW = ("--map", "--allow-private", "--params")
"""What this window was opened with."""


def is_known(frame, name) -> bool:
    """A template's file is judged, and joined with what Azure says of it."""
    entry = frame.entry_of(f"templates/{name}.json")
    return (
        entry is not None
        and entry.state is EntryState.JUDGED
        and entry.online is not None
    )


SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"


def options_of(command: str) -> dict[str, object]:
    """What the command line understands of a command; an error where it does not."""
    program, *words = shlex.split(command)
    with bakeferry.make_context(program, words) as context:
        found: click.Command | None = bakeferry
        while isinstance(found, click.Group):
            name, found, words = found.resolve_command(context, words)
        with found.make_context(name, words, parent=context) as own:
            return own.params


@pytest.fixture
def opening(in_demo):
    """The demo's templates, with artifacts and parameters from somewhere else."""
    opened = opening_of(
        (Path("templates"),),
        session=SessionOptions(
            maps=(UrlMap("https://artifacts.example.com", Path("artifacts")),),
            allow_private=frozenset(("files.corp",)),
        ),
    )
    files = {"templates/rhel9.parameters.json": b"{}"}
    judging = replace(opened.workspace.judging, parameter_files=files)
    return replace(opened, workspace=replace(opened.workspace, judging=judging))


@asynccontextmanager
async def still(opening):
    """A window in which nothing is read, on a template that can be mended."""
    files = judged_files(opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files, seen=seen_artifacts())
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        app.screen.query_one(LineList).move_to("templates/legacy-2019.json")
        await settled(app, pilot)
        yield app, pilot


async def done(app, pilot, action, *words):
    """Do something; the command that says the same."""
    await app.frame.perform(BY_ID[action], words)
    await settled(app, pilot)
    return app.last_command


@pytest.mark.parametrize(
    ("action", "words", "command", "flags"),
    [
        ("verify", (), "bakeferry verify ", ["--map", "--allow-private", "--params"]),
        ("stamp", (), "bakeferry stamp ", ["--map", "--allow-private", "--params"]),
        ("fix", (), "bakeferry lint --fix ", ["--params"]),
        ("explain", ("AIB310",), "bakeferry explain AIB310", []),
    ],
)
async def test_it_has_those_options_of_the_window_that_the_command_takes(
    opening, action, words, command, flags
):
    async with still(opening) as (app, pilot):
        last = await done(app, pilot, action, *words)

    assert last.startswith(command)
    assert options_of(last)
    assert [word for word in shlex.split(last) if word in WINDOW] == flags


async def test_exported_digests_go_to_the_same_file(opening):
    async with still(opening) as (app, pilot):
        await app.go_to(Place.DIGESTS)
        last = await done(app, pilot, "export", "all of them.sha256")

    assert options_of(last) == {"path": Path("all of them.sha256")}


async def test_the_doctor_looks_where_this_window_does(opening):
    azure = AzureWishes(cloud="nowhere", group="rg-golden")
    async with still(replace(opening, azure=azure)) as (app, pilot):
        await app.go_to(Place.ACCOUNT)
        last = await done(app, pilot, "doctor")

    assert last == "bakeferry account doctor -g rg-golden --cloud nowhere"
    assert options_of(last)


@pytest.mark.parametrize(
    ("action", "name", "command"),
    [
        ("build", "legacy-2019", "bakeferry run legacy-2019 "),
        ("cancel", "sles15-sap", "bakeferry cancel sles15-sap "),
        ("delete", "rhel9-base", "bakeferry delete rhel9-base "),
        ("log", "ubuntu-golden", "bakeferry logs ubuntu-golden --follow "),
    ],
)
async def test_in_azure_it_means_the_very_same_template(opening, action, name, command):
    with pretended(pace=0.0) as (_, origin):  # what builds goes on building
        azure = AzureWishes(simulator=origin, at_once=True)
        async with running(replace(opening, azure=azure)) as (app, pilot):
            window = Window(app, pilot)
            await window.until(lambda: is_known(app.frame, name))
            last = await done(app, pilot, action, name)

    assert last.startswith(command)
    assert options_of(last)["subscription"] == SUBSCRIPTION
    assert options_of(last)["resource_group"] == "rg-golden"
