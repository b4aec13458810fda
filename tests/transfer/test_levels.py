"""How well a copy is compared, for every way: by its ranges, or by reading all of it."""

from hashlib import sha256

import pytest
from copying import DATA_BYTES, DESTINATION, IMAGE
from every_strategy import EVERY, TO_BLOB

from transfer.copy_errors import CopyError
from transfer.copy_options import CopyOptions
from transfer.receipt import Level


@EVERY
async def test_d16_a_digest_that_is_expected_and_not_there_publishes_nothing(
    bench, strategy
):
    wrong = CopyOptions(expected_sha256="0" * 64)

    with pytest.raises(CopyError, match="sha256"):
        await bench.copy(strategy, options=wrong)

    if strategy in TO_BLOB:
        there = bench.service.blob(DESTINATION)
        assert there.metadata["bakeferry_state"] == "partial"
    else:
        assert not bench.target.exists()


@EVERY
async def test_full_verification_reads_everything_and_tells_the_sha256(bench, strategy):
    receipt = await bench.copy(strategy, options=CopyOptions(level=Level.FULL))

    assert receipt.level is Level.FULL
    assert receipt.sha256 == sha256(IMAGE).hexdigest()


async def test_the_digest_of_what_was_uploaded_is_kept_with_the_blob(bench):
    receipt = await bench.copy("upload")

    told = bench.service.blob(DESTINATION).metadata["bakeferry_sha256"]
    assert told == receipt.sha256 == sha256(IMAGE).hexdigest()


@EVERY
async def test_a_digest_that_is_expected_and_there_proves_the_whole(bench, strategy):
    right = CopyOptions(expected_sha256=sha256(IMAGE).hexdigest())

    receipt = await bench.copy(strategy, options=right)

    assert receipt.level is Level.FULL


@pytest.mark.parametrize("strategy", ["streamed", "download"])
async def test_a_range_that_the_service_vouches_for_is_not_summed_again(
    bench, strategy, monkeypatch
):
    def again(data, start):
        raise AssertionError("these bytes have a checksum")

    monkeypatch.setattr("transfer.digesting.crc64", again)

    receipt = await bench.copy(strategy, options=CopyOptions(level=Level.RANGES))

    assert receipt.level is Level.RANGES
    assert receipt.moved_bytes == DATA_BYTES
