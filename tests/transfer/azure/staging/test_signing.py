"""Signatures for staging live as long as a copy does, by the least right that will do."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import httpx
import pytest
from blob_copies import DISK, ONE, copy_of, disk_of, somebody_with_a_disk
from scripted_azure import FakeTime, ScriptedTransport, in_turn, reply

from integrity.parallel import for_each
from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import AuthorizingTransport
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.calls import ARM_POLICY, Caller
from transfer.azure.clouds import PUBLIC
from transfer.azure.resource_ids import ResourceId
from transfer.azure.signing_in.credentials import AccessToken, CachedTokens
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import STORAGE_ACCOUNTS, FoundBy, StagingArea
from transfer.azure.staging.files import Access
from transfer.azure.staging.signing import SigningTransport
from transfer.copier import copy
from transfer.copy_errors import AccessDenied
from transfer.errors import StagingForbidden
from transfer.journal.store import Journal
from transfer.simulator import faults
from transfer.simulator.clock import Clock
from transfer.simulator.scenario import Scenario
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import EVERYTHING, DataRole, Rights
from transfer.simulator.transport import SimulatorTransport
from transfer.strategies.all_strategies import Tools, find_way

GROUP = ResourceId(Scenario().subscription, "rg-golden")
ACCOUNT = ResourceId(Scenario().subscription, "rg-golden", STORAGE_ACCOUNTS, (ONE,))
AREA = StagingArea(GROUP, FoundBy.TAGS, ACCOUNT, f"https://{ONE}.blob.core.windows.net")
TWO_ADDRESS = "https://bakeferrytwo.blob.core.windows.net/vhds/copy.vhd"
DENIED = faults.refuse(403, "AuthorizationPermissionMismatch")


@dataclass
class Issuer:
    """Signs in to the simulator, by its clock."""

    simulator: Simulator
    rights: Rights
    seconds: float = 300.0
    issued: int = 0

    async def issue(self, scope, claims=None):
        del claims
        self.issued += 1
        token = self.simulator.tokens.issue(
            scope, seconds=self.seconds, rights=self.rights
        )
        now = self.simulator.credentials_clock.now().timestamp()
        return AccessToken(token.text, now, now + self.seconds)


@dataclass
class Slow(httpx.AsyncBaseTransport):
    """Lets time pass before each request."""

    inner: httpx.AsyncBaseTransport
    clock: Clock
    seconds: float

    async def handle_async_request(self, request):
        self.clock.advance(self.seconds)
        return await self.inner.handle_async_request(request)


@dataclass
class Jumping(httpx.AsyncBaseTransport):
    """Sets our clock, and not Azure's, when some requests have been sent."""

    inner: httpx.AsyncBaseTransport
    azure: "Azure"
    by: timedelta
    left: int = 3

    async def handle_async_request(self, request):
        self.left -= 1
        if self.left == 0:
            self.azure.ahead += self.by
        return await self.inner.handle_async_request(request)


class Azure:
    """A simulated subscription, and everything that a copy out of it needs."""

    def __init__(self, rights=EVERYTHING):
        self.ahead = timedelta()
        """How much our clock is ahead of Azure's."""

        self.asking = somebody_with_a_disk()
        self.simulator = self.asking.simulator
        self.issuer = Issuer(self.simulator, rights)
        tokens = CachedTokens(self.issuer, clock=lambda: self.now().timestamp())
        self.inner = AuthorizingTransport(
            SimulatorTransport(self.simulator), PUBLIC, tokens
        )
        self.signing = SigningTransport(self.inner, clock=self.now)
        time = FakeTime()
        policy = replace(ARM_POLICY, clock=time.clock, sleep=time.sleep)
        caller = Caller(self.inner, PUBLIC, policy)
        self.manager = ResourceManager(caller, Scenario().subscription)

    def now(self):
        return self.simulator.credentials_clock.now() + self.ahead

    async def opened(self):
        return await open_files(self.manager, AREA, container="vhds", clock=self.now)

    def operations(self, name):
        return [one for one in self.simulator.heard if one.operation == name]

    async def slow_copy(self, home, tmp_path, *, minutes):
        """Copy, chunk by chunk, with so long a wait before each request."""
        slow = Slow(self.signing, self.simulator.credentials_clock, minutes * 60)
        return await self.copy_over(slow, home, tmp_path)

    async def jumping_copy(self, home, tmp_path, *, by):
        """Copy with ten minutes before each request; after the third, our clock jumps."""
        slow = Slow(self.signing, self.simulator.credentials_clock, 600)
        return await self.copy_over(Jumping(slow, self, by), home, tmp_path)

    async def copy_over(self, transport, home, tmp_path):
        """Copy, chunk by chunk."""
        tools = Tools(transport, at_once=1)
        way = find_way(BlobAddress.parse(DISK), home, tools)
        with Journal.open(tmp_path / "state") as journal:
            return await copy(way, journal=journal)


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

    there = home.read_bytes() if to == "file" else _whole(copy_of(azure.asking))
    assert opened.files.access is by
    assert azure.now() - began > timedelta(hours=6)
    assert there == _whole(disk_of(azure.asking))


