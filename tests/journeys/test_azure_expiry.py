"""A window whose sign-in expires, whose network is slow or gone: it goes on afterwards."""

import re
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from application import opening_of, running, screen_of
from azure_window import Window
from live_side import ALWAYS
from pretended_azure import pretended
from still_workspace import settled
from submissions import template_file

from transfer.simulator.faults import drop, first, refuse
from tui.opening import AzureWishes
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.widgets.line_list import LineList

EXPIRED = refuse(401, "ExpiredAuthenticationToken", message="The token is expired.")


@asynccontextmanager
async def window_on(folder, origin, *, size=(120, 36)):
    """A window on one file and the demo's subscription."""
    template_file(folder)
    opening = replace(
        opening_of((folder,)), azure=AzureWishes(simulator=origin, at_once=True)
    )
    async with running(opening, size=size) as (app, pilot):
        window = Window(app, pilot)
        await window.until(lambda: app.frame.live and app.frame.live.account.as_of)
        await settled(app, pilot)
        yield window


def stand_on(window, name):
    """Move the cursor to a template that is in Azure alone."""
    known = window.app.frame.live.templates
    key = next(one.key for one in known if one.summary.name == name)
    assert window.app.screen.query_one(LineList).move_to(key)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_sign_in_that_expires_leaves_everything_to_be_browsed(tmp_path, size):
    with pretended() as (simulator, origin):
        async with window_on(tmp_path, origin, size=size) as window:
            simulator.faults.add("*", EXPIRED, times=ALWAYS)
            shown = await window.sees("The sign-in to Azure has expired", "az login")
            assert "sign-in expired" in shown
            assert "Nothing was changed; shown as of" in shown
            assert "win11-avd" in shown
            await window.press("2")
            await window.sees("The sign-in to Azure has expired")
            await window.press("1", "enter")
            await window.press("escape")
            await window.press("B")
            assert window.said[-1].endswith("Azure cannot be reached; u tries again")
            simulator.faults.clear()
            await window.press("u")
            await window.until(lambda: "has expired" not in screen_of(window.app))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_on_a_slow_link_it_is_said_of_when_the_list_is(
    tmp_path, monkeypatch, size
):
    monkeypatch.setattr("tui.screens.context_bar._SLOW", timedelta(0))
    answers = Event()
    with pretended() as (simulator, origin):
        async with window_on(tmp_path, origin, size=size) as window:
            simulator.faults.add("List Templates", first(answers.wait), times=ALWAYS)
            try:
                await window.press("u")
                shown = await window.sees("as of ", "asking")
                assert re.search(r"as of \d\d:\d\d, asking", shown)
                assert "win11-avd" in shown  # what is known stays
            finally:
                answers.set()
            simulator.faults.clear()
            await window.until(lambda: "asking" not in screen_of(window.app))


async def test_a_build_is_followed_on_after_signing_in_again(tmp_path):
    with pretended(pace=0.0) as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            stand_on(window, "ubuntu-golden")
            await window.asks("B", ConfirmDialog)
            await window.press("right", "enter")
            await window.until(
                lambda: "ubuntu-golden: the build has begun." in window.said
            )
            simulator.clock.advance(200.0)  # it is at its customizers
            await window.press("4")
            await window.sees("ubuntu-golden", "customization.log")
            simulator.faults.add("*", EXPIRED, times=ALWAYS)
            await window.sees("The sign-in to Azure has expired")
            await window.until(lambda: window.app.frame.live.log.trouble)
            read_before = window.app.frame.live.log.count
            assert not any("the build has" in one for one in window.said[1:])
            simulator.faults.clear()
            simulator.clock.advance(3600.0)
            await window.press("u")
            await window.until(
                lambda: "ubuntu-golden: the build has succeeded." in window.said
            )
            await window.sees("No line reads like a failure.", "ended")

            log = window.app.frame.live.log
            assert log.trouble is None
            assert log.count >= read_before


async def test_a_network_that_is_gone_for_a_while_ends_no_build_that_is_followed(
    tmp_path,
):
    with pretended() as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            stand_on(window, "ubuntu-golden")
            await window.asks("B", ConfirmDialog)
            await window.press("right", "enter")
            await window.until(
                lambda: "ubuntu-golden: the build has begun." in window.said
            )
            simulator.faults.add("*", drop, times=ALWAYS)
            await window.sees("Cannot reach Azure", "u tries again")
            simulator.faults.clear()
            await window.press("u")
            await window.until(
                lambda: "ubuntu-golden: the build has succeeded." in window.said
            )
