import pytest

from integrity.quantities import (
    counted,
    counted_of,
    listed,
    size_in_words,
)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1,023 bytes"),
        (1024, "1.0 KiB"),
        (20_660_000, "19.7 MiB"),
        (2**30, "1.0 GiB"),
        (5 * 2**50, "5120.0 TiB"),
    ],
)
def test_a_size_has_a_unit(size, words):
    assert size_in_words(size) == words


def test_a_number_and_its_word_agree():
    assert counted(1, "error") == "1 error"
    assert counted(1200, "error") == "1,200 errors"
    assert counted(2, "address", "addresses") == "2 addresses"


def test_a_list_ends_with_and():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("part", "words"),
    [(0, "0 of 1,200 runs"), (1, "1 of 1,200 runs"), (1_200, "1,200 runs")],
)
def test_a_part_is_told_beside_the_whole_and_the_whole_alone(part, words):
    assert counted_of(part, 1_200, "run") == words