def _whole(blob):
    return blob.content.read(0, blob.content.size)


async def test_while_nothing_is_signed_requests_pass_as_they_are():
    inner = ScriptedTransport(in_turn(reply()))
    request = httpx.Request("GET", DISK)

    await SigningTransport(inner).handle_async_request(request)

    assert inner.requests == [request]


async def test_g27_tokens_of_five_minutes_last_for_a_copy_of_hours(tmp_path):
    azure = Azure()

    await azure.slow_copy(tmp_path / "disk.vhd", tmp_path, minutes=20)

    assert azure.issuer.issued > 3
    assert (tmp_path / "disk.vhd").read_bytes() == _whole(disk_of(azure.asking))


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


async def signed_by_delegation():
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED)
    opened = await azure.opened()
    azure.signing.sign(AREA.container("vhds"), partial(opened.files.sas, "vhds"))
    return azure


@pytest.mark.parametrize(
    "by",
    [timedelta(minutes=4), timedelta(minutes=-8)],
    ids=["ahead", "behind"],
)
async def test_a_clock_that_is_set_a_little_does_not_end_a_copy(tmp_path, by):
    azure = await signed_by_delegation()

    await azure.jumping_copy(tmp_path / "disk.vhd", tmp_path, by=by)

    assert azure.ahead == by
    assert (tmp_path / "disk.vhd").read_bytes() == _whole(disk_of(azure.asking))


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1)])
async def test_a_clock_that_jumps_by_a_day_leaves_a_copy_to_be_taken_up(tmp_path, by):
    azure = await signed_by_delegation()

    with pytest.raises(AccessDenied) as denied:
        await azure.jumping_copy(tmp_path / "disk.vhd", tmp_path, by=by)

    assert denied.value.resumable
    azure.ahead = timedelta()
    await azure.slow_copy(tmp_path / "disk.vhd", tmp_path, minutes=1)
    assert (tmp_path / "disk.vhd").read_bytes() == _whole(disk_of(azure.asking))


@pytest.mark.parametrize(
    ("by", "told"),
    [(timedelta(hours=3), "3 hours ahead of"), (timedelta(hours=-3), "3 hours behind")],
)
async def test_who_signs_by_a_wrong_clock_is_told_so_and_gives_no_key_away(by, told):
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED)  # no role: a signature has to do
    azure.ahead = by

    with pytest.raises(StagingForbidden) as forbidden:
        await azure.opened()

    assert told in str(forbidden.value)
    assert "timedatectl" in forbidden.value.advice
    assert azure.operations("List Keys") == []


async def test_who_signs_with_a_key_by_a_wrong_clock_is_told_so():
    azure = Azure(Rights(blobs=DataRole.NONE))
    azure.ahead = timedelta(days=-3)

    with pytest.raises(
        StagingForbidden, match=r"Signature not valid.*3 days behind Azure's: set it"
    ):
        await azure.opened()


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1)])
async def test_a_role_needs_no_clock_of_ours(tmp_path, by):
    azure = Azure()

    await azure.jumping_copy(tmp_path / "disk.vhd", tmp_path, by=by)

    assert (tmp_path / "disk.vhd").read_bytes() == _whole(disk_of(azure.asking))
