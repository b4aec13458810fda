"""What holds for every way from one place to another."""

import json
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from blob_replies import copy_source, reply
from copy_faults import raising
from copying import (
    ARTIFACT,
    DATA_BYTES,
    DESTINATION,
    IMAGE,
    SIZE,
    image_bytes,
    image_pieces,
    write_sparse,
)
from every_strategy import EVERY, TO_BLOB, stopped_copy

from integrity.progress import Stage
from transfer.copier import copy
from transfer.copy_errors import ArtifactReplaced, CopyError, DestinationExists
from transfer.copy_options import CopyOptions
from transfer.journal.records import JobState
from transfer.receipt import Level
from transfer.shortages import DiskFull
from transfer.strategies.all_strategies import ALL_STRATEGIES

LEVELS = {
    "server-side": Level.RANGES,
    "streamed": Level.RANGES,
    "upload": Level.RANGES,
    "service": Level.LENGTH,
    "download": Level.FULL,
    "local": Level.FULL,
}

ROUNDED_UP = 6 * 2 * 4096
"""What a file system adds at both ends of the six pieces of data."""

FROM_BLOB = ("server-side", "streamed", "service", "download")


def change_the_artifact(bench, strategy):
    if strategy in FROM_BLOB:
        bench.service.put(ARTIFACT, image_pieces(seed=2), size=SIZE)
    else:
        write_sparse(bench.local_artifact(), image_pieces(seed=2), SIZE)


@EVERY
async def test_every_byte_arrives_and_the_receipt_says_so(bench, strategy):
    receipt = await bench.copy(strategy)

    assert bench.content(strategy) == IMAGE
    assert receipt.size == SIZE
    assert DATA_BYTES <= receipt.data_bytes <= DATA_BYTES + ROUNDED_UP
    assert receipt.moved_bytes == receipt.data_bytes
    assert receipt.strategy == strategy
    assert receipt.level is LEVELS[strategy]


@EVERY
async def test_holes_stay_holes(bench, strategy):
    await bench.copy(strategy)

    if strategy in TO_BLOB:
        artifact, there = bench.service.blob(ARTIFACT), bench.service.blob(DESTINATION)
        stored = sum(page.size for page in there.pages)
        assert stored <= sum(page.size for page in artifact.pages) * 1.01
    else:
        assert bench.target.stat().st_blocks * 512 <= DATA_BYTES + 8 * 8192


@EVERY
async def test_nothing_partial_is_left_when_it_is_done(bench, strategy):
    await bench.copy(strategy)

    assert bench.parts == []
    if strategy in TO_BLOB:
        there = bench.service.blob(DESTINATION)
        assert there.kind == "PageBlob"
        assert there.metadata["bakeferry_state"] == "complete"
        assert there.lease == ""


BY_RANGES = pytest.mark.parametrize(
    "strategy", [name for name in ALL_STRATEGIES if name != "service"]
)


@BY_RANGES
async def test_a_copy_that_was_stopped_is_taken_up_where_it_stopped(bench, strategy):
    await stopped_copy(bench, strategy, moves=3)

    receipt = await bench.copy(strategy)

    assert bench.content(strategy) == IMAGE
    assert 0 < receipt.moved_bytes < DATA_BYTES
    assert len(bench.parts) == 0


@EVERY
async def test_what_is_not_whole_yet_is_marked_as_partial(bench, strategy):
    await stopped_copy(bench, strategy, moves=2)

    if strategy in TO_BLOB:
        there = bench.service.blob(DESTINATION)
        assert there.metadata["bakeferry_state"] == "partial"
        assert there.lease or strategy == "service"
        assert there.read(SIZE - 512, SIZE) == bytes(512)
    else:
        assert not bench.target.exists()
        assert len(bench.parts) == 1


def open_files():
    """How many this process has."""
    return len([*Path("/proc/self/fd").iterdir()])


@EVERY
async def test_whether_it_was_stopped_or_has_ended_no_file_stays_open(bench, strategy):
    await stopped_copy(bench, strategy, moves=1)
    before = open_files()

    await stopped_copy(bench, strategy, moves=1)
    stopped = open_files()
    await bench.copy(strategy)

    assert (stopped, open_files()) == (before, before)


@pytest.mark.parametrize("strategy", [*TO_BLOB, "download"])
async def test_g38_whichever_request_fails_no_file_stays_open(bench, strategy):
    await stopped_copy(bench, strategy, moves=1)
    before, failed = open_files(), 0

    for after in range(8):
        bench.service.faults.clear()
        bench.service.fault(raising(httpx.ConnectError("")), times=10**6, after=after)
        with suppress(CopyError):
            await bench.copy(strategy)
            break
        failed += 1

    assert failed > 3
    assert open_files() == before


