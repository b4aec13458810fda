"""How much of a stretch is taken at once: less where that takes long."""

from itertools import count, repeat

import pytest

from integrity.digests import stretches
from integrity.digests.counter import TICK_SECONDS, Counter
from integrity.digests.side_by_side import next_of
from integrity.digests.sparse import Extent
from integrity.digests.stretches import STEP, Stretches
from integrity.sizes import MIB


@pytest.fixture
def steps_of(monkeypatch):
    """The sizes of the steps in which a hole is taken, by a clock."""
    size = 8 * STEP

    def taken_by(clock):
        monkeypatch.setattr(stretches, "monotonic", lambda: next(clock))
        room = memoryview(bytearray(1))
        row = Stretches(-1, "disk.img", object(), room, Counter(), STEP)
        steps, sizes = row.take(Extent(0, size, is_hole=True)), []
        take = next(steps, None)
        while take:
            sizes.append(take.size)
            take = next_of(steps, take.size)
        return sizes

    return taken_by


def test_steps_on_a_quick_disk_stay_as_large_as_they_may_be(steps_of):
    assert steps_of(repeat(0.0)) == [STEP] * 8


def test_steps_on_a_slow_disk_shrink_so_that_progress_is_told(steps_of):
    sizes = steps_of(count(step=2 * TICK_SECONDS))

    assert sizes[:4] == [STEP, STEP // 2, STEP // 4, STEP // 8]
    assert max(sizes[8:]) < MIB
    assert sum(sizes) == 8 * STEP


def test_steps_grow_again_where_a_disk_was_slow_for_a_while(steps_of):
    slow = [TICK_SECONDS * 2 * number for number in range(4)]

    sizes = steps_of(iter([*slow, *repeat(slow[-1], 99)]))

    assert min(sizes) == STEP // 8
    assert sizes.index(STEP, 1) == 6
