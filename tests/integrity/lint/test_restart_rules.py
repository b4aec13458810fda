"""The rules about restarts of Windows."""

import pytest
from judging import complaints, messages, steps
from mending import first_step, mended

from integrity.lint.rules.restarts import (
    default_restart_command,
    malformed_restart_timeout,
    no_restart_check,
)
from integrity.lint.severity import Severity


def restart(timeout):
    return steps({"type": "WindowsRestart", "restartTimeout": timeout})


@pytest.mark.parametrize("rule", [default_restart_command, no_restart_check])
@pytest.mark.parametrize(
    ("written", "is_told"), [(None, True), (" ", True), (5, False)]
)
def test_what_is_left_out_of_a_restart_is_told(rule, written, is_told):
    step = {
        "type": "WindowsRestart",
        "restartCommand": written,
        "restartCheckCommand": written,
    }

    assert bool(messages(rule, steps(step))) is is_told


@pytest.mark.parametrize("timeout", ["5m", "2h", "90m", "", None])
def test_documented_durations_are_fine(timeout):
    assert complaints(malformed_restart_timeout, restart(timeout)) == []


@pytest.mark.parametrize("timeout", ["90s", "1h30m", "1.5h", "500ms", "5m0s"])
def test_other_durations_of_the_build_tool_are_a_warning(timeout):
    (complaint,) = complaints(malformed_restart_timeout, restart(timeout))

    assert complaint.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("timeout", "short"),
    [
        ("5 minutes", "5m"),
        ("5 m", "5m"),
        ("5M", "5m"),
        (" 10min ", "10m"),
        ("2 Hours", "2h"),
        ("1 hr", "1h"),
    ],
)
def test_durations_in_words_are_mended(timeout, short):
    step = first_step(mended(malformed_restart_timeout, restart(timeout)))

    assert step["restartTimeout"] == short


@pytest.mark.parametrize(
    "timeout", ["5", "PT5M", "five minutes", "m", "00:05:00", "5m!", "\u0665m", "-5m"]
)
def test_what_is_no_duration_is_an_error(timeout):
    (complaint,) = complaints(malformed_restart_timeout, restart(timeout))

    assert complaint.severity is None
    assert complaint.fix is None


@pytest.mark.parametrize(
    ("timeout", "whole", "is_told"),
    [
        ("3h", 120, True),
        ("2h", 120, False),
        ("5h", 0, True),
        ("240m", None, False),
    ],
)
def test_a_restart_may_not_take_longer_than_the_build(timeout, whole, is_told):
    step = {"type": "WindowsRestart", "restartTimeout": timeout}

    found = complaints(
        malformed_restart_timeout, steps(step, buildTimeoutInMinutes=whole)
    )
    assert [one.severity for one in found] == [Severity.WARNING] * is_told
