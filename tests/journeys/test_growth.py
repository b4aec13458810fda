"""Four times the work takes at most four times the calls and bytes, whatever it is."""

import pytest
from copying import ARTIFACT, MIB, Bench
from counting import counting
from many_templates import many_templates
from workspace import ADDRESS

pytestmark = pytest.mark.usefixtures("settled")

MOST = 4.6
"""What four times the work may take, by once the work, start-up taken off. Threads meet
at other moments each time, so a few calls more say nothing; a square would be 16."""


def one_file(folder, work):
    (folder / "disk").write_bytes(b"x" * (16 * work * MIB + 1))
    return "digest", "-q", folder / "disk"


def small_files(folder, work):
    for number in range(100 * work + 1):
        (folder / f"{number}").write_bytes(number.to_bytes(4, "big") * 1024)
    return "digest", "-q", folder


def manifest(folder, work):
    (folder / "disk").write_bytes(b"x" * (16 * work * MIB + 1))
    return "digest", "-q", "--manifest", folder / "disk.chunks", folder / "disk"


def verified(folder, work):
    many_templates(folder, 6 * work + 1)
    mapped = f"--map={ADDRESS}={folder / 'artifacts'}"
    return "verify", "-qojsonl", "--no-cache", mapped, folder / "templates"


@pytest.mark.parametrize("make", [one_file, small_files, manifest, verified])
def test_four_times_the_work_takes_no_more_than_four_times_as_much(
    bakeferry, tmp_path, make
):
    costs = []
    for work in (0, 0, 1, 4):  # what is loaded late is loaded at first
        folder = tmp_path / f"{len(costs)}"
        folder.mkdir()
        words = make(folder, work)
        with counting() as counted:
            bakeferry(*words)
        costs.append(counted)

    assert_straight(*costs[1:])


@pytest.mark.parametrize("strategy", ["download", "server-side"])
async def test_a_disk_four_times_as_large_is_copied_at_no_more_than_four_times_the_cost(
    tmp_path, strategy
):
    costs = []
    for work in (0, 0, 1, 4):
        folder = tmp_path / f"{len(costs)}"
        folder.mkdir()
        bench, size = Bench(folder), (16 * work + 1) * MIB
        bench.service.put(ARTIFACT, [(0, b"x" * size)], size=size)
        with counting() as counted:
            await bench.copy(strategy)
        costs.append(counted)

    assert_straight(*costs[1:])


def assert_straight(start, once, four_times):
    """Neither calls nor bytes grow faster than the work does."""
    assert 0 < four_times.calls - start.calls <= MOST * (once.calls - start.calls)
    assert 0 < four_times.moved - start.moved <= MOST * (once.moved - start.moved)
