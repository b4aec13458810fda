"""Buffers are filled again once nobody looks at them, and never before."""

import pytest

from integrity.artifacts import spare
from integrity.artifacts.spare import RANGE, give_back, room


@pytest.fixture(autouse=True)
def _none_is_kept():
    spare._KEPT.clear()


def test_a_buffer_that_was_given_back_is_handed_out_again():
    buffer = room(RANGE)
    give_back(buffer)

    assert room(RANGE) is buffer
    assert room(RANGE) is not buffer


def test_a_buffer_that_somebody_has_a_view_of_is_left_alone():
    buffer = bytearray(b"x") * RANGE
    with memoryview(buffer)[:1] as view:
        give_back(buffer)

        assert room(RANGE) is not buffer
        assert (bytes(view), buffer.count(b"x")) == (b"x", RANGE)


def test_of_other_sizes_and_beyond_a_few_none_is_kept():
    for other in (bytearray(RANGE - 1), bytes(RANGE), memoryview(bytearray(RANGE))):
        give_back(other)
    assert not spare._KEPT

    for _ in range(20):
        give_back(bytearray(RANGE))
    assert len(spare._KEPT) < 10
