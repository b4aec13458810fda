"""What a run that reaches Azure needs, opened once: who, where, and the wire to it."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import field, replace
from pathlib import Path
from typing import Self

import httpx

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.late_transport import LateTransport
from integrity.dataclass import dataclass
from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import AuthorizingTransport
from transfer.azure.calls import ARM_POLICY, Caller
from transfer.azure.clouds import PUBLIC, Cloud, custom_cloud, is_loopback, origin
from transfer.azure.signing_in.credentials import AccessToken, CachedTokens, TokenIssuer
from transfer.azure.signing_in.scope import Asked, Scope, Setting, find_scope
from transfer.azure.signing_in.ways import IdentityIssuer, SignInOptions
from transfer.azure.whereabouts import NoRecords, RescueRecords
from tui.cloud_choice import (
    CloudUnknown,
    ask_cloud,
    find_cloud,
    is_endpoint,
    named_cloud,
)
from tui.session_options import SIMULATOR

SIMULATED_SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
_SIMULATED_TENANT = "99999999-8888-7777-6666-555555555555"
MANAGEMENT_TOKEN = "simulated-token-of-management"  # noqa: S105 -- opens nothing
STORAGE_TOKEN = "simulated-token-of-storage"  # noqa: S105 -- opens nothing
"""What a simulator that is served lets in; no other place knows them."""

_HASTE = 100.0
"""A simulator works faster than Azure, so pauses between two looks are this much shorter."""

_STORAGE = "https://storage.azure.com/.default"


@dataclass(frozen=True, slots=True)
class AzureOptions:
    """What a person has said about where to go and who they are."""

    asked: Asked = field(default_factory=Asked)

    cloud: str | None = None
    """A name, a file, or an endpoint; None: what the environment or az says."""

    told: Cloud | None = None
    """What the endpoint that names the cloud has told: `with_cloud` asks it."""

    api_version: str | None = None
    """For image templates; None: the newest."""

    allow_private: frozenset[str] = frozenset()
    """Hosts of Azure that are at a private address: behind a private endpoint."""

    ca_file: Path | None = None
    proxy: str | None = field(default=None, repr=False)

    ask: Callable[[str, str], None] | None = None
    """Shows a person an address and a code to sign in with; None: nobody is asked."""

    browser: bool = False

    environment: Mapping[str, str] = field(
        default_factory=lambda: os.environ, repr=False
    )


class FixedTokens:
    """A `TokenIssuer` for a simulator: one token for each service, always the same."""

    used = "the simulator"

    async def issue(self, scope: str, claims: str | None = None) -> AccessToken:
        """The token that the simulator has agreed to."""
        del claims
        text = STORAGE_TOKEN if scope == _STORAGE else MANAGEMENT_TOKEN
        return AccessToken(text, time.time(), time.time() + 86400.0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run works, and who said so."""

    scope: Scope
    cloud: Cloud
    cloud_origin: str

    is_simulated: bool = False


