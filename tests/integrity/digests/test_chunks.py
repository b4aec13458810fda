"""Manifests of chunks: written, read back, and held against files."""

import hashlib
import os

import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st
from xxhash import xxh3_128

from integrity.digests import chunk_check, lanes
from integrity.digests.algorithms import ALGORITHMS, SHA256
from integrity.digests.chunk_check import check_chunks
from integrity.digests.chunks import hash_with_manifest
from integrity.digests.manifest import CHUNK, BadManifest, Manifest, parse_manifest
from integrity.digests.pool import Pool
from integrity.digests.whole_and_chunks import ChunkTaker, WholeAndChunks
from integrity.errors import FileChanged, FileMissing

pytestmark = pytest.mark.usefixtures("each_way")

MIB = 1024 * 1024


def manifest_of(path, by=SHA256):
    return hash_with_manifest(str(path), chunks_by=by)[1]


def differing(manifest):
    return check_chunks(manifest, Pool(2)).differing


@pytest.fixture
def image(sparse_file):
    """A file of 41 MiB and a bit: eleven chunks, of which three hold data."""
    return sparse_file(
        41 * MIB + 5, [(5, b"a"), (17 * MIB, b"b" * MIB), (41 * MIB, b"c")]
    )


OF_ONE = {
    "sha256": lambda data: hashlib.sha256(data).digest(),
    "blake3": lambda data: blake3(data).digest(),
    "xxh3-128": lambda data: xxh3_128(data).digest(),
}

each_digest = pytest.mark.parametrize("by", ALGORITHMS.values(), ids=list(ALGORITHMS))


@each_digest
def test_each_chunk_has_the_digest_of_its_bytes(image, by):
    content = image.read_bytes()
    chunks = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
    whole, manifest = hash_with_manifest(str(image), chunks_by=by)
    assert manifest.digests == b"".join(map(OF_ONE[by.name], chunks))
    assert manifest.sha256 == whole.digests["sha256"]
    assert manifest.sha256 == hashlib.sha256(content).hexdigest()
    assert manifest.root == hashlib.sha256(manifest.digests).hexdigest()
    assert manifest.chunks == 11


def test_other_digests_of_the_whole_are_computed_beside_a_manifest(image):
    content = image.read_bytes()
    whole, _ = hash_with_manifest(str(image), tuple(ALGORITHMS.values()))
    assert whole.digests == {
        name: digest(content).hex() for name, digest in OF_ONE.items()
    }


@given(
    pieces=st.lists(st.tuples(st.booleans(), st.integers(0, 70)), max_size=12),
    chunk=st.integers(1, 20),
)
def test_chunks_do_not_depend_on_how_the_bytes_came(pieces, chunk):
    taker, content = ChunkTaker(chunk), b""
    for is_hole, size in pieces:
        content += (b"\0" if is_hole else b"x") * size
        taker.take_hole(size) if is_hole else taker.take(memoryview(b"x" * size))
    chunks = [content[start : start + chunk] for start in range(0, len(content), chunk)]
    assert taker.digests() == b"".join(hashlib.sha256(c).digest() for c in chunks)


@settings(deadline=None)
@given(
    pieces=st.lists(st.tuples(st.booleans(), st.integers(0, 700)), max_size=12),
    chunk=st.integers(1, 200),
)
def test_the_whole_and_its_chunks_come_from_one_pass(pieces, chunk):
    whole_and_chunks, content = WholeAndChunks(chunk), b""
    for is_hole, size in pieces:
        content += (b"\0" if is_hole else b"x") * size
        for taker in (*whole_and_chunks.near, *whole_and_chunks.far):
            taker.take_hole(size) if is_hole else taker.take(memoryview(b"x" * size))
    chunks = [content[start : start + chunk] for start in range(0, len(content), chunk)]
    assert whole_and_chunks.chunk_digests() == b"".join(
        hashlib.sha256(c).digest() for c in chunks
    )
    assert whole_and_chunks.hexdigest() == hashlib.sha256(content).hexdigest()


@each_digest
def test_a_manifest_is_read_back_as_it_was_written(image, by):
    manifest = manifest_of(image, by)
    assert parse_manifest(manifest.lines()) == manifest


def test_equal_chunks_share_a_line(sparse_file):
    empty = manifest_of(sparse_file(2**30))
    assert len(list(empty.lines())) == 7
    assert list(empty.lines())[-1].startswith(b"256 bb9f8df6")


def test_a_strange_name_stays_on_its_line():
    strange = Manifest("a\nb\\c\udcff", 0, CHUNK, "00" * 32, b"")
    assert parse_manifest(strange.lines()).path == "a\nb\\c\udcff"


@each_digest
def test_an_unchanged_file_fits_its_manifest(image, by):
    assert differing(manifest_of(image, by)) == ()


