"""The power may fail at any moment: nothing is lost that was promised, or silently wrong.

A kill does not show this, for what a dead process has written is there all the same.
"""

import errno
import os
import shutil
from random import Random

import pytest
from copying import ARTIFACT, MIB, Bench, whole
from power_loss import Name, Sync, Write, disks, recording

from transfer.copier import copy
from transfer.copy_errors import CopyError
from transfer.copy_options import CopyOptions
from transfer.digesting import Piece, digest_chunk
from transfer.ranges import Chunk, extent_of
from transfer.strategies.local_destination import LocalDestination

CHUNK = 4 * MIB
CHUNKS = 4
SIZE = CHUNKS * CHUNK + 512
PIECE = 8192
OLD = b"what was there before"
LEFT = {"disk.vhd", "disk.vhd.sha256", "disk.vhd.chunks", "state"}


def pieces():
    """Two stretches of data in each chunk, and a footer."""
    dice = Random(8)
    starts = range(0, CHUNKS * CHUNK, CHUNK // 2)
    return [*((at, dice.randbytes(PIECE)) for at in starts), (SIZE - 512, b"f" * 512)]


IMAGE = whole(pieces(), SIZE)


def bench_in(folder):
    """The same service each time, and whatever is left in a folder."""
    bench = Bench(folder)
    bench.service.put(ARTIFACT, pieces(), size=SIZE)
    return bench


async def recorded(folder, *, overwrite, at_once):
    """What one copy asks of the disk, from its begin to its end."""
    bench = bench_in(folder)
    way = bench.way(overwrite=overwrite, at_once=at_once)
    with recording(folder) as record, bench.journal() as journal:
        record.journal(journal)
        await copy(way, journal=journal, options=CopyOptions(window=PIECE))
    return record.steps


def lies(bench):
    """The chunks that the journal claims and no file here holds."""
    found = []
    with bench.journal() as journal:
        for job in journal.jobs():
            files = [*bench.parts, *bench.folder.glob("disk.vhd")]
            contents = [each.read_bytes() for each in files]
            for index, digest in journal.chunks(job.job_id).items():
                extent = extent_of(index, size=SIZE, chunk=CHUNK)
                chunk = Chunk(index, extent, (extent,))
                held = {
                    digest_chunk(
                        chunk, [Piece(extent, data[extent.start : extent.stop])]
                    ).xxh3
                    for data in contents
                    if len(data) == SIZE
                }
                found += [index] if digest.xxh3 not in held else []
    return found


def left_behind(folder, disk):
    """A bench over what the power loss has left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    disk.build(folder)
    bench = bench_in(folder)
    with bench.journal() as journal:
        journal._connection.execute("UPDATE lease SET boot = 'the last one'")
    return bench


def before(folder, *, overwrite):
    """What is there, and safe, before the copy."""
    if not overwrite:
        return {}
    path = folder / "disk.vhd"
    path.write_bytes(OLD)
    file = path.stat().st_ino
    return {"names": [(path.name, file)], "writes": [Write(file, 0, OLD)]}


@pytest.mark.parametrize(
    ("overwrite", "at_once"),
    [(False, 1), (True, 4)],
    ids=["one by one", "side by side over another"],
)
async def test_j08_after_a_power_loss_no_byte_is_wrong_and_the_same_call_ends_well(
    tmp_path, overwrite, at_once
):
    home = tmp_path / "home"
    home.mkdir()
    there = before(home, overwrite=overwrite)
    steps = await recorded(home, overwrite=overwrite, at_once=at_once)
    known = {IMAGE, OLD} if overwrite else {IMAGE}

    left = disks(steps, **there)

    assert len(left) > 30
    for disk in left:
        bench = left_behind(home, disk)
        assert not bench.target.exists() or bench.target.read_bytes() in known
        assert lies(bench) == []
        await bench.copy(overwrite=overwrite)
        assert bench.target.read_bytes() == IMAGE
        assert {each.name for each in home.iterdir()} == LEFT


async def test_j08_without_the_sync_the_journal_would_claim_what_is_not_there(
    tmp_path, monkeypatch
):
    async def forgets(self):
        """As if the data were safe already."""

    monkeypatch.setattr(LocalDestination, "flush", forgets)
    home = tmp_path / "home"
    home.mkdir()

    left = disks(await recorded(home, overwrite=False, at_once=1))

    assert any(lies(left_behind(home, disk)) for disk in left)


async def test_j08_zeros_in_place_of_what_was_left_in_a_hole_are_synced_before_the_name(
    tmp_path, monkeypatch
):
    def refused(*names, **where):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    bench = bench_in(tmp_path)
    bench.service.put(ARTIFACT, [pieces()[0], pieces()[-1]], size=SIZE)
    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(CopyError):
        await bench.copy()
    monkeypatch.undo()
    (part,) = bench.parts
    with part.open("r+b") as file:
        os.pwrite(file.fileno(), b"left by somebody", 2 * CHUNK)

    with recording(tmp_path) as record:
        await bench.copy()

    file = bench.target.stat().st_ino
    of_it = [one for one in record.steps if getattr(one, "file", None) == file]
    zeros = max(of_it.index(one) for one in of_it if isinstance(one, Write))
    assert of_it[zeros].start == 2 * CHUNK
    assert of_it[zeros + 1 :] == [Sync(file), Name("disk.vhd", file)]


async def test_what_the_journal_commits_is_synced(tmp_path):
    with bench_in(tmp_path).journal() as journal:
        ((synchronous,),) = journal.look("PRAGMA synchronous")
        ((mode,),) = journal.look("PRAGMA journal_mode")

    assert (synchronous, mode) == (2, "wal")  # 2: FULL
