"""Copies out of a simulated subscription that last long, by signatures and by clocks."""

from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
from blob_copies import DISK, ONE, somebody_with_a_disk
from reading import Time

from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import AuthorizingTransport
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.calls import ARM_POLICY, Caller
from transfer.azure.clouds import PUBLIC
from transfer.azure.signing_in.credentials import AccessToken, CachedTokens
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import STORAGE_ACCOUNTS, FoundBy, StagingArea
from transfer.azure.staging.signing import SigningTransport
from transfer.copier import copy
from transfer.journal.store import Journal
from transfer.simulator import faults
from transfer.simulator.clock import Clock
from transfer.simulator.scenario import Scenario
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import EVERYTHING, Rights
from transfer.simulator.transport import SimulatorTransport
from transfer.strategies.all_strategies import Tools, find_way

GROUP = ResourceId(Scenario().subscription, "rg-golden")
ACCOUNT = ResourceId(Scenario().subscription, "rg-golden", STORAGE_ACCOUNTS, (ONE,))
AREA = StagingArea(GROUP, FoundBy.TAGS, ACCOUNT, f"https://{ONE}.blob.core.windows.net")

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
        time = Time()
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


def whole(blob):
    """All bytes of a blob."""
    return blob.content.read(0, blob.content.size)
