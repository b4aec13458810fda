"""What windows are told of a copy that has ended."""

import pytest

from transfer.copy_errors import GivenUp, Paused
from tui.cli.exit_codes import ExitCode
from tui.cli.transfers.outcome import Outcome
from tui.jobs.runs import ItemState


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Paused("one/vhd", "was paused"), (ItemState.PAUSED, "")),
        (GivenUp("one/vhd", "was cancelled"), (ItemState.CANCELLED, "")),
        (
            GivenUp("one/vhd", "was cancelled; its part was removed"),
            (ItemState.CANCELLED, "its part was removed"),
        ),
    ],
    ids=repr,
)
def test_a_state_is_not_told_twice(error, told):
    outcome = Outcome(None, ExitCode.PARTIAL, error=error)

    assert outcome.told == (*told, error.advice)
