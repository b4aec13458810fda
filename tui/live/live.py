"""The live side of a window: what stands in a subscription, and what is done to it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from integrity.parallel import for_each
from integrity.safe_text import Safe, safe_text
from transfer.azure.account import account_of
from transfer.azure.changes import Begun, Changes
from transfer.azure.credentials import TokenIssuer
from transfer.azure.endings import built, deleted
from transfer.azure.resource_ids import ResourceId
from transfer.azure.resources import TemplateDetail
from transfer.azure.whereabouts import (
    NoRecords,
    PlacedOutput,
    RescueRecords,
    Status,
    placed_outputs,
)
from transfer.errors import AzureError
from tui.azure_session import AzureOptions, AzureSession, CloudUnknown
from tui.live.following import Following
from tui.live.known import Known
from tui.live.snapshot import Deletion, LiveAccount, LiveSnapshot, SignIn
from tui.workspace.engine import EngineThread

if TYPE_CHECKING:
    from concurrent.futures import Future

PUBLISH_SECONDS = 0.1

_AT_ONCE = 4
"""Requests that are under way side by side."""

_REFRESH_SECONDS = 30.0
_BUSY_SECONDS = 5.0
"""How often is looked while something builds."""

_MOST_MESSAGES = 200

Work = Callable[[], Awaitable[object]]


class Live:
    """Work is done on the loop of its own thread; every method returns at once."""

    def __init__(
        self,
        options: AzureOptions,
        *,
        records: RescueRecords | None = None,
        wire: httpx.AsyncBaseTransport | None = None,
        issuer: TokenIssuer | None = None,
    ) -> None:
        """Nothing is asked of Azure before `sign_in`.

        Args:
            records: Who remembers rescued VHDs.
            wire: What carries requests; None is the project's own.
            issuer: Where tokens come from; None is azure-identity.
        """
        self._options = options
        self._records = records or NoRecords()
        self._wire, self._issuer = wire, issuer
        self._known = Known()
        self._messages: deque[Safe] = deque(maxlen=_MOST_MESSAGES)
        self._snapshot = LiveSnapshot()
        self._is_wanted = asyncio.Event()
        self._is_due = asyncio.Event()
        self._work: asyncio.Queue[Work] = asyncio.Queue()
        self._following: Following | None = None
        self._session: AzureSession | None = None
        self._engine = EngineThread(self._live)

    # From the screen.

    def start(self) -> None:
        """Be ready; nothing is asked of Azure yet."""
        self._engine.start()

    def close(self, patience: float = 2.0) -> bool:
        """End everything; says whether it has ended within so many seconds."""
        return self._engine.stop(patience)

    def snapshot(self) -> LiveSnapshot:
        """What is known now."""
        if self._engine.failure is not None:
            return replace(self._snapshot, failure=self._engine.failure)
        return self._snapshot

    def sign_in(self) -> None:
        """Find out who one is, and list what is there."""
        self._engine.tell(self._want)

    def refresh(self) -> None:
        """Look again now rather than soon."""
        self._engine.tell(self._is_due.set)

    def want_outputs(self, keys: Iterable[str]) -> None:
        """Read the run outputs of templates."""
        wanted = tuple(keys)
        self._engine.tell(lambda: self._put_outputs(wanted))

    def follow_log(self, key: str) -> None:
        """Read the log of a template's newest run, and go on as it grows."""
        self._engine.tell(lambda: self._follow(key))

    def run(self, key: str) -> None:
        """Start a build, and say how it ends."""
        self._engine.tell(lambda: self._put(lambda: self._build(key)))

    def cancel(self, key: str) -> None:
        """Cancel the build that runs."""
        self._engine.tell(lambda: self._put(lambda: self._cancel(key)))

    def plan_deletion(self, key: str) -> "Future[Deletion]":
        """What would die with a template. The future fails with an `AzureError`."""
        return self._engine.ask(lambda: self._plan(key))

    def delete(self, key: str) -> None:
        """Delete a template, and all that dies with it."""
        self._engine.tell(lambda: self._put(lambda: self._delete(key)))

    # On the engine's loop.

    async def _live(self) -> None:
        lives = (self._connect, self._publish)
        await for_each(lives, lambda live: live(), at_once=len(lives))

    def _want(self) -> None:
        self._is_wanted.set()
        self._is_due.set()

    async def _connect(self) -> None:
        """Once it is wanted, open a session and stay with it."""
        await self._is_wanted.wait()
        try:
            session = AzureSession(self._options, wire=self._wire, issuer=self._issuer)
        except CloudUnknown as error:
            self._say_trouble(str(error))
            return
        async with session:
            self._session = session
            self._following = Following(session, self._known)
            self._known.account = _account(session)
            lives: list[Work] = [self._look_again, self._following.live]
            lives += [self._take] * _AT_ONCE
            await for_each(lives, lambda live: live(), at_once=len(lives))

    async def _publish(self) -> None:
        seen = -1
        while True:
            if self._known.changes != seen:
                seen = self._known.changes
                self._snapshot = self._made()
            await asyncio.sleep(PUBLISH_SECONDS)

    def _made(self) -> LiveSnapshot:
        known = self._known
        return LiveSnapshot(
            number=self._snapshot.number + 1,
            account=known.account,
            templates=known.templates,
            listing=known.listing,
            outputs=dict(known.outputs),
            log=known.log,
            messages=tuple(self._messages),
        )

    async def _take(self) -> None:
        """Do what is asked for, one thing after the other; what fails is said."""
        while True:
            work = await self._work.get()
            try:
                await work()
            except AzureError as error:
                self._say(str(error))

    def _put(self, work: Work) -> None:
        if self._session is None:
            self._say("Not signed in to Azure.")
            return
        self._work.put_nowait(work)

    def _say(self, message: str) -> None:
        self._messages.append(safe_text(message))
        self._known.changed()

    def _say_trouble(self, message: str) -> None:
        trouble = safe_text(message)
        account = replace(self._known.account, state=SignIn.FAILED, trouble=trouble)
        self._known.account = account
        self._known.listing = False
        self._known.changed()

    async def _look_again(self) -> None:
        """List the templates now and then, more often while something builds."""
        while True:
            self._is_due.clear()
            try:
                await self._list()
            except AzureError as error:
                self._say_trouble(str(error))
            rest = _BUSY_SECONDS if self._known.is_building else _REFRESH_SECONDS
            if self._session is not None and self._session.place.is_simulated:
                rest = min(rest, 1.0)
            try:
                async with asyncio.timeout(rest):
                    await self._is_due.wait()
            except TimeoutError:
                continue

    async def _list(self) -> None:
        session = self._opened()
        group = session.place.scope.group
        self._known.begin_list()
        async for page in session.manager().templates(group.value if group else None):
            self._known.take(page)
            if self._known.account.state is not SignIn.ON:
                await self._greet(session)
        self._known.end_list()
        await self._greet(session)
        finished = self._known.just_ended()
        self._put_outputs(key for key in finished if key in self._known.outputs)

    async def _greet(self, session: AzureSession) -> None:
        """Say who is signed in, once somebody is."""
        scope = session.place.cloud.management_scope
        token = account_of(await session.tokens.token(scope))
        self._known.account = replace(
            self._known.account,
            state=SignIn.ON,
            trouble=None,
            who=token.name or Safe(""),
            way=safe_text(session.way or ""),
            tenant=token.tenant or self._known.account.tenant,
            as_of=datetime.now(UTC),
        )
        self._known.changed()

    def _put_outputs(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key not in self._known.asked:
                self._known.asked.add(key)
                self._put(lambda key=key: self._read_outputs(key))  # type: ignore[misc]  # bound now, not when it runs

    async def _read_outputs(self, key: str) -> None:
        template = self._known.id_of(key)
        try:
            if template is not None:
                detail = await self._opened().manager().template(template)
                self._known.outputs[key] = await self._placed(detail)
                self._known.changed()
        finally:
            self._known.asked.discard(key)

    async def _placed(self, detail: TemplateDetail) -> tuple[PlacedOutput, ...]:
        manager = self._opened().manager()
        return await placed_outputs(manager, detail, self._records)

    def _follow(self, key: str) -> None:
        template = self._known.id_of(key)
        if self._following is not None and template is not None:
            self._following.follow(key, template)

    async def _build(self, key: str) -> None:
        template = self._id(key)
        with self._known.doing(key, "starting a build"):
            begun = await Changes(self._opened().manager()).run(template)
        self._say(f"{template.name}: the build has begun.")
        self._is_due.set()
        await self._tell_end(begun)

    async def _tell_end(self, begun: Begun) -> None:
        manager = self._opened().manager()
        detail = await built(manager, begun)
        last = detail.summary.last_run
        how = last.run_state if last is not None else "ended"
        self._say(f"{begun.template.name}: the build has {how.lower()}.")
        self._is_due.set()

    async def _cancel(self, key: str) -> None:
        template = self._id(key)
        with self._known.doing(key, "cancelling"):
            await Changes(self._opened().manager()).cancel(template)
        self._say(f"{template.name}: the build is being cancelled.")
        self._is_due.set()

    async def _plan(self, key: str) -> Deletion:
        template = self._id(key)
        detail = await self._opened().manager().template(template)
        outputs = await self._placed(detail)
        group = detail.staging_group
        lost = tuple(one for one in outputs if one.status is Status.AT_RISK)
        kept = tuple(one for one in outputs if one.status in _STAYS)
        staging = safe_text(group.name if group is not None else "")
        return Deletion(key, detail.summary.name, staging, lost, kept)

    async def _delete(self, key: str) -> None:
        template = self._id(key)
        with self._known.doing(key, "deleting"):
            manager = self._opened().manager()
            await deleted(manager, await Changes(manager).delete(template))
        self._say(f"{template.name} is deleted.")
        self._is_due.set()

    def _opened(self) -> AzureSession:
        assert self._session is not None  # noqa: S101 -- asked only once it is open
        return self._session

    def _id(self, key: str) -> ResourceId:
        template = self._known.id_of(key)
        if template is None:
            raise AzureError("the template is not there any more")
        return template


_STAYS = frozenset((Status.DELIVERED, Status.RESCUED))


def _account(session: AzureSession) -> LiveAccount:
    """Where a session works, before anybody has signed in."""
    place = session.place
    scope = place.scope
    subscription = scope.subscription
    label = subscription.label if subscription is not None else None
    value = subscription.value if subscription is not None else ""
    return LiveAccount(
        state=SignIn.CONNECTING,
        tenant=safe_text(scope.tenant.value if scope.tenant else ""),
        subscription=label or safe_text(value),
        subscription_origin=safe_text(subscription.origin if subscription else ""),
        group=safe_text(scope.group.value if scope.group else ""),
        cloud=safe_text(place.cloud.name),
    )
