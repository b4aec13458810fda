"""What support would ask for: everything between this machine and Azure, looked at."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from integrity.dataclass import dataclass
from integrity.errors import ArtifactError
from transfer.azure.advice import role_command
from transfer.azure.arm import PROVIDER, ResourceManager
from transfer.azure.bodies import text
from transfer.azure.our_clock import time_of, wrong_clock
from transfer.azure.permissions import NEEDS, grantable_at, is_met, permissions
from transfer.azure.signing_in.account import account_of
from transfer.azure.signing_in.ways import IdentityIssuer
from transfer.errors import AzureError, NoSubscription, ServiceError, SignInFailed
from tui.azure_session import AzureSession
from tui.cli.exit_codes import ExitCode
from tui.cli.live.running import Live, code_of_error

OK, WARNING, FAILED, SKIPPED = "ok", "warning", "failed", "skipped"

_LATER = (
    ("subscription", "Subscription"),
    ("provider", "Image Builder"),
    ("roles", "Rights"),
)

_SIGNS = {OK: "✓", WARNING: "!", FAILED: "✗", SKIPPED: "·"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    """A word for it that stays the same."""

    title: str
    state: str
    found: str

    remedy: str | None = None
    """What mends it: a command, or a role."""

    code: ExitCode = ExitCode.DONE


def failure(name: str, title: str, error: AzureError) -> Check:
    """A check that an error has ended."""
    if isinstance(error, SignInFailed):
        return Check(name, title, FAILED, "nobody", error.remedy, code_of_error(error))
    found, remedy = str(error), None
    if isinstance(error, ServiceError):
        found, remedy = f"{error.message} ({error.status})", error.advice
    return Check(name, title, FAILED, found, remedy, code_of_error(error))


async def azure_checks(live: Live) -> AsyncIterator[Check]:
    """Look from the wire up to the roles; what an earlier failure rules out is skipped."""
    session = live.session
    place = session.place
    manager_at = str(place.cloud.resource_manager)
    yield Check("cloud", "Cloud", OK, f"{place.cloud.name}, from {place.cloud_origin}")
    answer = await _reached(session, manager_at)
    yield _reachable("management", "Resource Manager", manager_at, answer)
    if not place.is_simulated:  # its time may run ahead, and nobody signs in anywhere
        if isinstance(answer, httpx.Response):
            yield clock_check(answer)
        authority = place.cloud.authority
        found = await _reached(session, authority)
        yield _reachable("authority", "Sign-in service", authority, found)
    async for check in _ways(session):
        yield check
    signed_in = await _signed_in(session)
    yield signed_in
    if signed_in.state == FAILED:
        for name, title in _LATER:
            yield Check(name, title, SKIPPED, "needs a sign-in")
        return
    async for check in _subscription(live):
        yield check


async def _reached(session: AzureSession, url: str) -> httpx.Response | str:
    """What a service answers to a call that asks nothing; else why there is no answer.

    No token goes along: nobody need be signed in.
    """
    request = httpx.Request(
        "GET", f"{url}/", extensions={"timeout": {"connect": 10.0, "read": 10.0}}
    )
    try:
        response = await session.wire.handle_async_request(request)
    except (httpx.TransportError, ArtifactError) as error:
        return str(error) or "could not connect"
    await response.aclose()
    return response


def _reachable(name: str, title: str, url: str, found: httpx.Response | str) -> Check:
    if isinstance(found, httpx.Response):
        return Check(name, title, OK, f"{url} answers")
    remedy = "is there a network? A proxy is named with --proxy URL"
    return Check(name, title, FAILED, f"{url}: {found}", remedy, code=ExitCode.REMOTE)


def clock_check(answer: httpx.Response) -> Check:
    """Tokens hold for an hour, by the clock of whoever gave them out."""
    theirs, ours = time_of(answer.headers), datetime.now(UTC)
    if theirs is None:
        return Check("clock", "Clock", SKIPPED, "Azure tells no time")
    seconds = abs((ours - theirs).total_seconds())
    if wrong_clock(theirs, ours) is None:
        return Check("clock", "Clock", OK, f"{seconds:.0f} s from Azure's")
    found = f"{seconds:.0f} s from Azure's: sign-ins fail"
    return Check("clock", "Clock", WARNING, found, "set this machine's clock")


async def _ways(session: AzureSession) -> AsyncIterator[Check]:
    """Each way to sign in, with what became of it."""
    issuer = session.issuer
    if not isinstance(issuer, IdentityIssuer):
        return
    found = await issuer.try_all(session.place.cloud.management_scope)
    for way, why in found.items():
        name = f"way:{way.replace(' ', '-')}"
        state = OK if why is None else SKIPPED
        yield Check(name, f"  {way}", state, why or "gives a token")


async def _signed_in(session: AzureSession) -> Check:
    try:
        token = await session.tokens.token(session.place.cloud.management_scope)
    except AzureError as error:
        return failure("sign-in", "Signed in", error)
    who = account_of(token)
    name = who.name or "yes"
    way = session.way or "the sign-in"
    found = f"{name}, by {way}; {who.lasting(datetime.now(UTC))}"
    return Check("sign-in", "Signed in", OK, found)


async def _subscription(live: Live) -> AsyncIterator[Check]:
    try:
        manager = live.manager()
        path = f"/subscriptions/{manager.subscription}"
        body = await manager.read(path, "read the subscription")
    except NoSubscription as error:
        remedy = "`az account set --subscription <name or id>`, or --subscription"
        code = code_of_error(error)
        yield Check("subscription", *("Subscription", FAILED, "none", remedy, code))
        return
    except AzureError as error:
        yield failure("subscription", "Subscription", error)
        for name, title in _LATER[1:]:
            yield Check(name, title, SKIPPED, "needs the subscription")
        return
    state = text(body.get("state")) or "unknown"
    named = text(body.get("displayName")) or manager.subscription
    usable = state.casefold() in ("enabled", "warned", "pastdue")
    yield Check(
        "subscription", "Subscription", OK if usable else WARNING,
        f"{named} ({manager.subscription}), {state}",
        None if usable else "only a subscription that is enabled takes changes",
    )  # fmt: skip
    yield await _provider(manager)
    async for check in _roles(live, manager):
        yield check


async def _provider(manager: ResourceManager) -> Check:
    """Whether the subscription knows Image Builder at all."""
    try:
        body = await manager.read(
            f"/subscriptions/{manager.subscription}/providers/{PROVIDER}",
            f"read the registration of {PROVIDER}",
        )
    except AzureError as error:
        return failure("provider", "Image Builder", error)
    state = text(body.get("registrationState")) or "unknown"
    if state.casefold() == "registered":
        return Check("provider", "Image Builder", OK, f"{PROVIDER} is registered")
    remedy = f"`az provider register --namespace {PROVIDER}`"
    code = ExitCode.PERMISSION
    return Check(
        "provider", "Image Builder", FAILED, f"{PROVIDER}: {state}", remedy, code
    )


async def _roles(live: Live, manager: ResourceManager) -> AsyncIterator[Check]:
    """What may be done, each with the role that is missing for it."""
    try:
        allowed = await permissions(manager, live.group)
    except AzureError as error:
        unknown = failure("roles", "Rights", error)  # what is missing shows in use
        yield replace(unknown, state=WARNING, code=ExitCode.DONE)
        return
    for need in NEEDS:
        name, title = f"roles:{need.doing.replace(' ', '-')}", f"  {need.doing}"
        if is_met(need, allowed):
            yield Check(name, title, OK, "allowed")
            continue
        scope = str(grantable_at(manager, live.group))
        remedy = role_command(role=need.role, scope=scope)
        state = FAILED if need.is_vital else WARNING
        code = ExitCode.PERMISSION if need.is_vital else ExitCode.DONE
        yield Check(name, title, state, "a role is missing", remedy, code)


def counts(checks: list[Check]) -> Mapping[str, int]:
    """How many of what."""
    states = [check.state for check in checks]
    return {state: states.count(state) for state in (OK, WARNING, FAILED, SKIPPED)}


def check_lines(checks: list[Check]) -> Iterator[str]:
    """The checks for people: a sign, what was looked at, what was found, what mends it."""
    for check in checks:
        yield f"{_SIGNS[check.state]} {check.title:<31} {check.found}"
        if check.remedy:
            yield f"  {'':<31} to mend it: {check.remedy}"
