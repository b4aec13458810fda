"""Several streams side by side: every digest is that of hashlib."""

import hashlib
import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.digests import lanes
from integrity.digests.buffers import aligned_buffer
from integrity.digests.lanes import IN_TURN, Take, best_lanes, is_right

MIB = 1024 * 1024

WAYS = {"in-turn": IN_TURN}
if best_lanes() is not IN_TURN:
    WAYS["native"] = best_lanes()

each_way = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
natively = pytest.mark.skipif("native" not in WAYS, reason="the extension is not built")


def oracle(messages):
    return [hashlib.sha256(message).hexdigest() for message in messages]


def noise(size):
    return random.Random(size).randbytes(size)


@each_way
def test_every_length_in_any_company_has_its_digest(way):
    messages = [noise(size) for size in range(301)]
    for size in range(301):
        row = [messages[size], messages[300 - size], messages[size // 2], b""]
        assert way.hexdigests(row) == oracle(row)
    for count in range(12):
        assert way.hexdigests(messages[count::12]) == oracle(messages[count::12])


@each_way
def test_no_message_and_no_pair_are_no_work(way):
    assert way.hexdigests([]) == []
    assert way.update_each([]) == []


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@given(
    streams=st.lists(
        st.lists(st.integers(0, 200), min_size=3, max_size=3), min_size=1, max_size=9
    )
)
def test_streams_do_not_depend_on_how_their_bytes_came(way, streams):
    under_way = [way.start() for _ in streams]
    contents = [b""] * len(streams)
    for step in range(3):
        parts = [noise(sizes[step] + step) for sizes in streams]
        contents = [so_far + part for so_far, part in zip(contents, parts, strict=True)]
        way.update_each(list(zip(under_way, parts, strict=True)))
        assert [stream.digest().hex() for stream in under_way] == oracle(contents)


@each_way
def test_a_stream_alone_takes_its_bytes_too(way):
    stream = way.start()
    for size in (0, 1, 63, 64, 65, 1000):
        stream.update(memoryview(noise(size)))
    content = b"".join(map(noise, (0, 1, 63, 64, 65, 1000)))
    assert [stream.digest().hex()] == oracle([content])


@pytest.fixture
def file(tmp_path):
    """Its descriptor; it holds 100,000 bytes."""
    path = tmp_path / "file"
    path.write_bytes(noise(100_000))
    with path.open("rb") as opened:
        yield opened.fileno()


STRETCHES = [(0, 100_000), (1, 63), (4095, 4098), (99_999, 1), (7, 0), (50_000, 20_000)]


@each_way
def test_stretches_of_files_are_read_and_hashed_side_by_side(way, file):
    takes = [
        Take(way.start(), aligned_buffer(room), size, file, position)
        for room, (position, size) in enumerate(STRETCHES, 4096)
    ]
    assert way.update_each(takes) == [size for _, size in STRETCHES]
    content = noise(100_000)
    assert [take.stream.digest().hex() for take in takes] == oracle(
        [content[position : position + size] for position, size in STRETCHES]
    )


@each_way
def test_a_file_that_ends_or_cannot_be_read_gives_what_it_has(way, file, tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    ways_to_end = [(100, file, 99_990), (100, file, 200_000), (5, folder, 0)]
    takes = [Take(way.start(), aligned_buffer(4096), *end) for end in ways_to_end]
    assert way.update_each([*takes, (way.start(), b"whole")]) == [10, 0, 0, 5]
    os.close(folder)
    assert takes[0].stream.digest().hex() == oracle([noise(100_000)[99_990:]])[0]


@each_way
def test_the_same_bytes_are_taken_again_and_again(way, file):
    zeros, other = Take(way.start(), memoryview(bytes(100)), 1050), way.start()
    read = Take(other, aligned_buffer(4096), 100_000, file)
    assert way.update_each([zeros, read]) == [1050, 100_000]
    digests = [zeros.stream.digest().hex(), other.digest().hex()]
    assert digests == oracle([bytes(1050), noise(100_000)])


@natively
def test_a_room_that_cannot_be_written_to_is_refused(file):
    way = best_lanes()
    take = Take(way.start(), b"not to be written to", 10, file)
    with pytest.raises(BufferError):
        way.update_each([take])
    assert take.stream.digest().hex() == oracle([b""])[0]


@each_way
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_whatever_holds_bytes_in_a_row_is_taken(way, kind):
    assert way.hexdigests([kind(b"abc" * 50)]) == oracle([b"abc" * 50])


@each_way
def test_bytes_that_do_not_stand_in_a_row_are_refused(way):
    scattered = memoryview(noise(300))[::2]
    with pytest.raises(BufferError):
        way.hexdigests([b"before", scattered])
    with pytest.raises(BufferError):
        way.update_each([(way.start(), b"before"), (way.start(), scattered)])


@each_way
@pytest.mark.parametrize("what", [[1], ["text"], [None], 5])
def test_what_is_no_bytes_is_refused(way, what):
    with pytest.raises(TypeError):
        way.hexdigests(what)


@natively
@pytest.mark.parametrize("pair", [(hashlib.sha256(), b""), (b"",), [], None])
def test_what_is_no_pair_is_refused(pair):
    with pytest.raises(TypeError):
        best_lanes().update_each([pair])


@natively
def test_a_stream_cannot_be_in_two_lanes_and_is_whole_after_it_was_refused():
    way = best_lanes()
    stream, other = way.start(), way.start()
    with pytest.raises(RuntimeError, match="already"):
        way.update_each([(other, b"x"), (stream, b"a"), (stream, b"b")])
    way.update_each([(stream, b"abc"), (other, b"")])
    assert [stream.digest().hex(), other.digest().hex()] == oracle([b"abc", b""])


@natively
def test_the_length_is_counted_beyond_32_bits():
    way = best_lanes()
    part, rest = bytes(MIB), [b"a", noise(60)]
    streams, wanted = [way.start() for _ in rest], hashlib.sha256()
    for _ in range(512):
        way.update_each([(stream, part) for stream in streams])
        wanted.update(part)
    way.update_each(list(zip(streams, rest, strict=True)))
    for stream, end in zip(streams, rest, strict=True):
        whole = wanted.copy()
        whole.update(end)
        assert stream.digest() == whole.digest()


@each_way
def test_threads_do_not_disturb_each_other(way):
    def hashed(seed):
        parts = [noise(10_000 + seed * 100 + number) for number in range(5)]
        streams = [way.start() for _ in parts]
        for _ in range(20):
            way.update_each(list(zip(streams, parts, strict=True)))
        alone = [part * 20 for part in parts]
        return [stream.digest().hex() for stream in streams] == oracle(alone)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(hashed, range(64)))


@each_way
def test_what_is_there_is_right(way):
    assert is_right(way)


def test_a_wrong_digest_in_any_lane_is_noticed():
    def wrong_from(count):
        def hexdigests(messages):
            found = oracle(messages)
            return found if len(found) < count else [*found[:-1], "0" * 64]

        return hexdigests

    for count in range(1, 8):
        assert not is_right(IN_TURN._replace(hexdigests=wrong_from(count)))
    assert not is_right(IN_TURN._replace(update_each=lambda pairs: None))


def test_an_extension_that_is_wrong_is_not_used(monkeypatch):
    monkeypatch.setattr(lanes, "is_right", lambda way: False)
    assert best_lanes.__wrapped__() is IN_TURN


def test_without_the_extension_hashlib_hashes_one_stream_after_another(monkeypatch):
    monkeypatch.setitem(sys.modules, "integrity.digests.native.sha256", None)

    assert best_lanes.__wrapped__() is IN_TURN
