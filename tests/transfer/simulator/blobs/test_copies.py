"""Copies that the simulated service makes itself, in its own time."""

from datetime import UTC, datetime, timedelta

import pytest
from azure.storage.blob import BlobSasPermissions, generate_blob_sas
from azurite import KEYS
from blob_copies import COPY, DISK, ONE, TWO, code, copy_of, disk_of, take
from simulating import START

from integrity.sizes import MIB
from transfer.simulator.blobs.copying import fail_copy


async def begin_copy(asking):
    """Copy Blob across accounts, by a signature."""
    query = generate_blob_sas(
        ONE, "vhds", "disk.vhd", account_key=KEYS[ONE],
        permission=BlobSasPermissions(read=True),
        expiry=datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip
    asking.simulator.world.accounts[TWO].copy_rate = MIB
    return await asking.blobs(
        "PUT", COPY, headers={"x-ms-copy-source": f"{DISK}?{query}"}
    )


async def test_a_copy_between_accounts_takes_its_time(asking):
    begun = await begin_copy(asking)
    asking.simulator.clock.advance(8)
    half = await asking.blobs("HEAD", COPY)
    busy = await take(asking, 0, MIB)
    asking.simulator.clock.advance(10)
    done = await asking.blobs("HEAD", COPY)

    assert (begun.status_code, begun.headers["x-ms-copy-status"]) == (202, "pending")
    copied, _, total = half.headers["x-ms-copy-progress"].partition("/")
    assert 0 < int(copied) < int(total) == 16 * MIB + 512
    assert code(busy) == (409, "PendingCopyOperation")
    assert done.headers["x-ms-copy-status"] == "success"
    assert "sig=" not in done.headers["x-ms-copy-source"]
    assert copy_of(asking).content.ranges(0, 2**40) == disk_of(asking).content.ranges(
        0, 2**40
    )


async def test_an_aborted_copy_leaves_no_bytes(asking):
    begun = await begin_copy(asking)
    address = f"{COPY}?comp=copy&copyid={begun.headers['x-ms-copy-id']}"

    answer = await asking.blobs("PUT", address, headers={"x-ms-copy-action": "abort"})

    after = await asking.blobs("HEAD", COPY)
    assert answer.status_code == 204
    assert after.headers["x-ms-copy-status"] == "aborted"
    assert after.headers["content-length"] == "0"


@pytest.mark.parametrize("mishap", ["changed", "expired"])
async def test_a_copy_fails_when_its_source_does(asking, mishap):
    await begin_copy(asking)
    if mishap == "changed":
        disk_of(asking).touch(START)
    else:
        fail_copy(copy_of(asking), "403 AuthenticationFailed", START)
    asking.simulator.clock.advance(60)

    after = await asking.blobs("HEAD", COPY)

    assert after.headers["x-ms-copy-status"] == "failed"
    assert after.headers["content-length"] == "0"
    assert after.headers["x-ms-copy-status-description"][:3] in ("403", "412")
