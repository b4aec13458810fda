"""Which known word is meant: as the standard library says, but soon."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.likeness import most_like

words = st.text("abcdef", max_size=30)


@given(word=words, known=st.lists(words, max_size=6), least=st.floats(0.1, 1.0))
def test_it_is_the_closest_match(word, known, least):
    assert most_like(word, known, least) == next(
        iter(get_close_matches(word, known, n=1, cutoff=least)), None
    )


@pytest.mark.parametrize("known", [[], ["eastus"]])
def test_what_is_far_longer_is_like_none_and_not_compared(known, monkeypatch):
    monkeypatch.setattr("difflib.SequenceMatcher.set_seq2", None)

    assert most_like("eastus" * 100, known) is None
