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
from transfer.azure.credentials import TokenIssuer
from transfer.azure.whereabouts import NoRecords, RescueRecords, placed_outputs
from transfer.errors import AzureError
from tui.azure_session import AzureOptions, AzureSession, CloudUnknown
from tui.live.changing import Changing
from tui.live.following import Following
from tui.live.known import Known
from tui.live.lanes import Lanes
from tui.live.snapshot import Deletion, LiveAccount, LiveSnapshot, SignIn
from tui.workspace.engine import EngineThread

if TYPE_CHECKING:
    from concurrent.futures import Future

PUBLISH_SECONDS = 0.1

_REFRESH_SECONDS = 30.0
_BUSY_SECONDS = 5.0
"""How often is looked while something builds."""

_MOST_MESSAGES = 200


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
        self._told = 0
        self._snapshot = LiveSnapshot()
        self._is_wanted = asyncio.Event()
        self._is_due = asyncio.Event()
        self._lanes = Lanes(self._say)
        self._following: Following | None = None
        self._changing: Changing | None = None
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
        self._engine.tell(self._want_anew)

    def want_outputs(self, keys: Iterable[str]) -> None:
        """Read the run outputs of templates."""
        wanted = tuple(keys)
        self._engine.tell(lambda: self._put_outputs(wanted))

    def follow_log(self, key: str) -> None:
        """Read the log of a template's newest run, and go on as it grows."""
        self._engine.tell(lambda: self._follow(key))

    def run(self, key: str) -> None:
        """Start a build, and say how it ends."""
        self._engine.tell(lambda: self._change(lambda one: one.build(key)))

    def cancel(self, key: str) -> None:
        """Cancel the build that runs."""
        self._engine.tell(lambda: self._change(lambda one: one.cancel(key)))

    def plan_deletion(self, key: str) -> "Future[Deletion]":
        """What would die with a template. The future fails with an `AzureError`."""
        return self._engine.ask(lambda: self._plan(key))

    def delete(self, key: str) -> None:
        """Delete a template, and all that dies with it."""
        self._engine.tell(lambda: self._change(lambda one: one.delete(key)))

    # On the engine's loop.

    async def _live(self) -> None:
        lives = (self._connect, self._publish)
        await for_each(lives, lambda live: live(), at_once=len(lives))

    def _want(self) -> None:
        self._is_wanted.set()
        self._want_anew()

    def _want_anew(self) -> None:
        self._known.refused.clear()
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
            self._changing = Changing(
                session,
                self._known,
                self._lanes,
                self._records,
                self._say,
                self._is_due.set,
            )
            self._known.account = _account(session)
            lives = (self._look_again, self._following.live, self._lanes.live)
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
            told=self._told,
        )

    def _change(self, do: "Callable[[Changing], Awaitable[object]]") -> None:
        changing = self._changing
        if changing is None:
            self._say("Not signed in to Azure.")
        else:
            self._lanes.changes.put_nowait(lambda: do(changing))

    async def _plan(self, key: str) -> Deletion:
        if self._changing is None:
            raise AzureError("not signed in to Azure")
        return await self._changing.plan_deletion(key)

    def _say(self, message: str) -> None:
        self._messages.append(safe_text(message))
        self._told += 1
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
            if self._known.may_ask(key):
                self._known.asked.add(key)
                self._lanes.reads.put_nowait(lambda key=key: self._read_outputs(key))  # type: ignore[misc]  # bound now, not when it runs

    async def _read_outputs(self, key: str) -> None:
        """Read the outputs of a template; of what is refused all over, the first is said."""
        template = self._known.id_of(key)
        try:
            if template is not None:
                manager = self._opened().manager()
                detail = await manager.template(template)
                placed = await placed_outputs(manager, detail, self._records)
                self._known.outputs[key] = placed
                self._known.changed()
        except AzureError as error:
            is_said = type(error) in self._known.refused.values()
            self._known.refused[key] = type(error)
            if not is_said:
                raise
        finally:
            self._known.asked.discard(key)

    def _follow(self, key: str) -> None:
        template = self._known.id_of(key)
        if self._following is not None and template is not None:
            self._following.follow(key, template)

    def _opened(self) -> AzureSession:
        assert self._session is not None  # noqa: S101 -- asked only once it is open
        return self._session


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
