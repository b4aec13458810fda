"""A log that grows: followed by who is at its end, and by nobody else."""

from dataclasses import replace

import pytest
from application import running, screen_of
from hand import opened_at
from still_azure import StillAzure, build_log
from still_workspace import settled

from integrity.safe_text import Safe
from transfer.azure.build_steps import LogLine
from tui.actions import Place


class GrowingAzure(StillAzure):
    def grow(self):
        log = self._snapshot.log
        at = log.count + 1
        log.lines.append(LogLine(at, 1, Safe(f"azure-arm: line {at}"), False))
        grown = replace(log, count=at)
        number = self._snapshot.number + 1
        self._snapshot = replace(self._snapshot, number=number, log=grown)


@pytest.mark.parametrize(
    ("keys", "is_followed"),
    [
        ((), True),
        (("k",), False),
        (("pageup",), False),
        (("g",), False),
        (("k", "j"), True),
        (("g", "end"), True),
        (("f",), False),
        (("f", "f"), True),
        (("g", "f"), True),
    ],
    ids=str,
)
async def test_who_reads_further_up_is_not_taken_to_the_end(
    keys, is_followed, demo_opening
):
    opening, workspace = opened_at(Place.LOGS, demo_opening)
    async with running(opening, workspace=workspace, size=(80, 24)) as (app, pilot):
        app.azure = GrowingAzure(log=build_log())
        await app.go_to(Place.LOGS)
        await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        app.azure.grow()
        app.look()
        await settled(app, pilot)
        shown = screen_of(app)

    assert ("line 30" in shown) == is_followed
    assert ("following" in shown) == is_followed
    assert ("f follows" in shown) != is_followed
