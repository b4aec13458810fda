"""The collector is kept away from what stays, and from nothing else."""

import gc

import pytest

from tui.garbage import GarbageCollector


@pytest.fixture
def collector():
    """Of a window that is made while the collector is off."""
    thresholds = gc.get_threshold()
    gc.disable()
    yield GarbageCollector()
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.unfreeze()


def test_what_is_loaded_is_set_aside_and_the_collector_is_on_again(collector):
    collector.begin()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000


def test_many_more_rows_are_set_aside_and_a_few_more_are_not(collector):
    collector.begin()
    before = gc.get_freeze_count()
    rows = [[number] for number in range(2_000)]
    collector.notice(len(rows))
    assert gc.get_freeze_count() >= before + len(rows)

    before = gc.get_freeze_count()
    rows += [[number] for number in range(100)]
    collector.notice(len(rows))
    assert gc.get_freeze_count() <= before


def test_a_collector_that_is_on_is_left_alone():
    before = gc.get_threshold(), gc.get_freeze_count()
    collector = GarbageCollector()
    collector.begin()
    collector.notice(10_000)

    assert (gc.get_threshold(), gc.get_freeze_count()) == before
