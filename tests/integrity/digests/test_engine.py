"""Many files: all of them, in their order, on all cores."""

import hashlib
import os
import threading
from itertools import count

import pytest
from counting import open_descriptors
from stopwatch import Stopwatch

from integrity.digests import engine
from integrity.digests.algorithms import ALGORITHMS, SHA256
from integrity.digests.engine import hash_together, one_by_one
from integrity.digests.plan import SMALL, Task, batches, share_out
from integrity.digests.pool import Pool
from integrity.digests.small import FileDigest
from integrity.digests.walk import find_files
from integrity.errors import DigestError, FileMissing, HashingCancelled

pytestmark = pytest.mark.usefixtures("each_way")

MIB = 1024 * 1024
SIZES = [10, 3 * MIB, 0, 40_000, 32_768, 32_769, 20 * MIB, 5]


@pytest.fixture
def files(tmp_path):
    """Files of very different sizes, in no order."""
    for number, size in enumerate(SIZES):
        (tmp_path / f"{number}").write_bytes(bytes([number]) * size)
    return [str(tmp_path / f"{number}") for number in range(len(SIZES))]


def hash_all(paths, algorithms=(SHA256,), **named):
    """What becomes of each file."""
    return list(one_by_one(hash_together(paths, algorithms, **named)))


@pytest.mark.parametrize("cores", [1, 2, 8])
def test_results_come_in_the_order_of_the_files(files, cores):
    outcomes = hash_all(files, pool=Pool(cores))
    assert [outcome.path for outcome in outcomes] == files
    assert [outcome.digests["sha256"] for outcome in outcomes] == [
        hashlib.sha256(bytes([number]) * size).hexdigest()
        for number, size in enumerate(SIZES)
    ]


def test_several_digests_come_from_one_pass(files):
    outcomes = hash_all(files, tuple(ALGORITHMS.values()))
    assert {tuple(outcome.digests) for outcome in outcomes} == {tuple(ALGORITHMS)}


def test_the_others_go_on_when_one_fails(files, tmp_path):
    outcomes = hash_all([files[0], str(tmp_path / "missing"), files[1]])
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds == [FileDigest, FileMissing, FileDigest]


def test_what_is_told_together_stands_together(files, tmp_path):
    missing = str(tmp_path / "missing")
    paths = [*files[:2], missing, *files[2:], *[files[0]] * 100]
    told = list(hash_together(paths, pool=Pool(2)))
    assert [outcome.path for outcome in one_by_one(told)] == paths
    assert [one.path for one in told if isinstance(one, DigestError)] == [missing]
    assert len(told) < len(paths) / 2


def test_results_do_not_gather_without_end(files):
    told = list(hash_together([files[0]] * 1000))
    assert max(map(len, told)) <= 100


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: None])
def test_what_follows_a_large_file_is_refused_all_the_same(files, tmp_path, make):
    other = str(tmp_path / "other")
    make(other)
    large = files[6]
    kinds = [type(outcome) for outcome in hash_all([large, other, large, files[0]])]
    assert issubclass(kinds.pop(1), DigestError)
    assert kinds == [FileDigest] * 3


def test_no_file_is_no_work():
    assert hash_all([]) == []


def test_no_thread_is_left_behind(files):
    before = threading.active_count()
    hash_all(files)
    assert threading.active_count() == before


def test_whoever_leaves_early_cancels(sparse_file, files):
    before = threading.active_count()
    with Stopwatch() as watch:
        outcomes = hash_together([*files, str(sparse_file(2**40))])
        next(outcomes)
        outcomes.close()
    assert watch.seconds < 2
    assert threading.active_count() == before


def test_a_cancelled_pool_says_so(sparse_file):
    pool = Pool(2)
    with pytest.raises(HashingCancelled):
        hash_all([str(sparse_file(2**40))], pool=pool, tick=pool.cancel)


def test_the_tick_may_interrupt(sparse_file):
    def interrupt():
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        hash_all([str(sparse_file(2**40))], tick=interrupt)
    assert threading.active_count() == before


def test_the_pool_tells_how_far_it_is(sparse_file):
    path = str(sparse_file(2**40))
    pool = Pool(1)
    seen = []

    def look():
        seen.extend(pool.snapshots())
        if pool.bytes_done:
            pool.cancel()

    with pytest.raises(HashingCancelled):
        hash_all([path], pool=pool, tick=look)
    assert (seen[-1].item, seen[-1].total) == (path, 2**40)
    assert 0 < seen[-1].done <= pool.bytes_done


def test_a_thread_that_dies_is_an_error_and_no_silence(monkeypatch):
    def die(work, counter, buffer):
        raise AssertionError

    monkeypatch.setattr(threading, "excepthook", lambda arguments: None)
    with pytest.raises(RuntimeError, match="died"):
        list(Pool(1).map(die, [[1]], useful=1))


