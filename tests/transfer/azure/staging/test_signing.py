"""Signatures for staging live as long as a copy does, by the least right that will do."""

from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import pytest
from blob_copies import DISK, ONE, copy_of, disk_of
from long_copies import AREA, DENIED, Azure, whole
from scripted_azure import ScriptedTransport, in_turn, reply

from integrity.parallel import for_each
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.staging.files import Access
from transfer.azure.staging.sas import Sas
from transfer.azure.staging.signing import Renewing, SigningTransport
from transfer.copy_errors import AccessDenied
from transfer.errors import AzureUnreachable, StagingForbidden
from transfer.simulator.tokens import DataRole, Rights
from transfer.strategies.all_strategies import Tools, find_way

TWO_ADDRESS = "https://bakeferrytwo.blob.core.windows.net/vhds/copy.vhd"


async def test_where_a_role_does_nothing_is_signed():
    azure = Azure()

    opened = await azure.opened()

    assert opened.files.access is Access.ROLE
    assert await opened.files.sas("vhds") is None


async def test_a_delegated_signature_is_tried_before_a_key_is_asked_for():
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED)

    opened = await azure.opened()

    assert opened.files.access is Access.DELEGATION
    assert "user delegation SAS" in opened.words
    assert azure.operations("List Keys") == []


@pytest.mark.parametrize(
    "rights",
    [Rights(blobs=DataRole.NONE), Rights(blobs=DataRole.NONE, may_delegate=False)],
    ids=["delegates nothing", "may not delegate"],
)
async def test_who_has_no_role_reads_by_a_key_and_is_told_which_is_missing(rights):
    azure = Azure(rights)

    opened = await azure.opened()

    assert opened.files.access is Access.KEY
    assert "a key of the account" in opened.words
    assert "Storage Blob Data Reader" in opened.words


async def test_who_may_do_nothing_is_told_the_role():
    azure = Azure(Rights(blobs=DataRole.NONE))
    azure.simulator.world.accounts[ONE].takes_keys = False

    with pytest.raises(StagingForbidden, match="Storage Blob Data Reader"):
        await azure.opened()


@pytest.mark.parametrize("by", [Access.DELEGATION, Access.KEY])
@pytest.mark.parametrize("to", ["file", "blob"])
async def test_s11_a_copy_of_many_hours_renews_what_lets_it_read(tmp_path, by, to):
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED, times=2 if by is Access.KEY else 1)
    opened = await azure.opened()
    azure.signing.sign(AREA.container("vhds"), partial(opened.files.sas, "vhds"))
    home = tmp_path / "disk.vhd" if to == "file" else BlobAddress.parse(TWO_ADDRESS)
    began = azure.now()

    await azure.slow_copy(home, tmp_path, minutes=60)

    there = home.read_bytes() if to == "file" else whole(copy_of(azure.asking))
    assert opened.files.access is by
    assert azure.now() - began > timedelta(hours=6)
    assert there == whole(disk_of(azure.asking))


async def test_one_that_cannot_be_renewed_is_used_to_its_end_and_no_longer():
    began = datetime(2026, 11, 25, 12, tzinfo=UTC)
    old = Sas("sig=1", began, began + timedelta(hours=1))
    minutes = 0

    async def issue():
        if minutes:
            raise AzureUnreachable("no answer")
        return old

    renewing = Renewing(issue, lambda: began + timedelta(minutes=minutes))
    assert await renewing.current() is old
    minutes = 59
    assert await renewing.current() is old

    minutes = 60
    with pytest.raises(AzureUnreachable):
        await renewing.current()


async def test_a_first_signature_that_cannot_be_had_is_told():
    async def issue():
        raise AzureUnreachable("no answer")

    with pytest.raises(AzureUnreachable):
        await Renewing(issue, lambda: datetime(2026, 11, 25, tzinfo=UTC)).current()


async def test_while_nothing_is_signed_requests_pass_as_they_are():
    inner = ScriptedTransport(in_turn(reply()))
    request = httpx.Request("GET", DISK)

    await SigningTransport(inner).handle_async_request(request)

    assert inner.requests == [request]


async def test_g27_tokens_of_five_minutes_last_for_a_copy_of_hours(tmp_path):
    azure = Azure()

    await azure.slow_copy(tmp_path / "disk.vhd", tmp_path, minutes=20)

    assert azure.issuer.issued > 3
    assert (tmp_path / "disk.vhd").read_bytes() == whole(disk_of(azure.asking))


async def test_d27_a_right_that_is_taken_away_leaves_a_copy_to_be_taken_up(tmp_path):
    azure = Azure()
    azure.simulator.faults.add("Get Blob", DENIED, after=2, times=100)

    with pytest.raises(AccessDenied) as denied:
        await azure.slow_copy(tmp_path / "disk.vhd", tmp_path, minutes=1)

    assert denied.value.resumable
    azure.simulator.faults.clear()
    await azure.slow_copy(tmp_path / "disk.vhd", tmp_path, minutes=1)


async def test_many_requests_at_once_ask_for_one_new_signature():
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED)
    opened = await azure.opened()
    azure.signing.sign(AREA.container("vhds"), partial(opened.files.sas, "vhds"))
    azure.simulator.credentials_clock.advance(23.5 * 3600)
    before = len(azure.operations("Get User Delegation Key"))
    address = BlobAddress.parse(DISK)
    end = find_way(address, address, Tools(azure.signing)).artifact

    await for_each(range(8), lambda _: end.survey(), at_once=8)

    assert len(azure.operations("Get User Delegation Key")) == before + 1
