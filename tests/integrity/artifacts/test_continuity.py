"""One row of bytes out of several attempts."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.artifacts.continuity import BytesDiffer, Continuity

whole = st.binary(min_size=1, max_size=60)
attempts = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6)


def pieces(body, size):
    return [body[at : at + size] for at in range(0, len(body), size)]


@given(whole, attempts, st.booleans())
def test_whatever_breaks_every_byte_is_handed_on_once(body, broken, from_the_start):
    continuity = Continuity()
    handed_on = b""
    for length, size in [*broken, (len(body), 7)]:
        start = 0 if from_the_start else continuity.taken
        continuity.begin(start)
        for piece in pieces(body[start : start + length], size):
            handed_on += continuity.fresh(piece)
        continuity.broke_off(sha256(handed_on).hexdigest())
    for piece in pieces(body[continuity.taken :], 9):
        handed_on += continuity.fresh(piece)
    assert handed_on == body
    assert continuity.caught_up


@given(whole, st.data())
def test_another_byte_is_noticed_when_it_comes_again(body, data):
    at = data.draw(st.integers(0, len(body) - 1))
    size = data.draw(st.integers(1, 20))
    other = body[:at] + bytes((body[at] ^ 1,)) + body[at + 1 :]
    continuity = Continuity()
    continuity.fresh(body)
    continuity.broke_off(sha256(body).hexdigest())
    continuity.begin(0)
    with pytest.raises(BytesDiffer):
        _ = [continuity.fresh(piece) for piece in pieces(other + b"more", size)]