@each_digest
@pytest.mark.parametrize("offset", [0, 6 * MIB, 17 * MIB + 9, 41 * MIB + 4])
def test_one_changed_byte_is_found_in_its_chunk(image, offset, by):
    manifest = manifest_of(image, by)
    with image.open("r+b") as file:
        os.pwrite(file.fileno(), b"!", offset)
    assert differing(manifest) == (offset // CHUNK,)


@each_digest
def test_data_that_became_a_hole_is_found(image, by):
    manifest = manifest_of(image, by)
    os.truncate(image, 16 * MIB)
    os.truncate(image, 41 * MIB + 5)
    assert differing(manifest) == (4, 10)


def test_another_size_is_told_without_reading(image):
    manifest = manifest_of(image)
    os.truncate(image, 41 * MIB)
    check = check_chunks(manifest, Pool(2))
    assert (check.size, check.differing) == (41 * MIB, ())


def test_a_file_that_is_cut_while_it_is_checked_has_changed(image, monkeypatch):
    manifest, way = manifest_of(image), lanes.best_lanes()

    def cut_and_update(takes):
        os.truncate(image, 20)
        return way.update_each(takes)

    cutting = way._replace(update_each=cut_and_update)
    monkeypatch.setattr(chunk_check, "lanes_of", lambda _: cutting)
    with pytest.raises(FileChanged):
        check_chunks(manifest, Pool(2))


def test_a_file_that_is_written_to_while_it_is_checked_has_changed(image, monkeypatch):
    manifest, way = manifest_of(image), lanes.best_lanes()

    def update_and_write(takes):
        taken = way.update_each(takes)
        with image.open("r+b") as file:
            file.write(b"other")
        return taken

    writing = way._replace(update_each=update_and_write)
    monkeypatch.setattr(chunk_check, "lanes_of", lambda _: writing)
    with pytest.raises(FileChanged):
        check_chunks(manifest, Pool(1))


def test_a_missing_file_is_told_as_such(image):
    manifest = manifest_of(image)
    image.unlink()
    with pytest.raises(FileMissing):
        check_chunks(manifest, Pool(2))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"bakeferry-chunks 1", b"bakeferry-chunks 2"),
        (b"chunk 4194304", b"chunk 1"),
        (b"chunk 4194304", b"chunk 0"),
        (b"chunk 4194304", b"chunk 4194304 xxh3-128"),
        (b"chunk 4194304", b"chunk 4194304 blake3 sha256"),
        (b"chunk 4194304", b"chunk 4194304 md5"),
        (b"chunk 4194304", b"chunk 999999999999"),
        (b"size 42991621", b"size -1"),
        (b"size 42991621", b"size 99999999999999999999"),
        (b"sha256 ", b"sha256 zz"),
        (b"root ", b"root"),
        (b"\n1 ", b"\n2 "),
        (b"\n1 ", b"\n99999999999999 "),
        (b"\n1 ", b"\n0 "),
        (b"\nfile ", b"\nfile \\x"),
    ],
)
def test_a_damaged_manifest_is_refused(image, old, new):
    text = b"".join(manifest_of(image).lines())
    damaged = text.replace(old, new, 1)
    assert damaged != text
    with pytest.raises(BadManifest):
        parse_manifest(damaged.splitlines(keepends=True))


@pytest.mark.parametrize("chunks_told", [0, 2, 4])
def test_a_manifest_tells_of_every_chunk_and_of_no_other(chunks_told):
    manifest = Manifest(
        "name", 12 * MIB, CHUNK, "11" * 32, os.urandom(32 * chunks_told)
    )
    with pytest.raises(BadManifest):
        parse_manifest(manifest.lines())


def test_a_digest_of_another_length_is_none():
    manifest = Manifest("name", 8 * MIB, CHUNK, "11" * 32, os.urandom(64))
    *head, one, other = manifest.lines()
    with pytest.raises(BadManifest):
        parse_manifest([*head, one[:-3] + b"\n", other[:2] + one[-3:-1] + other[2:]])
    with pytest.raises(BadManifest):
        parse_manifest(manifest._replace(sha256="11" * 31).lines())


@given(position=st.integers(60, 500), bit=st.integers(0, 7))
def test_a_flipped_bit_never_goes_unnoticed_in_the_digests(position, bit):
    manifest = Manifest("name", 12 * MIB, CHUNK, "11" * 32, os.urandom(96))
    text = bytearray(b"".join(manifest.lines()))
    first_row = text.index(b"\n1 ") + 3
    place = first_row + position % (len(text) - first_row)
    text[place] ^= 1 << bit
    try:
        read = parse_manifest(bytes(text).splitlines(keepends=True))
    except BadManifest:
        return
    assert read == manifest, "only the case of a hex digit may differ"
