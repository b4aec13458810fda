from datetime import UTC, datetime, timedelta

import pytest

from integrity.safe_text import Safe
from transfer.azure.build_steps import LogLine
from tui.cli.live.recent_lines import recent

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def lines(*minutes):
    """Lines that were written so many minutes before noon; None has no time."""
    return [
        LogLine(
            number,
            0,
            Safe(""),
            is_wrong=False,
            at=None if before is None else NOON - timedelta(minutes=before),
        )
        for number, before in enumerate(minutes, 1)
    ]


@pytest.mark.parametrize(
    ("minutes", "changed", "kept"),
    [
        ((30, 20, 5, 1), 1, [3, 4]),
        ((30, None, 5, None), 1, [2, 3, 4]),
        ((30, None, None), 5, [2, 3]),
        ((30, None, None), 20, []),
        ((None, None), 5, [1, 2]),
        ((None, None), 20, []),
        ((), 5, []),
    ],
)
def test_lines_without_a_time_are_as_new_as_their_neighbours_allow(
    minutes, changed, kept
):
    found = recent(
        lines(*minutes),
        NOON - timedelta(minutes=10),
        NOON - timedelta(minutes=changed),
    )

    assert [line.number for line in found] == kept