@EVERY
async def test_an_artifact_that_changed_since_is_never_mixed_in(bench, strategy):
    await stopped_copy(bench, strategy, moves=2)
    change_the_artifact(bench, strategy)

    with pytest.raises(ArtifactReplaced):
        await bench.copy(strategy)


@EVERY
async def test_d19_one_that_changes_after_its_last_byte_was_read_is_not_published(
    bench, strategy
):
    def heard(progress):
        if progress.stage is Stage.COPYING and progress.done == progress.total:
            change_the_artifact(bench, strategy)

    with bench.journal() as journal, pytest.raises(ArtifactReplaced):
        await copy(bench.way(strategy), journal=journal, on_progress=heard)

    if strategy in TO_BLOB:
        there = bench.service.blob(DESTINATION)
        assert there.metadata["bakeferry_state"] == "partial"
    else:
        assert not bench.target.exists()


@EVERY
async def test_started_afresh_it_is_the_new_version_and_no_other(bench, strategy):
    await stopped_copy(bench, strategy, moves=2)
    change_the_artifact(bench, strategy)

    await bench.copy(strategy, options=CopyOptions(afresh=True))

    assert bench.content(strategy) == image_bytes(seed=2)


@EVERY
async def test_started_afresh_it_removes_no_copy_that_is_whole_already(bench, strategy):
    with bench.journal() as journal:
        mark = journal.mark

        def no_room(job, state, **told):
            if state is JobState.DONE:
                raise DiskFull("journal", 1)
            mark(job, state, **told)

        journal.mark = no_room
        with pytest.raises(DiskFull):
            await copy(bench.way(strategy), journal=journal)
    change_the_artifact(bench, strategy)

    with pytest.raises(DestinationExists):
        await bench.copy(strategy, options=CopyOptions(afresh=True))

    assert bench.content(strategy) == IMAGE


@EVERY
async def test_the_journal_keeps_the_receipt_and_no_secret(bench, strategy):
    await bench.copy(strategy)

    with bench.journal() as journal:
        (job,) = journal.jobs()
        assert job.state is JobState.DONE
        assert json.loads(job.receipt)["size"] == SIZE
    assert all(b"sig=" not in file.read_bytes() for file in bench.state.iterdir())


@EVERY
async def test_progress_grows_to_the_allocated_bytes_and_ends(bench, strategy):
    await bench.copy(strategy)

    told = [each for each in bench.heard if each.stage is Stage.COPYING]
    assert [each.done for each in told] == sorted(each.done for each in told)
    last = bench.heard[-1]
    assert (last.stage, last.done) == (Stage.DONE, last.total)
    assert {each.total for each in told} == {last.total}
    assert DATA_BYTES <= last.total <= DATA_BYTES + ROUNDED_UP


@pytest.mark.parametrize(
    "answer",
    [
        lambda: copy_source(403, "AuthenticationFailed"),
        lambda: reply(403, code="CannotVerifyCopySource"),
        lambda: reply(501, code="APINotImplemented"),
        lambda: reply(501),
        lambda: reply(500),
    ],
)
async def test_where_the_service_may_not_read_the_bytes_are_streamed(bench, answer):
    bench.service.fault(
        lambda service, request: answer(),
        lambda request: "x-ms-copy-source" in request.headers,
        times=-1,
        after=2,
    )
    receipt = await bench.copy(None, ends=bench.ends("streamed"))

    assert bench.content("streamed") == IMAGE
    assert receipt.strategy == "streamed"
    assert receipt.level is Level.RANGES


async def test_a_short_read_is_read_again(bench):
    def short(service, request):
        answer = service.answer(request)
        answer.stream._data = answer.stream._data[:-1]
        return answer

    bench.service.fault(short, lambda request: "x-ms-range" in request.headers)

    await bench.copy("download")

    assert bench.content("download") == IMAGE


@pytest.mark.parametrize("strategy", ["streamed", "download", "upload"])
async def test_what_was_written_may_be_overwritten_in_memory(
    bench, strategy, monkeypatch
):
    def overwrite(buffer):
        buffer[:] = bytes(len(buffer))

    monkeypatch.setattr("transfer.strategies.relay.give_back", overwrite)

    await bench.copy(strategy)

    assert bench.content(strategy) == IMAGE
