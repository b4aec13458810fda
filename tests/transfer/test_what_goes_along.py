"""What stands on a blob beside its bytes goes along to another blob."""

import httpx
import pytest
from azure.storage.blob import ContentSettings
from blob_services import BlobServices, two_accounts
from blobs_of_both import ONE, Blobs
from copying import MIB

from transfer.simulator.server import served
from transfer.simulator.simulator import Simulator

SERVED = {
    "content_type": "application/x-tar",
    "content_encoding": "gzip",
    "content_language": "de-CH",
    "content_disposition": 'attachment; filename="image.tar"',
    "cache_control": "no-store",
}
NOTED = {"owner": "golden-team", "costCentre": "4711"}
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


@pytest.fixture
def noted(tmp_path):
    """A blob that holds what the service gives out and takes from nobody."""
    simulator = Simulator(two_accounts())
    with served(simulator) as server:
        blobs = Blobs(BlobServices(server.origin, "simulator"), tmp_path)
        blobs.first()
        container = simulator.world.accounts[ONE].containers[blobs.container]
        blob = container.blobs["rootfs.tar"]
        blob.metadata |= {"Ort": "Zürich", "a-b": "of before 2009", "owner": "team"}
        blob.properties["Content-Disposition"] = "inline; filename=Zürich"
        yield blobs


async def test_what_no_blob_can_be_given_is_left_and_told(noted):
    receipt = await noted.copy(noted.address(ONE, "rootfs.tar"))

    assert receipt.not_kept == ("Ort", "a-b", "content-disposition")
    assert noted.there().get_blob_properties().metadata["owner"] == "team"


async def test_a_file_is_told_of_bytes_alone(noted):
    to = noted.folder / "copy.tar"

    receipt = await noted.copy(noted.address(ONE, "rootfs.tar"), to)

    assert receipt.not_kept == ()


@pytest.mark.parametrize(("name", "value"), [("ort", "Zürich"), ("a-b", "x")])
def test_the_simulator_takes_no_such_metadata(noted, name, value):
    url = noted.address(ONE, "rootfs.tar").asking("comp=metadata")

    answer = httpx.put(url, headers={f"x-ms-meta-{name}": value.encode()})

    assert answer.status_code == 400
    assert answer.headers["x-ms-error-code"] == "InvalidMetadata"


async def test_our_own_marks_are_known_however_they_are_spelled(noted):
    first = await noted.copy(noted.file)
    told = noted.there().get_blob_properties().metadata
    noted.there().set_blob_metadata({n.capitalize(): told[n] for n in told})

    again = await noted.copy(noted.file)

    assert (again.job, again.moved_bytes) == (first.job, 0)
