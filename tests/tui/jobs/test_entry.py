"""What is known of one copy: how fast it goes, how long it takes, and what can be done."""

import pytest
from still_jobs import entry

from tui.jobs.entry import Standing


def at_work(rates, *, standing=Standing.RUNNING, total=100):
    return entry("a/vhd", standing, 40, total, rates=rates)


def test_a_copy_is_as_fast_as_in_its_last_seconds():
    assert at_work((900.0, 1.0, 2.0, 3.0, 4.0, 5.0)).rate == 3.0
    assert at_work((2.0,)).rate == 2.0


def test_the_time_that_is_left_is_told_after_some_seconds_by_all_of_late():
    assert at_work((2.0, 2.0)).seconds_left is None
    assert at_work((1.0, 2.0, 3.0)).seconds_left == 30.0
    assert at_work((900.0, *[6.0] * 30)).seconds_left == 10.0


@pytest.mark.parametrize(
    "one",
    [
        at_work(()),
        at_work((5.0,) * 9, standing=Standing.PAUSED),
        at_work((0.0,) * 9),
        at_work((5.0,) * 9, total=None),
    ],
    ids=["nothing measured", "paused", "standing still", "of no known size"],
)
def test_nobody_says_how_long_what_cannot_be_known(one):
    assert one.seconds_left is None


def test_what_does_not_run_has_no_pace():
    assert at_work((5.0,) * 9, standing=Standing.PAUSED).rate is None
    assert at_work(()).rate is None


def test_a_job_is_called_by_the_beginning_of_its_number():
    one = entry("a/vhd", Standing.DONE, 1, 1, job_id="1f3a9c2e-0000-4000")
    assert one.short == "1f3a9c2e"


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize(
    ("known", "is_known"),
    [
        ({"job_id": "1f3a9c2e-0000"}, True),
        ({"job_id": "", "origin": "/subscriptions/s"}, True),
        ({"job_id": "", "origin": ""}, False),
    ],
    ids=["a job", "where it came from", "neither"],
)
def test_what_stands_can_be_resumed_by_what_is_known_of_it(standing, known, is_known):
    stands = {Standing.PAUSED, Standing.STOPPED, Standing.FAILED}

    assert entry("a/vhd", standing, 0, 1, **known).can_resume == (
        is_known and standing in stands
    )
