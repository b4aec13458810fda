"""One contract that Azurite and the simulator keep, asked by the official client."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import (
    AccountSasPermissions,
    BlobBlock,
    BlobSasPermissions,
    ContainerSasPermissions,
    ResourceTypes,
    generate_account_sas,
    generate_blob_sas,
    generate_container_sas,
)
from azurite import KEYS

ONE, TWO = KEYS
MIB = 2**20


@pytest.fixture
def container(services):
    """A container of its own in the first account."""
    with services.client() as client:
        yield client.create_container(f"c{uuid.uuid4().hex}")


def refused(call, *arguments, **more):
    """Status and code of a refusal."""
    with pytest.raises(HttpResponseError) as error:
        call(*arguments, **more)
    return error.value.status_code, getattr(error.value, "error_code", None)


@pytest.fixture
def page_blob(container):
    """An empty page blob of a MiB."""
    blob = container.get_blob_client("disk.vhd")
    blob.create_page_blob(MIB)
    return blob


def test_pages_are_written_read_and_listed(page_blob):
    page_blob.upload_page(b"a" * 512, 512, 512)
    page_blob.upload_page(b"b" * 1024, 4096, 1024)
    page_blob.clear_page(4096, 512)

    ranges = [(one.start, one.end) for one in page_blob.list_page_ranges()]

    assert ranges == [(512, 1023), (4608, 5119)]
    assert page_blob.download_blob(0, 1536).readall() == bytes(
        512
    ) + b"a" * 512 + bytes(512)
    assert page_blob.get_blob_properties().blob_type == "PageBlob"


def test_a_page_blob_is_of_whole_pages(container):
    blob = container.get_blob_client("odd")

    assert refused(blob.create_page_blob, 511)[0] in (None, 400)


def test_pages_past_the_end_are_refused(page_blob):
    assert refused(page_blob.upload_page, b"x" * 512, MIB, 512)[0] == 416


def test_a_stale_etag_is_refused(page_blob):
    etag = page_blob.get_blob_properties().etag
    page_blob.upload_page(b"x" * 512, 0, 512)
    stale = {"etag": etag, "match_condition": MatchConditions.IfNotModified}

    assert refused(page_blob.upload_page, b"y" * 512, 0, 512, **stale) == (
        412, "ConditionNotMet",
    )  # fmt: skip
    assert refused(page_blob.download_blob, **stale) == (412, "ConditionNotMet")
    assert refused(lambda: list(page_blob.list_page_ranges(**stale)))[0] == 412


def test_what_exists_is_not_made_again_when_that_is_asked(page_blob):
    missing = {"match_condition": MatchConditions.IfMissing}

    assert refused(page_blob.create_page_blob, MIB, **missing) == (
        409, "BlobAlreadyExists",
    )  # fmt: skip


def test_a_range_comes_with_its_md5(page_blob):
    page_blob.upload_page(b"z" * 512, 0, 512)

    stream = page_blob.download_blob(0, 512, validate_content=True)

    assert stream.readall() == b"z" * 512


def test_pages_are_not_for_block_blobs(container):
    blob = container.upload_blob("block", b"text")

    status, code = refused(blob.upload_page, b"x" * 512, 0, 512)
    assert (status, code) == (409, "InvalidBlobType")


def test_what_is_not_there_is_told_apart(services, container):
    blob = container.get_blob_client("absent")
    with services.client() as client:
        elsewhere = client.get_blob_client("nowhere", "absent")

        assert refused(blob.get_blob_properties)[0] == 404
        assert refused(blob.download_blob) == (404, "BlobNotFound")
        assert refused(elsewhere.download_blob) == (404, "ContainerNotFound")


def test_a_lease_keeps_others_from_writing(page_blob):
    lease = page_blob.acquire_lease(15)

    assert refused(page_blob.upload_page, b"x" * 512, 0, 512) == (412, "LeaseIdMissing")
    page_blob.upload_page(b"x" * 512, 0, 512, lease=lease)
    lease.renew()
    lease.break_lease(0)
    page_blob.upload_page(b"y" * 512, 0, 512)
    assert refused(page_blob.upload_page, b"x" * 512, 0, 512, lease=lease)[0] == 412


def test_two_leases_at_once_are_refused(page_blob):
    page_blob.acquire_lease(15)

    assert refused(page_blob.acquire_lease, 15) == (409, "LeaseAlreadyPresent")


def test_blocks_are_kept_until_a_list_names_them(container):
    blob = container.get_blob_client("blocks")
    blob.stage_block("YWE=", b"first ")
    blob.stage_block("YmI=", b"second")

    assert refused(blob.get_blob_properties)[0] == 404
    uncommitted = [block.id for block in blob.get_block_list("uncommitted")[1]]
    blob.commit_block_list([BlobBlock("YmI="), BlobBlock("YWE=")])

    assert sorted(uncommitted) == ["YWE=", "YmI="]
    assert blob.download_blob().readall() == b"secondfirst "
    assert [block.size for block in blob.get_block_list()[0]] == [6, 6]
    assert refused(blob.commit_block_list, [BlobBlock("Y2M=")]) == (
        400,
        "InvalidBlockList",
    )


def test_metadata_is_kept_and_replaced(page_blob):
    page_blob.set_blob_metadata({"state": "partial", "source": "x"})
    page_blob.set_blob_metadata({"costCentre": "4711"})

    assert page_blob.get_blob_properties().metadata == {"costCentre": "4711"}


def test_blobs_are_listed_by_prefix_in_pages(container):
    for name in ("a/1", "a/2", "b/1"):
        container.upload_blob(name, b"x")

    pages = container.list_blobs(name_starts_with="a/", results_per_page=1).by_page()
    names = [[blob.name for blob in page] for page in pages]
    folders = {one.name for one in container.walk_blobs()}

    assert [name for page in names for name in page] == ["a/1", "a/2"]
    assert folders == {"a/", "b/"}


def test_a_copy_within_an_account_keeps_the_kind(container, page_blob):
    page_blob.upload_page(b"x" * 512, 0, 512)
    copy = container.get_blob_client("copy.vhd")

    begun = copy.start_copy_from_url(page_blob.url)

    assert begun["copy_status"] == "success"
    properties = copy.get_blob_properties()
    assert properties.blob_type == "PageBlob"
    assert copy.download_blob().readall() == page_blob.download_blob().readall()
    assert refused(copy.abort_copy, begun["copy_id"]) == (409, "NoPendingCopyOperation")


def test_another_account_wants_a_signature(services, page_blob):
    with services.client(TWO) as client:
        other = client.create_container(f"c{uuid.uuid4().hex}").get_blob_client("copy")

        status, code = refused(other.start_copy_from_url, page_blob.url)

    assert status in (401, 403, 404)
    assert code == "CannotVerifyCopySource"


def signed(kind, blob, *, permission="r", hours=1):
    """A query of one kind that lets a blob be read."""
    expiry = datetime.now(UTC) + timedelta(hours=hours)
    if kind == "account":
        return generate_account_sas(
            ONE, KEYS[ONE], ResourceTypes(object=True),
            AccountSasPermissions.from_string(permission), expiry,
        )  # fmt: skip
    if kind == "container":
        return generate_container_sas(
            ONE, blob.container_name, account_key=KEYS[ONE], expiry=expiry,
            permission=ContainerSasPermissions.from_string(permission),
        )  # fmt: skip
    return generate_blob_sas(
        ONE, blob.container_name, blob.blob_name, account_key=KEYS[ONE], expiry=expiry,
        permission=BlobSasPermissions.from_string(permission),
    )  # fmt: skip


def by_signature(services, blob, query):
    """The same blob for somebody who has nothing but a signature."""
    client = services.client(credential=query)
    return client.get_blob_client(blob.container_name, blob.blob_name)


@pytest.mark.parametrize("kind", ["account", "container", "blob"])
def test_a_signature_lets_in(services, page_blob, kind):
    with by_signature(services, page_blob, signed(kind, page_blob)) as reader:
        assert reader.download_blob(0, 512).readall() == bytes(512)


@pytest.mark.parametrize(
    "query",
    [
        {"permission": "w"},
        {"hours": -1},
    ],
)
def test_a_signature_for_something_else_does_not(services, page_blob, query):
    with by_signature(
        services, page_blob, signed("blob", page_blob, **query)
    ) as reader:
        assert refused(reader.download_blob, 0, 512)[0] == 403


def test_a_forged_signature_does_not(services, page_blob):
    query = signed("blob", page_blob).replace("sp=r", "sp=rw")

    with by_signature(services, page_blob, query) as reader:
        assert refused(reader.download_blob, 0, 512)[0] == 403


def test_a_wrong_key_does_not(services, page_blob):
    wrong = {"account_name": ONE, "account_key": KEYS[TWO]}

    with services.client(credential=wrong) as client:
        blob = client.get_blob_client(page_blob.container_name, page_blob.blob_name)
        assert refused(blob.get_blob_properties)[0] == 403
