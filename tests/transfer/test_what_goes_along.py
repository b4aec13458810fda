"""What stands on a blob beside its bytes goes along to another blob."""

import pytest
from azure.storage.blob import ContentSettings
from blobs_of_both import ONE
from copying import MIB

SERVED = {
    "content_type": "application/x-tar",
    "content_encoding": "gzip",
    "content_language": "de-CH",
    "content_disposition": 'attachment; filename="image.tar"',
    "cache_control": "no-store",
}
NOTED = {"owner": "golden-team", "ticket": "4711"}
STALE = {"bakeferry_job": "another", "bakeferry_sha256": "0" * 64}


def block_blob(client):
    client.upload_blob(
        b"x" * (5 * MIB),
        content_settings=ContentSettings(**SERVED),
        metadata=NOTED | STALE,
    )


def page_blob(client):
    client.create_page_blob(
        MIB, content_settings=ContentSettings(**SERVED), metadata=NOTED | STALE
    )
    client.upload_page(b"x" * 512, 512, 512)


@pytest.mark.parametrize("make", [block_blob, page_blob])
@pytest.mark.parametrize("only", ["streamed", None], ids=["streamed", "the best way"])
async def test_type_and_metadata_are_kept_and_marks_of_another_copy_are_not(
    blobs, make, only
):
    make(blobs.there(ONE, "image"))

    receipt = await blobs.copy(blobs.address(ONE, "image"), only=only)

    told = blobs.there().get_blob_properties()
    kept = {each: told.content_settings[each] for each in SERVED}
    assert kept == SERVED
    ours = {n for n in told.metadata if n.startswith("bakeferry_")}
    assert {n: v for n, v in told.metadata.items() if n not in ours} == NOTED
    assert told.metadata["bakeferry_job"] == receipt.job
    assert told.metadata["bakeferry_state"] == "complete"
    assert told.metadata.get("bakeferry_sha256") == receipt.sha256


@pytest.mark.parametrize("make", [block_blob, page_blob])
async def test_they_are_there_when_a_copy_was_stopped_and_taken_up(blobs, make):
    make(blobs.there(ONE, "image"))
    start = blobs.address(ONE, "image")
    await blobs.copy(start, only="streamed", after=0)

    await blobs.copy(start, only="streamed")

    told = blobs.there().get_blob_properties()
    assert told.content_settings.content_type == "application/x-tar"
    assert told.metadata["owner"] == "golden-team"
