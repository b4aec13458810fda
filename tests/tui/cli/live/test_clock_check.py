from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from tui.cli.live.doctor import clock_check


@pytest.mark.parametrize(
    ("ahead", "state"), [(0, "ok"), (-200, "ok"), (900, "warning"), (-900, "warning")]
)
def test_a_clock_that_is_wrong_by_minutes_is_told(ahead, state):
    theirs = datetime.now(UTC) + timedelta(seconds=ahead)
    date = format_datetime(theirs, usegmt=True)

    assert clock_check(httpx.Response(401, headers={"Date": date})).state == state


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
def test_an_answer_without_a_time_says_nothing_of_the_clock(headers):
    assert clock_check(httpx.Response(200, headers=headers)).state == "skipped"
