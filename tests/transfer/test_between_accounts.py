"""What a copy between accounts asks of the service."""

import pytest
from copying import ARTIFACT, DESTINATION, IMAGE, SIZE, image_pieces

from transfer.azure.blobs.address import BlobAddress
from transfer.copy_errors import DestinationUnfit


async def test_the_footer_is_the_last_page_that_is_written(bench):
    await bench.copy("server-side")

    last = bench.service.calls("PUT", "page")[-1]
    assert last.headers["x-ms-range"] == f"bytes={SIZE - 512}-{SIZE - 1}"


async def test_every_page_is_pinned_leased_and_small_enough(bench):
    etag = bench.service.blob(ARTIFACT).etag

    await bench.copy("server-side")

    for page in bench.service.calls("PUT", "page"):
        start, last = page.headers["x-ms-range"].removeprefix("bytes=").split("-")
        assert int(last) - int(start) < 4 * 2**20
        assert page.headers["x-ms-source-if-match"] == etag
        assert page.headers["x-ms-lease-id"]
        assert page.content == b""


async def test_a_signed_address_is_not_written_down(bench):
    signed = BlobAddress.parse(f"{ARTIFACT}?sv=2025&sig=SECRETSIGNATURE")

    receipt = await bench.copy("server-side", ends=(signed, bench.place(DESTINATION)))

    assert "SECRET" not in repr(receipt)
    assert all(b"SECRETSIG" not in file.read_bytes() for file in bench.state.iterdir())


async def test_the_services_own_copy_takes_disks_only(bench):
    bench.service.put(ARTIFACT, [(0, b"text")], size=4, kind="BlockBlob")

    with pytest.raises(DestinationUnfit, match="disks only"):
        await bench.copy("service")

    assert bench.service.calls("PUT") == []


async def test_a_vhd_in_a_block_blob_becomes_a_page_blob_again(bench):
    bench.service.put(ARTIFACT, image_pieces(), size=SIZE, kind="BlockBlob")

    await bench.copy("streamed")

    there = bench.service.blob(DESTINATION)
    assert there.kind == "PageBlob"
    assert bench.content("streamed") == IMAGE
    assert sum(page.size for page in there.pages) < SIZE
