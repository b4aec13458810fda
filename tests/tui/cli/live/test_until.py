import pytest

from integrity.safe_text import Safe
from transfer.azure.resources import BuildStatus
from tui.cli.exit_codes import ExitCode
from tui.cli.live.until import code_at_the_end, has_reached


@pytest.mark.parametrize(
    ("sub_state", "wanted", "reached"),
    [
        ("Building", "building", True),
        ("Distributing", "customizing", True),
        ("Queued", "customizing", False),
        ("Running around", "customizing", False),
        (None, "customizing", False),
        (None, "running", True),
        ("Distributing", "succeeded", False),
        ("Distributing", "ended", False),
    ],
)
def test_a_build_is_at_a_state_or_past_it(sub_state, wanted, reached):
    build = BuildStatus(Safe("Running"), None if sub_state is None else Safe(sub_state))

    assert has_reached(build, wanted) is reached


@pytest.mark.parametrize(
    ("wanted", "came_out", "code"),
    [
        (None, ExitCode.PARTIAL, ExitCode.PARTIAL),
        ("distributing", ExitCode.PARTIAL, ExitCode.DONE),
        ("distributing", ExitCode.BUILD_FAILED, ExitCode.BUILD_FAILED),
        ("succeeded", ExitCode.PARTIAL, ExitCode.PARTIAL),
        ("ended", ExitCode.BUILD_FAILED, ExitCode.DONE),
    ],
)
def test_a_build_that_ended_early_has_the_code_of_what_was_wanted(
    wanted, came_out, code
):
    assert code_at_the_end(wanted, came_out) is code
