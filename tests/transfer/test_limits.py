"""Copies end well with little memory and few descriptors, and stop well on full disks."""

import errno
import os
import resource
from functools import partial

import pytest
from command import bakeferry, environment
from copying import IMAGE, SIZE

from transfer.copier import copy
from transfer.copy_errors import DiskFailed
from transfer.shortages import DiskFull, OutOfMemory, TooManyOpenFiles
from transfer.simulator.demo import demo_scenario
from transfer.simulator.server import served
from transfer.simulator.simulator import Simulator
from transfer.strategies import part_file
from tui.simulator_session import admit_fixed_tokens

MIB = 2**20


@pytest.fixture
def origin():
    simulator = Simulator(demo_scenario())
    admit_fixed_tokens(simulator)
    with served(simulator) as server:
        yield server.origin


@pytest.mark.parametrize(
    ("limit", "most"),
    [(resource.RLIMIT_AS, 512 * MIB), (resource.RLIMIT_NOFILE, 64)],
    ids=["d49 512 MiB of memory", "d50 64 descriptors"],
)
def test_a_disk_comes_home_within_narrow_limits(origin, tmp_path, limit, most):
    env = environment(
        BAKEFERRY_SIMULATOR=origin,
        BAKEFERRY_STATE_DIR=str(tmp_path / "state"),
    )

    done = bakeferry(
        "rescue", "win11-avd", "--to", tmp_path, "--streams", "16",
        env=env,
        preexec_fn=partial(resource.setrlimit, limit, (most, most)),
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    (disk,) = tmp_path.glob("*.vhd")
    assert disk.stat().st_size == 256 * MIB + 512


async def test_j04_a_journal_without_room_stops_the_copy_and_keeps_its_data(bench):
    way = bench.way("download", at_once=1)
    with bench.journal() as journal:
        record = journal.record

        def without_room(job, arrived):
            (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
            journal._connection.execute(f"PRAGMA max_page_count = {pages}")
            record(job, {index: next(iter(arrived.values())) for index in range(10**4)})

        journal.record = without_room
        with pytest.raises(DiskFull) as full:
            await copy(way, journal=journal)

    assert full.value.resumable
    assert len(bench.parts) == 1
    await bench.copy("download")
    assert bench.target.read_bytes() == IMAGE


async def test_d49_without_memory_the_copy_stops_and_is_taken_up_later(
    bench, monkeypatch
):
    def short(descriptor, data, offset):
        if offset + len(data) >= SIZE:  # of the last chunk, when all others are there
            raise MemoryError
        return written(descriptor, data, offset)

    written = os.pwrite
    monkeypatch.setattr(part_file.os, "pwrite", short)
    with pytest.raises(OutOfMemory) as stopped:
        await bench.copy("download")
    monkeypatch.undo()

    assert stopped.value.resumable
    assert "no more of it, or no more threads" in str(stopped.value)
    receipt = await bench.copy("download")
    assert receipt.moved_bytes < receipt.data_bytes
    assert bench.target.read_bytes() == IMAGE


async def test_d49_without_memory_to_read_back_with_it_is_not_the_disk_that_is_blamed(
    bench, monkeypatch
):
    def short(size):
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr("integrity.digests.relay.aligned_buffer", short)
    with pytest.raises(OutOfMemory) as stopped:
        await bench.copy("download")
    monkeypatch.undo()

    assert stopped.value.resumable
    await bench.copy("download")
    assert bench.target.read_bytes() == IMAGE


@pytest.mark.parametrize("limit", [errno.EMFILE, errno.ENFILE])
async def test_d49_where_no_more_files_may_be_open_the_limit_is_named_and_not_the_disk(
    bench, monkeypatch, limit
):
    opened = os.open

    def refusing(path, *how):
        if str(path).endswith(".part"):
            raise OSError(limit, "Too many open files", str(path))
        return opened(path, *how)

    monkeypatch.setattr(part_file.os, "open", refusing)
    with pytest.raises(TooManyOpenFiles) as stopped:
        await bench.copy("download")
    monkeypatch.undo()

    assert stopped.value.resumable
    assert "ulimit -n" in stopped.value.advice
    await bench.copy("download")
    assert bench.target.read_bytes() == IMAGE


async def test_d43_a_write_that_the_disk_fails_stops_the_copy_at_once(
    bench, monkeypatch
):
    written = os.pwrite

    def failing(descriptor, data, offset):
        if offset >= SIZE // 2:
            raise OSError(errno.EIO, "Input/output error")
        return written(descriptor, data, offset)

    monkeypatch.setattr(part_file.os, "pwrite", failing)
    with pytest.raises(DiskFailed) as failed:
        await bench.copy("download")
    monkeypatch.undo()

    assert failed.value.resumable
    assert not bench.target.exists()
    await bench.copy("download")
    assert bench.target.read_bytes() == IMAGE


async def test_d43_a_sync_that_failed_is_not_repeated_and_its_chunks_come_again(
    bench, monkeypatch
):
    synced = []

    def failing(descriptor):
        synced.append(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(part_file.os, "fdatasync", failing)
    with pytest.raises(DiskFailed):
        await bench.copy("download")
    monkeypatch.undo()

    with bench.journal() as journal:
        (job,) = journal.jobs()
        assert journal.chunks(job.job_id) == {}
    assert len(synced) == 1
    receipt = await bench.copy("download")
    assert receipt.moved_bytes == receipt.data_bytes
    assert bench.target.read_bytes() == IMAGE
