"""Large files in the lanes of one thread: each as if it were alone."""

import hashlib
import os
from pathlib import Path
from threading import Event

import pytest
from counting import open_descriptors

from integrity.digests.counter import Counter
from integrity.digests.engine import hash_together, one_by_one
from integrity.digests.lanes import IN_TURN, best_lanes
from integrity.digests.large_side_by_side import hash_side_by_side
from integrity.digests.plan import Task, deal, in_rows
from integrity.digests.pool import Pool
from integrity.errors import FileChanged, FileMissing, HashingCancelled

MIB = 1024 * 1024


@pytest.fixture
def images(sparse_file):
    """Files of unlike sizes, with data here and there."""
    return [
        str(sparse_file(2 * MIB + 7 * number, [(number, b"x" * MIB), (3 * MIB, b"y")]))
        for number in range(4)
    ] + [str(sparse_file(41 * MIB, [(5, b"a"), (17 * MIB, os.urandom(MIB))]))]


def side_by_side(paths, counter=None, way=None):
    tasks = [Task(order, path, 0) for order, path in enumerate(paths)]
    found = hash_side_by_side(tasks, way or best_lanes(), counter or Counter())
    return [outcome for _, outcome in sorted(found, key=lambda each: each[0])]


def sha256_of(path):
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def test_each_file_has_its_digest_and_its_version(images):
    outcomes = side_by_side(images)
    assert [each.digests["sha256"] for each in outcomes] == list(map(sha256_of, images))
    assert [each.version.size for each in outcomes] == list(
        map(os.path.getsize, images)
    )


def test_one_that_fails_leaves_the_others_whole(images, tmp_path):
    missing, *others = side_by_side([str(tmp_path / "none"), *images])
    assert isinstance(missing, FileMissing)
    assert [each.digests["sha256"] for each in others] == list(map(sha256_of, images))


@pytest.mark.parametrize("way", [best_lanes(), IN_TURN], ids=["best", "in-turn"])
@pytest.mark.parametrize("size", [0, 1, 100 * MIB])
def test_one_that_changes_meanwhile_has_no_digest(images, way, size):
    def cut_and_update(takes):
        os.truncate(images[0], size)
        return way.update_each(takes)

    outcomes = side_by_side(images, way=way._replace(update_each=cut_and_update))
    assert isinstance(outcomes.pop(0), FileChanged)
    assert all(each.digests for each in outcomes)


def test_a_file_that_hides_its_size_is_read_to_its_end():
    assert side_by_side(["/proc/version"])[0].digests["sha256"] == sha256_of(
        "/proc/version"
    )


def test_a_cancel_ends_all_of_them_and_closes_them(images):
    before = open_descriptors()
    cancel = Event()
    cancel.set()
    counter = Counter(cancel)
    with pytest.raises(HashingCancelled):
        side_by_side(images, counter)
    assert open_descriptors() == before
    assert counter.parts == ()


def test_all_files_under_way_are_told(sparse_file):
    paths = [str(sparse_file(2**38)) for _ in range(2)]
    pool, seen = Pool(1), {}

    def look():
        seen.update({each.item: each for each in pool.snapshots() if each.done})
        if len(seen) >= min(2, best_lanes().width):
            pool.cancel()

    with pytest.raises(HashingCancelled):
        list(one_by_one(hash_together(paths, pool=pool, tick=look)))
    assert sum(each.done for each in seen.values()) <= pool.bytes_done


@pytest.mark.parametrize(
    ("sizes", "cores", "width", "groups"),
    [
        ([256] * 8, 2, 4, [[0, 2, 4, 6], [1, 3, 5, 7]]),
        ([256] * 3, 2, 4, [[0, 2], [1]]),
        ([256] * 2, 2, 4, [[0], [1]]),
        ([256] * 8, 2, 1, []),
        ([256] * 5, 1, 4, [[0, 1, 2], [3, 4]]),
        ([9, 9, 1, 1], 1, 4, [[0, 1]]),
        ([256] * 4, 1, 2, [[0, 1], [2, 3]]),
        ([256] * 768, 384, 4, [[core, core + 384] for core in range(384)]),
        ([256] * 800, 800, 4, [[core] for core in range(800)]),
    ],
)
def test_files_are_dealt_so_that_all_lanes_end_together(sizes, cores, width, groups):
    tasks = [Task(order, "", size * MIB) for order, size in enumerate(sizes)]
    dealt, left = deal(tasks, cores, width)
    assert [[task.order for task in group] for group in dealt] == groups
    assert sorted(
        [task.order for group in dealt for task in group]
        + [task.order for task in left]
    ) == list(range(len(sizes)))


@pytest.mark.parametrize(
    ("files", "most", "lengths"),
    [(41, 4, [4] * 8 + [3] * 3), (40, 4, [4] * 10), (5, 4, [3, 2]), (3, 4, [3]),
     (3, 1, [1, 1, 1])],
)  # fmt: skip
def test_rows_of_files_are_alike_so_that_no_lane_is_left_alone(files, most, lengths):
    tasks = [Task(order, "", 1) for order in range(files)]
    rows = in_rows(tasks, most)
    assert sorted(map(len, rows), reverse=True) == lengths
    assert [task for row in rows for task in row] == tasks


def test_what_has_two_threads_or_no_size_goes_its_own_way():
    tasks = [Task(0, "a", 9**9, threads=2), Task(1, "b", MIB), Task(2, "-", 0)]
    assert deal(tasks, 1, 4) == ([], tasks)


def test_one_large_file_has_a_lane_too():
    tasks = [Task(0, "a", 9 * MIB)]
    assert deal(tasks, 1, 4) == ([tasks], [])