class AzureSession:
    """Opens on entry and closes on exit; nobody signs in before the first call."""

    def __init__(
        self,
        options: AzureOptions,
        *,
        wire: httpx.AsyncBaseTransport | None = None,
        issuer: TokenIssuer | None = None,
        records: RescueRecords | None = None,
    ) -> None:
        """Prepare.

        Args:
            wire: What carries requests; None opens the project's own.
            issuer: Where tokens come from; None is azure-identity, or the simulator's.
            records: Who remembers which VHDs were rescued; None: nobody does.

        Raises:
            CloudUnknown: There is no such cloud.
        """
        self.options = options
        self.place = find_place(options)
        self.issuer = issuer or _issuer(options, self.place)
        self.records = records or NoRecords()
        self.tokens = CachedTokens(self.issuer)
        self._given = wire
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            wire = self._given
            if wire is None:
                wire = await stack.enter_async_context(self._own_wire())
            self.wire = wire
            authorizing = AuthorizingTransport(wire, self.place.cloud, self.tokens)
            self.transport = authorizing
            policy = ARM_POLICY
            if self.place.cloud.resource_manager.scheme == "http":  # never Azure itself
                patience = policy.patience / _HASTE
                policy = replace(policy, sleep=_hasty, patience=patience)
            self.caller = Caller(authorizing, self.place.cloud, policy)
            self._open = stack.pop_all()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._open.aclose()

    def manager(self, *, api_version: str | None = None) -> ResourceManager:
        """Who reads what stands in the subscription.

        Raises:
            NoSubscription: Nobody said which.
        """
        version = self.options.api_version or api_version
        subscription = self.place.scope.subscription_id
        return ResourceManager(self.caller, subscription, api_version=version)

    @property
    def way(self) -> str | None:
        """How somebody was signed in; None before the first call."""
        return getattr(self.issuer, "used", None)

    @property
    def sleep(self) -> Callable[[float], Awaitable[None]]:
        """How to wait between two looks, in seconds."""
        return self.caller.policy.sleep

    def _own_wire(self) -> LateTransport:
        private, cloud = set(self.options.allow_private), self.place.cloud
        if cloud.is_custom:  # whoever named it has said where it is
            private.add(cloud.resource_manager.host.strip("[]"))
        return LateTransport(
            addresses=AddressPolicy(frozenset(private), cloud.inner_suffixes),
            ca_file=self.options.ca_file,
            proxy=self.options.proxy,
        )


async def _hasty(seconds: float) -> None:
    await asyncio.sleep(seconds / _HASTE)


def find_place(options: AzureOptions) -> Place:
    """Find out where to work: a simulator where one is named, else a cloud.

    Raises:
        CloudUnknown: It is named wrongly.
    """
    address = options.environment.get(SIMULATOR)
    if address:
        return _simulated(address, options.asked)
    scope = find_scope(options.asked, options.environment)
    name = named_cloud(options.cloud, scope)
    if name is None:
        return Place(scope, PUBLIC, "the default")
    cloud = options.told or find_cloud(name, options.environment)
    return Place(scope, cloud, name.origin)


async def with_cloud(
    options: AzureOptions, *, wire: httpx.AsyncBaseTransport | None = None
) -> AzureOptions:
    """The same, and what the cloud tells of itself where its endpoint is what names it.

    Raises:
        CloudUnknown: It is named wrongly, or describes no cloud that could be used.
        AzureError: It does not answer.
    """
    if options.environment.get(SIMULATOR):
        return options
    scope = find_scope(options.asked, options.environment)
    name = named_cloud(options.cloud, scope)
    if name is None or not is_endpoint(name.value):
        return options
    told = await ask_cloud(
        name, wire=wire, ca_file=options.ca_file, proxy=options.proxy
    )
    return replace(options, told=told)


def _simulated(address: str, asked: Asked) -> Place:
    """The cloud that a simulator is; on this machine only, for it gets a token."""
    try:
        place = origin(address)
        if not is_loopback(place.host):
            raise CloudUnknown(f"{SIMULATOR}: a simulator is on this machine only")
        cloud = custom_cloud(
            "simulator",
            resource_manager=str(place),
            authority="https://login.example.com",
            blob_endpoints=(str(place),),
        )
    except ValueError as error:
        raise CloudUnknown(f"{SIMULATOR}: {error}") from error
    own = Setting(SIMULATED_SUBSCRIPTION, "the simulator")
    scope = Scope(
        subscription=_said(asked.subscription, "--subscription") or own,
        tenant=Setting(_SIMULATED_TENANT, "the simulator"),
        group=_said(asked.group, "--resource-group"),
    )
    return Place(scope, cloud, SIMULATOR, is_simulated=True)


def _said(value: str | None, flag: str) -> Setting | None:
    return Setting(value, flag) if value else None


def _issuer(options: AzureOptions, place: Place) -> TokenIssuer:
    if place.is_simulated:
        return FixedTokens()
    scope = place.scope
    return IdentityIssuer(
        SignInOptions(
            place.cloud,
            tenant=scope.tenant.value if scope.tenant else None,
            subscription=scope.subscription.value if scope.subscription else None,
            ask=options.ask,
            browser=options.browser,
            environment=options.environment,
        )
    )
