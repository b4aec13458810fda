"""What may happen to the file that a download writes (the rows D42 to D47).

Whatever it is: the file is not there, or is marked as a part, or is the image.
"""

import os

import pytest
from blob_service import FOR_EVER
from copy_faults import POSITIONS, a_range, answering
from copying import ARTIFACT, IMAGE, SIZE
from short_room import room_for

from transfer.copy_errors import (
    ArtifactGone,
    DestinationExists,
    DestinationLost,
    DestinationUnfit,
    DiskFailed,
)
from transfer.receipt import Level
from transfer.shortages import DiskFull


async def test_d42_a_disk_that_cannot_hold_it_is_refused_before_the_start(bench):
    huge = bench.service.blob(ARTIFACT)
    huge.size = 2**50
    huge.pages = tuple(page._replace(stop=2**49) for page in huge.pages[-1:])

    with pytest.raises(DiskFull) as full:
        await bench.copy()

    assert full.value.needed > full.value.free
    assert bench.parts == []


async def test_d47_a_file_that_may_grow_no_further_stops_and_can_be_taken_up(bench):
    with room_for(SIZE - 1), pytest.raises(DiskFull):
        await bench.copy()

    await bench.copy()

    assert bench.target.read_bytes() == IMAGE


async def test_d44_a_folder_that_is_not_there_is_told_before_the_start(bench):
    ends = bench.place(ARTIFACT), bench.folder / "nowhere" / "disk.vhd"

    with pytest.raises(DestinationUnfit):
        await bench.copy(ends=ends)


async def test_d45_a_file_that_appears_meanwhile_is_not_clobbered(bench):
    def appear(service, request):
        bench.target.write_bytes(b"somebody's")

    bench.service.fault(appear, a_range, after=5)

    with pytest.raises(DestinationExists):
        await bench.copy()

    assert bench.target.read_bytes() == b"somebody's"
    assert len(bench.parts) == 1


def cut(part):
    os.truncate(part, SIZE // 2)


def grow(part):
    os.truncate(part, SIZE * 2)


def flip(part):
    with part.open("r+b") as file:
        file.seek(3 * 2**20 + 600)
        file.write(b"\x00\x01\x02\x03")


def fill_a_hole(part):
    with part.open("r+b") as file:
        file.seek(22 * 2**20)
        file.write(b"nothing belongs here")


def remove(part):
    part.unlink()


@pytest.mark.parametrize("harm", [cut, grow, flip, fill_a_hole, remove])
async def test_d46_a_part_that_was_tampered_with_is_mended(bench, harm):
    bench.service.fault(answering(404), a_range, times=FOR_EVER, after=6)
    with pytest.raises(ArtifactGone):
        await bench.copy()
    bench.service.faults.clear()
    harm(bench.parts[0])

    receipt = await bench.copy()

    assert bench.target.read_bytes() == IMAGE
    assert receipt.level is Level.FULL


def put_another_there(part):
    part.unlink()
    part.write_bytes(bytes(SIZE))


@POSITIONS
@pytest.mark.parametrize("overwrite", [False, True], ids=["anew", "over another"])
@pytest.mark.parametrize("harm", [remove, put_another_there])
async def test_d46_a_part_that_goes_while_it_is_written_is_never_called_a_copy(
    bench, harm, overwrite, after
):
    if overwrite:
        bench.target.write_bytes(b"the one before")
    before = sorted(bench.folder.glob("disk.vhd*"))

    def meanwhile(service, request):
        harm(bench.parts[0])
        return service.answer(request)

    bench.service.fault(meanwhile, a_range, after=after)
    with pytest.raises((DestinationLost, DiskFailed)) as lost:
        await bench.copy(overwrite=overwrite, at_once=1)

    assert lost.value.resumable
    assert sorted({*bench.folder.glob("disk.vhd*")} - {*bench.parts}) == before
    receipt = await bench.copy(overwrite=overwrite)
    assert bench.target.read_bytes() == IMAGE
    assert receipt.level is Level.FULL


@pytest.mark.parametrize(
    ("stand_in", "what"),
    [
        (lambda part, victim: part.symlink_to(victim), "is a symbolic link"),
        (
            lambda part, victim: part.hardlink_to(victim),
            "not a file of this copy alone",
        ),
        (lambda part, victim: part.mkdir(), "is a folder"),
    ],
    ids=["symbolic link", "hard link", "folder"],
)
async def test_d46_what_stands_in_place_of_a_part_is_left_alone_and_told(
    bench, stand_in, what
):
    bench.service.fault(answering(404), a_range, times=FOR_EVER, after=3)
    with pytest.raises(ArtifactGone):
        await bench.copy()
    bench.service.faults.clear()
    victim = bench.folder / "victim"
    victim.write_bytes(b"precious")
    bench.parts[0].unlink()
    name = bench.target.name
    with bench.journal() as journal:
        part = bench.folder / f"{name}.{journal.jobs()[0].short}.part"
    stand_in(part, victim)

    with pytest.raises(DestinationLost, match=f"{what}.*move it away") as lost:
        await bench.copy()

    assert lost.value.resumable
    assert victim.read_bytes() == b"precious"
    part.rename(bench.folder / "elsewhere")
    await bench.copy()
    assert bench.target.read_bytes() == IMAGE
