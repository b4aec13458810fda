"""The collector is kept away from what stays, and from nothing else."""

import gc
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tui.collecting import Collecting
from tui.workspace.snapshot import Snapshot, VerifyRun


@pytest.fixture
def collecting():
    """Of a window that is made while the collector is off."""
    gc.disable()
    made = Collecting()
    yield made
    made.end()
    gc.enable()
    gc.unfreeze()


def test_what_is_loaded_is_set_aside_and_the_collector_is_on_again(collecting):
    collecting.begin()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000


def test_rows_that_come_in_are_set_aside_and_what_comes_later_is_not(collecting):
    collecting.begin()
    collecting.look(Snapshot(number=1))
    before = gc.get_freeze_count()
    rows = [[number] for number in range(10_000)]
    gc.collect(1)
    assert gc.get_freeze_count() >= before + len(rows)

    collecting.look(Snapshot(number=1))
    before = gc.get_freeze_count()
    rows += [[number] for number in range(10_000)]
    gc.collect()
    assert gc.get_freeze_count() <= before


def test_a_run_that_only_moves_brings_nothing_that_stays(collecting):
    one_run = VerifyRun(number=1, started_at=datetime.now(UTC), total=3)
    collecting.begin()
    collecting.look(Snapshot(number=1, run=one_run))
    collecting.look(Snapshot(number=2, run=one_run))
    before = gc.get_freeze_count()
    gc.collect()
    assert gc.get_freeze_count() <= before

    collecting.look(Snapshot(number=3, run=replace(one_run, done=1)))
    gc.collect()
    assert gc.get_freeze_count() > before


def test_a_collector_that_is_on_is_left_alone():
    before = gc.callbacks[:], gc.get_freeze_count()
    collecting = Collecting()
    collecting.begin()
    collecting.look(Snapshot(number=1))
    gc.collect()

    assert (gc.callbacks, gc.get_freeze_count()) == before
    collecting.end()
