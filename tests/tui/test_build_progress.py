"""How far a build is, in three lines."""

from datetime import UTC, datetime, timedelta

import pytest

from integrity.safe_text import Safe
from transfer.azure.build_steps import Customizer, LogStep
from transfer.azure.resource_ids import template_id
from transfer.azure.resources import BuildStatus, TemplateSummary
from tui.glyphs import ASCII
from tui.live.snapshot import LiveLog, LiveTemplate
from tui.screens.logs.progress import progress_lines
from tui.widgets.lines import text_of

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
STEPS = tuple(Customizer("shell", Safe(name)) for name in ("harden", "", "clean"))


def told(
    sub_state: str, *steps: LogStep, run_state: str = "Running", timeout: int = 90
):
    where = template_id("11111111-2222-3333-4444-555555555555", "rg", "linux")
    run = BuildStatus(
        Safe(run_state), Safe(sub_state), started=NOW - timedelta(minutes=12, seconds=4)
    )
    summary = TemplateSummary(
        where, Safe("linux"), Safe("rg"), Safe("westeurope"), Safe("Succeeded"),
        last_run=run, timeout_minutes=timeout,
    )  # fmt: skip
    log = LiveLog("linux", Safe("log"), steps=steps, customizers=STEPS)
    lines = progress_lines(log, LiveTemplate("linux", summary), ASCII, NOW)
    return [text_of(one).split(maxsplit=1)[1].rstrip() for one in lines]


def test_a_build_shows_what_lies_behind_it_and_what_is_to_come():
    build, customizers, time = told(
        "Customizing",
        LogStep(Safe(""), Safe("build machine"), None),
        LogStep(Safe("shell"), Safe("harden"), 1, has_ended=True),
        LogStep(Safe("shell"), Safe(""), 2),
    )

    assert build == (
        "ok Building  * Customizing  - Optimizing  - Validating  - Distributing"
    )
    assert customizers == "ok harden  * 2 shell  - clean"
    assert time == "12:04, 1:17:56 left of 90 min"


def test_before_the_first_customizer_none_is_under_way():
    assert told("Queued")[1] == "- harden  - 2 shell  - clean"


def test_after_the_last_customizer_it_lies_behind():
    last = LogStep(Safe("shell"), Safe("clean"), 3, has_ended=True)

    assert told("Distributing", last)[1] == "ok clean"


def test_a_sub_state_that_is_new_to_us_is_shown_as_it_is():
    assert told("Polishing")[0] == "Polishing"


def test_without_a_timeout_of_its_own_the_default_of_the_service_counts():
    assert told("Building", timeout=0)[2] == "12:04, 3:47:56 left of 240 min"


@pytest.mark.parametrize("state", ["Succeeded", "Failed", "Canceled"])
def test_a_build_that_is_over_shows_no_progress(state):
    assert told("", run_state=state) == []
