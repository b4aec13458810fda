"""What costs speed or safety, and must not come in unnoticed."""

import ast
import ctypes
import mmap
import subprocess
import sys
from pathlib import Path

import pytest

import integrity.digests
from integrity.digests import buffers
from integrity.digests.algorithms import ALGORITHMS

FOLDER = Path(integrity.digests.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))

FORBIDDEN_CALLS = {
    "bytearray": "its place in a page makes each read dearer: use aligned_buffer",
    "file_digest": "it reads into a bytearray and cannot be cancelled",
    "to_thread": "a hop for each chunk costs more than the hashing",
    "run_in_executor": "a hop for each chunk costs more than the hashing",
    "update_mmap": "a file cut under its mapping kills the interpreter",
    "Popen": "data through a pipe costs a second for each GiB",
}


def name_of(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", None)


def calls_in(text):
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def forbidden_calls(text):
    return [
        name_of(call) for call in calls_in(text) if name_of(call) in FORBIDDEN_CALLS
    ]


def file_mappings(text):
    return [
        ast.unparse(call)
        for call in calls_in(text)
        if name_of(call) == "mmap" and ast.unparse(call.args[0]) != "-1"
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_module_walks_into_a_known_trap(module):
    text = module.read_text()
    assert forbidden_calls(text) == []
    assert file_mappings(text) == []


def test_the_traps_are_seen():
    assert forbidden_calls("buffer = bytearray(5)\nhashlib.file_digest(f)") == [
        "bytearray", "file_digest"
    ]  # fmt: skip
    assert file_mappings("mmap.mmap(fd, 0)") == ["mmap.mmap(fd, 0)"]


def test_buffers_begin_on_a_page():
    buffer = buffers.aligned_buffer(buffers.READ_SIZE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(buffer))
    assert address % mmap.PAGESIZE == 0


@pytest.mark.parametrize("size", [0, 1, 4096, 4097, 100_000, 2**19, 2**19 + 1])
def test_rooms_are_large_enough_and_begin_on_a_page(size):
    buffer = buffers.aligned_buffer(2**19)
    rooms = buffers.rooms_in(buffer, size)
    starts = [ctypes.addressof(ctypes.c_char.from_buffer(room)) for room in rooms]
    assert [start % mmap.PAGESIZE for start in starts] == [0] * len(rooms)
    assert all(len(room) >= size for room in rooms)
    assert bool(rooms) == (size <= len(buffer))


def test_no_read_is_larger_than_what_the_cache_holds():
    assert 256 * 1024 <= buffers.READ_SIZE <= 4 * 2**20
    assert 256 * 1024 <= buffers.RING_SIZE <= 4 * 2**20
    assert 256 * 1024 <= buffers.WIDE_SIZE <= 4 * 2**20
    assert 256 * 1024 <= buffers.AHEAD_SIZE <= 4 * 2**20


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=list(ALGORITHMS))
def test_every_algorithm_keeps_what_its_row_says(algorithm):
    at_once = algorithm.start(b"some bytes").hexdigest()
    step_by_step = algorithm.start(b"")
    step_by_step.update(b"some ")
    step_by_step.update(memoryview(b"bytes"))
    assert step_by_step.hexdigest() == at_once
    assert len(at_once) == algorithm.hex_digits


def test_the_engine_loads_nothing_that_it_does_not_need():
    program = (
        "import sys, integrity.digests.engine, integrity.digests.walk;"
        "print(*sorted({'asyncio', 'blake3', 'xxhash', 'sqlite3', 'logging',"
        "'concurrent.futures', 'httpx', 'aiohttp', 'textual'} & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