def test_small_files_stay_in_the_callers_thread(files):
    class NoThreads(Pool):
        def map(self, do, batches, *, useful, tick=None):
            assert not list(batches)
            return iter(())

    small = [path for path, size in zip(files, SIZES, strict=True) if size <= SMALL]
    outcomes = hash_all(small, pool=NoThreads(2))
    assert [outcome.path for outcome in outcomes] == small


def test_a_cancel_reaches_small_files_too(files):
    pool = Pool(2)
    outcomes = hash_together([files[0]] * 3, pool=pool)
    next(outcomes)
    pool.cancel()
    with pytest.raises(HashingCancelled):
        next(outcomes)


def test_the_tick_comes_between_small_files_too(files):
    ticks = []
    hash_all([files[0]], tick=lambda: ticks.append("tick"))
    assert ticks


def test_one_that_cannot_be_read_leaves_those_beside_it_whole(files, tmp_path):
    fine = [files[0], files[2], files[7]] * 40
    paths = [*fine[:70], str(tmp_path / "missing"), str(tmp_path), *fine[70:]]
    opened = open_descriptors()
    outcomes = hash_all(paths)
    assert [outcome.path for outcome in outcomes] == paths
    failed = [one for one in outcomes if isinstance(one, DigestError)]
    assert [one.path for one in failed] == paths[70:72]
    assert open_descriptors() == opened


def test_a_small_file_among_large_ones_and_the_other_way_round(files):
    paths = [files[number] for number in (1, 1, 0, 1, 5, 5, 0, 7, 3, 4, 2)] * 20
    outcomes = hash_all(paths, pool=Pool(2))
    assert [outcome.path for outcome in outcomes] == paths
    alone = {path: hash_all([path])[0].digests for path in files}
    assert [outcome.digests for outcome in outcomes] == [alone[path] for path in paths]


def test_where_files_come_slowly_a_cancel_waits_for_one(files, monkeypatch):
    clock = count()
    monkeypatch.setattr(engine, "monotonic", lambda: next(clock))
    ticks = []
    hash_all([files[0]] * 50, tick=lambda: ticks.append("tick"))
    assert len(ticks) == 50


def test_where_files_come_quickly_many_are_open_but_not_all(files, monkeypatch):
    opened = []
    read = os.preadv

    def look_and_read(*arguments):
        opened.append(open_descriptors())
        return read(*arguments)

    monkeypatch.setattr(os, "preadv", look_and_read)
    hash_all([files[0]] * 1000)
    assert 16 <= max(opened) - min(opened) <= 64


def test_files_are_handed_over_as_many_as_a_thread_needs_to_be_busy():
    sizes = [9 * MIB, 3 * MIB, MIB, 0, 5]
    tasks = [Task(order, "", size) for order, size in enumerate(sizes)]
    orders = [[task.order for task in batch] for batch in batches(tasks)]
    assert orders == [[0], [1, 2], [3, 4]]


def test_the_largest_file_goes_first():
    tasks = [Task(0, "a", 5), Task(1, "b", 50), Task(2, "c", 20)]
    row = share_out(tasks, 2)
    assert [task.path for task in row] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("sizes", "cores", "threads"),
    [
        ([100 * MIB], 2, [2]),
        ([100 * MIB], 1, [1]),
        ([100 * MIB], 8, [8]),
        ([MIB], 2, [1]),
        ([100 * MIB, 100 * MIB], 2, [1, 1]),
        ([100 * MIB, 10 * MIB], 2, [2, 1]),
        ([100 * MIB, 100 * MIB], 4, [2, 2]),
    ],
)
def test_a_file_gets_more_threads_when_a_core_would_be_idle(sizes, cores, threads):
    tasks = [Task(order, "", size) for order, size in enumerate(sizes)]
    row = share_out(tasks, cores)
    assert [task.threads for task in row] == threads


def test_directories_are_walked_in_the_order_of_names(tmp_path):
    for name in ("b/2", "b/1", "a/x/deep", "c"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "a/link").symlink_to(tmp_path / "c")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "a/pipe")
    found = [os.path.relpath(path, tmp_path) for path in find_files([str(tmp_path)])]
    assert found == ["a/x/deep", "b/1", "b/2", "c"]


def test_what_is_named_is_passed_on_there_or_not(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    named = [str(tmp_path / name) for name in ("link", "missing", "file")]
    assert list(find_files([*named, "-"])) == [*named, "-"]


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("can't start new thread")], ids=str
)
def test_what_the_system_refuses_a_thread_is_told_as_that(error):
    def refused(*_):
        raise error

    with pytest.raises(type(error)) as told:
        list(Pool(1).map(refused, [["disk"]], useful=1))

    assert told.value is error
