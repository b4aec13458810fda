"""A rescue brings a finished image home, and says first what is wrong with it."""

import hashlib
import subprocess
import sys

import pytest
from copying import ARTIFACT, DESTINATION, IMAGE, SIZE, image_pieces

from integrity.digests.chunk_check import check_chunks
from integrity.digests.manifest import parse_manifest
from integrity.digests.pool import Pool
from transfer.copy_errors import NotAVhd, Refused
from transfer.copy_options import CopyOptions
from transfer.receipt import Level
from transfer.rescue import RescueOptions, destination_for, examine, place, rescue
from transfer.strategies.all_strategies import Tools


def tools(bench):
    return Tools(bench.service, policy=bench.time.policy())


async def rescued(bench, artifact, home, **named):
    with bench.journal() as journal:
        return await rescue(
            artifact, home, tools=tools(bench), journal=journal, **named
        )


async def test_a_vhd_comes_home_under_its_own_name(bench):
    receipt = await rescued(bench, place(ARTIFACT), bench.folder)

    home = bench.folder / "disk_20260101.vhd"
    assert home.read_bytes() == IMAGE
    assert receipt.destination == str(home)
    assert receipt.level is Level.FULL


async def test_its_digest_stands_beside_it_as_sha256sum_reads_it(bench):
    await rescued(bench, place(ARTIFACT), bench.folder)

    digest = hashlib.sha256(IMAGE).hexdigest()
    beside = bench.folder / "disk_20260101.vhd.sha256"
    assert beside.read_text() == f"{digest}  disk_20260101.vhd\n"


async def test_its_chunks_are_told_beside_it_and_hold(bench, monkeypatch):
    await rescued(bench, place(ARTIFACT), bench.folder)

    with (bench.folder / "disk_20260101.vhd.chunks").open("rb") as lines:
        manifest = parse_manifest(lines)
    monkeypatch.chdir(bench.folder)
    assert manifest.sha256 == hashlib.sha256(IMAGE).hexdigest()
    assert check_chunks(manifest, Pool(2)).differing == ()


async def test_between_accounts_the_service_moves_the_bytes(bench):
    receipt = await rescued(bench, place(ARTIFACT), place(DESTINATION))

    assert receipt.strategy == "server-side"
    assert bench.service.sent_bytes < SIZE
    assert bench.content("server-side") == IMAGE


async def test_what_is_no_vhd_is_refused_with_every_reason(bench):
    bench.service.put(ARTIFACT, [(0, b"raw" * 4096)], size=SIZE)

    with pytest.raises(NotAVhd, match="conectix"):
        await rescued(bench, place(ARTIFACT), bench.folder)

    assert list(bench.folder.glob("disk*")) == []


async def test_an_empty_blob_is_no_vhd_and_there_is_nothing_to_make_one_of(bench):
    bench.service.put(ARTIFACT, [], size=0)

    with pytest.raises(NotAVhd, match="shorter than") as told:
        await rescued(bench, place(ARTIFACT), bench.folder)

    assert told.value.advice.startswith("Nothing is in it")


async def test_what_mends_a_damaged_vhd_is_told_for_what_it_is(bench):
    artifact = bench.local_artifact()
    damaged = bytearray(artifact.read_bytes())
    damaged[-300] ^= 1
    artifact.write_bytes(damaged)

    with pytest.raises(NotAVhd, match="checksum") as told:
        await rescued(bench, artifact, bench.target)

    # Without -f qemu-img takes a fixed VHD for a raw disk, footer and all.
    assert "qemu-img convert -f vpc " in told.value.advice


async def test_what_is_no_vhd_comes_too_when_somebody_says_so(bench):
    bench.service.put(ARTIFACT, [(0, b"raw" * 4096)], size=SIZE)

    await rescued(
        bench, place(ARTIFACT), bench.folder, options=RescueOptions(any_file=True)
    )

    home = bench.folder / "disk_20260101.vhd"
    assert home.read_bytes() == (b"raw" * 4096).ljust(SIZE, b"\0")


async def test_examining_takes_three_small_reads(bench):
    inspection = await examine(place(ARTIFACT), tools(bench))

    assert inspection.is_sound
    assert bench.service.sent_bytes <= 20_000


async def test_a_local_file_is_examined_alike(bench):
    assert await examine(bench.local_artifact(), tools(bench)) == await examine(
        place(ARTIFACT), tools(bench)
    )


@pytest.mark.parametrize("name", ["..%2F..%2Fescaped.vhd", "..%5C..%5Cescaped.vhd"])
def test_a_name_from_the_service_stays_in_the_folder(bench, name):
    artifact = place(f"https://staging.blob.core.windows.net/vhds/{name}")

    assert destination_for(artifact, bench.folder) == bench.folder / "escaped.vhd"


def test_a_name_of_dots_alone_is_refused(bench):
    artifact = place("https://staging.blob.core.windows.net/vhds/%2E%2E")

    with pytest.raises(Refused):
        destination_for(artifact, bench.folder)


def test_an_address_that_is_no_blobs_is_refused():
    with pytest.raises(Refused):
        place("ftp://somewhere/vhds/disk.vhd")


@pytest.mark.parametrize("left", ["part and name", "name alone"])
async def test_a_crash_while_it_is_being_named_is_made_good(bench, left):
    class Crash(Exception):
        pass

    with bench.journal() as journal:
        mark = journal.mark

        def crash_before_done(job, state, **named):
            if state.value == "done":
                raise Crash
            mark(job, state, **named)

        journal.mark = crash_before_done
        with pytest.raises(Crash):
            await rescue(
                place(ARTIFACT), bench.target, tools=tools(bench), journal=journal
            )
        short = journal.jobs()[0].short
    if left == "part and name":
        part = bench.folder / f"disk.vhd.{short}.part"
        part.hardlink_to(bench.target)
    (bench.folder / "disk.vhd.sha256").unlink()
    moved = bench.service.sent_bytes

    receipt = await rescued(bench, place(ARTIFACT), bench.target)

    assert bench.target.read_bytes() == IMAGE
    assert bench.parts == []
    assert (bench.folder / "disk.vhd.sha256").exists()
    assert (receipt.moved_bytes, receipt.level) == (0, Level.FULL)
    assert bench.service.sent_bytes - moved < 20_000


async def test_a_terabyte_that_is_mostly_empty_costs_its_data_only(bench):
    size = 2**40 + 512
    *data, _ = image_pieces()
    footer = image_pieces(size=size)[-1]
    spread = [(start * 4096, piece) for start, piece in data]
    bench.service.put(ARTIFACT, [*spread, footer], size=size)
    options = RescueOptions(copying=CopyOptions(level=Level.RANGES))

    receipt = await rescued(bench, place(ARTIFACT), bench.folder, options=options)

    home = bench.folder / "disk_20260101.vhd"
    assert home.stat().st_size == receipt.size == size
    assert home.stat().st_blocks * 512 < receipt.data_bytes + 2**20
    assert receipt.level is Level.RANGES


def test_rescuing_never_loads_textual():
    code = "import sys, transfer.rescue; sys.exit('textual' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
