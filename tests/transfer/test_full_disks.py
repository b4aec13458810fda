"""What a disk may do to a copy that comes to it: full, over a quota, gone (D42 to D47).

Whatever it is: other files stay as they are, what has arrived stays, and the same call
goes on once there is room.
"""

import errno
import os
import shutil
from types import SimpleNamespace

import pytest
from copying import DATA_BYTES, SIZE, Bench, image_bytes
from every_strategy import stopped_copy

from transfer.copy_errors import (
    ContentDiffers,
    CopyError,
    DestinationLost,
    DestinationMissing,
    DiskFailed,
)
from transfer.ranges import ByteRange
from transfer.shortages import DiskFull
from transfer.strategies import part_file
from transfer.strategies.disk_trouble import disk_trouble

IMAGE = image_bytes()
PLACES = [0, SIZE // 2, SIZE - 1]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def failing_from(place, number):
    """Writes that succeed up to a place in the file, and then as the system says."""
    written = os.pwrite

    def write(descriptor, data, offset):
        if offset + len(data) > place:
            raise OSError(number, os.strerror(number))
        return written(descriptor, data, offset)

    return write


@pytest.mark.parametrize("place", PLACES, ids=["first", "inner", "last"])
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(errno.ENOSPC, id="d42 no room"),
        pytest.param(errno.EDQUOT, id="d47 no quota"),
        pytest.param(errno.EFBIG, id="d47 too large"),
    ],
)
async def test_without_room_it_stops_and_goes_on_once_there_is_some(
    bench, monkeypatch, number, place
):
    other = bench.folder / "other.vhd"
    other.write_bytes(b"somebody's")
    monkeypatch.setattr(part_file.os, "pwrite", failing_from(place, number))
    with pytest.raises(DiskFull) as full:
        await bench.copy(at_once=1)
    monkeypatch.undo()

    assert full.value.resumable
    arrived = max(each.done for each in bench.heard)
    assert full.value.needed == DATA_BYTES - arrived
    assert f"needs {full.value.needed:,} more bytes" in str(full.value)
    assert ("are free" in str(full.value)) == (number == errno.ENOSPC)
    assert not bench.target.exists()
    assert len(bench.parts) == 1
    assert other.read_bytes() == b"somebody's"

    receipt = await bench.copy(at_once=1)
    assert bench.target.read_bytes() == IMAGE
    assert receipt.moved_bytes <= DATA_BYTES
    assert (receipt.moved_bytes < DATA_BYTES) == (place > 0)


async def test_d44_a_folder_that_is_removed_meanwhile_ends_the_copy_and_nothing_is_named(
    bench,
):
    def remove(service, request):
        shutil.rmtree(bench.folder)

    bench.service.fault(
        remove, lambda request: "x-ms-range" in request.headers, after=5
    )

    with pytest.raises(CopyError) as ended:
        await bench.copy()

    assert type(ended.value) in (DestinationLost, DiskFailed, DestinationMissing)
    assert not bench.folder.exists()

    bench.folder.mkdir()
    await bench.copy()
    assert bench.target.read_bytes() == IMAGE


async def test_d44_where_a_name_cannot_be_given_the_part_stays_and_is_named_later(
    bench, monkeypatch
):
    def across(*names, **where):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    for call in ("link", "rename", "replace"):
        monkeypatch.setattr(os, call, across)
    with pytest.raises(CopyError) as ended:
        await bench.copy()
    monkeypatch.undo()
    parts = len(bench.parts)
    bench.service.sent_bytes = 0

    receipt = await bench.copy()

    assert ended.value.resumable
    assert parts == 1
    assert receipt.moved_bytes == bench.service.sent_bytes == 0
    assert bench.target.read_bytes() == IMAGE


async def test_d44_a_folder_that_is_read_only_is_told_before_the_first_byte(
    bench, monkeypatch
):
    opened = os.open

    def refused(path, flags, *mode, **where):
        if flags & os.O_CREAT and str(path).endswith(".part"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        return opened(path, flags, *mode, **where)

    monkeypatch.setattr(part_file.os, "open", refused)
    with pytest.raises(CopyError) as ended:
        await bench.copy()

    assert ended.value.advice
    assert not bench.target.exists()
    assert bench.service.sent_bytes == 0


def with_room_for(number):
    return lambda _: SimpleNamespace(f_bavail=number, f_frsize=1)


def test_d42_a_full_disk_says_how_much_is_free(tmp_path, monkeypatch):
    disk = SimpleNamespace(f_bavail=3, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda _: disk)

    with pytest.raises(DiskFull) as full, disk_trouble(tmp_path / "disk.vhd", 9):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert (full.value.needed, full.value.free) == (9, 12288)


def test_d44_a_disk_that_is_full_and_gone_says_so_all_the_same(tmp_path):
    with pytest.raises(DiskFull) as full, disk_trouble(tmp_path / "gone" / "disk", 9):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert full.value.free is None


async def test_d42_a_hundredth_more_than_its_bytes_has_to_be_free(bench, monkeypatch):
    needed = DATA_BYTES + DATA_BYTES // 100
    monkeypatch.setattr(os, "statvfs", with_room_for(needed - 1))
    with pytest.raises(DiskFull) as full:
        await bench.copy()
    assert (full.value.needed, full.value.free) == (needed, needed - 1)
    assert bench.parts == []

    monkeypatch.setattr(os, "statvfs", with_room_for(needed))
    await bench.copy()
    assert bench.target.read_bytes() == IMAGE


async def test_d42_what_has_arrived_needs_no_room_again(bench, monkeypatch):
    await stopped_copy(bench, "download", moves=2)
    part = bench.parts[0].stat().st_blocks * 512
    monkeypatch.setattr(os, "statvfs", with_room_for((DATA_BYTES - part) * 102 // 100))

    await bench.copy()

    assert part
    assert bench.target.read_bytes() == IMAGE


async def test_d42_a_copy_is_not_taken_up_where_its_rest_has_no_room(
    bench, monkeypatch
):
    await stopped_copy(bench, "download", moves=2)
    sent = bench.service.sent_bytes
    full = SimpleNamespace(f_bavail=0, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda _: full)

    with pytest.raises(DiskFull):
        await bench.copy()

    assert bench.service.sent_bytes == sent


async def test_d44_an_artifact_that_ends_early_is_not_waited_for(tmp_path):
    part = part_file.PartFile.new(tmp_path / "disk.part", 8192)
    short = tmp_path / "short.vhd"
    short.write_bytes(bytes(4096))
    descriptor = os.open(short, os.O_RDONLY)
    try:
        assert await part.copy_from(descriptor, ByteRange(0, 8192)) is False
    finally:
        os.close(descriptor)
        await part.close()


async def test_a_byte_that_the_disk_has_turned_is_found_when_it_is_read_back(
    bench, monkeypatch
):
    def turning(descriptor, data, offset):
        turned = bytes([data[0] ^ 1]) if offset == 0 else b""
        return written(descriptor, turned + bytes(data)[len(turned) :], offset)

    written = os.pwrite
    monkeypatch.setattr(part_file.os, "pwrite", turning)
    with pytest.raises(ContentDiffers):
        await bench.copy("download")
    monkeypatch.undo()

    assert not bench.target.exists()
    await bench.copy("download")
    assert bench.target.read_bytes() == IMAGE
