"""The live side of a window: what stands in a subscription, and what is done to it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from integrity.parallel import for_each
from integrity.safe_text import Safe, safe_text
from transfer.azure.signing_in.credentials import TokenIssuer
from transfer.azure.whereabouts import NoRecords, RescueRecords
from transfer.errors import AzureError
from tui.azure_session import AzureOptions, AzureSession, with_cloud
from tui.cloud_choice import CloudUnknown
from tui.live.connected import Connected
from tui.live.known import Known
from tui.live.listing import say_trouble
from tui.live.memory import OutputMemory
from tui.live.rows import RowMaker
from tui.live.sizes import Measure
from tui.live.snapshot import Deletion, LiveSnapshot
from tui.live.submitting import SubmissionPlan
from tui.submitting.candidate import Candidate
from tui.workspace.courtesy import Courtesy
from tui.workspace.engine import EngineThread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from integrity.secret_url import SecretUrl
    from tui.live.changing import Changing
    from tui.live.outputs import Outputs

_PUBLISH_SECONDS = 0.1

_MOST_MESSAGES = 200


class Live:
    """Work is done on the loop of its own thread; every public method returns at once.

    The private ones run on that loop.
    """

    def __init__(
        self,
        options: AzureOptions,
        *,
        records: RescueRecords | None = None,
        memory: Path | None = None,
        courtesy: Courtesy | None = None,
        wire: httpx.AsyncBaseTransport | None = None,
        issuer: TokenIssuer | None = None,
    ) -> None:
        """Nothing is asked of Azure before `sign_in`.

        Args:
            records: Who remembers rescued VHDs.
            memory: Where run outputs are remembered; None: nowhere.
            courtesy: Tells when the screen works; None where there is none.
            wire: What carries requests; None is the project's own.
            issuer: Where tokens come from; None is azure-identity.
        """
        self._options = options
        self._records = records or NoRecords()
        self._memory = memory
        self._courtesy = courtesy or Courtesy()
        self._wire, self._issuer = wire, issuer
        self._known = Known()
        self._messages: deque[Safe] = deque(maxlen=_MOST_MESSAGES)
        self._told = 0
        self._snapshot = LiveSnapshot()
        self._row_maker = RowMaker()
        self._is_wanted = asyncio.Event()
        self._is_due = asyncio.Event()
        self._connected: Connected | None = None
        self._engine = EngineThread(self._live)

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
        self._engine.tell(lambda: self._read(lambda one: one.want(wanted)))

    def want_size(self, address: "SecretUrl") -> None:
        """Read how large a VHD is."""
        self._engine.tell(lambda: self._read(lambda one: one.want_size(address)))

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

    def measure(self, addresses: "Sequence[SecretUrl]") -> "Future[Measure]":
        """How large VHDs are."""
        return self._engine.ask(lambda: self._measure(addresses))

    def delete(self, agreed: Deletion) -> None:
        """Delete a template, and all that dies with it, unless that is more by now."""
        self._engine.tell(lambda: self._change(lambda one: one.delete(agreed)))

    def plan_submission(
        self, candidate: Candidate, group: str | None
    ) -> "Future[SubmissionPlan]":
        """What would be sent to make a template of a file, and what is in its way.

        The future fails with a `TransferError`.

        Args:
            group: The resource group that it goes to; None: that of the window.
        """
        return self._engine.ask(lambda: self._plan_submission(candidate, group))

    def submit(self, plan: SubmissionPlan) -> None:
        """Make a template, in place of the one that is in the way, and build it."""
        self._engine.tell(lambda: self._submit(plan))

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
            options = await with_cloud(self._options, wire=self._wire)
            session = AzureSession(options, wire=self._wire, issuer=self._issuer)
        except (CloudUnknown, AzureError) as error:
            say_trouble(self._known, error)
            return
        cloud = str(session.place.cloud.resource_manager)
        async with session:
            with closing(OutputMemory(self._memory, cloud)) as memory:
                self._connected = Connected(
                    session,
                    self._known,
                    records=self._records,
                    memory=memory,
                    courtesy=self._courtesy,
                    is_due=self._is_due,
                    say=self._say,
                )
                await self._connected.live()

    async def _publish(self) -> None:
        seen = -1
        while True:
            if self._known.changes != seen:
                seen = self._known.changes
                self._courtesy.give_way()
                self._snapshot = self._made()
            await asyncio.sleep(_PUBLISH_SECONDS)

    def _made(self) -> LiveSnapshot:
        known = self._known
        templates = known.templates
        return LiveSnapshot(
            number=self._snapshot.number + 1,
            account=known.account,
            templates=templates,
            rows=self._row_maker.rows(templates, known.outputs),
            listing=known.listing,
            outputs=dict(known.outputs),
            at_risk=known.at_risk,
            recalled=frozenset(known.recalled),
            sizes=dict(known.sizes),
            log=known.log,
            messages=tuple(self._messages),
            told=self._told,
        )

    def _change(self, do: "Callable[[Changing], Awaitable[object]]") -> None:
        if self._connected is None:
            self._say("Not signed in to Azure.")
        else:
            self._connected.change(do)

    def _submit(self, plan: SubmissionPlan) -> None:
        if self._connected is not None:  # who has made a plan is there
            self._connected.submit(plan)

    def _read(self, read: "Callable[[Outputs], object]") -> None:
        if self._connected is not None:
            read(self._connected.outputs)

    def _follow(self, key: str) -> None:
        if self._connected is not None:
            self._connected.follow(key)

    async def _plan_submission(
        self, candidate: Candidate, group: str | None
    ) -> SubmissionPlan:
        return await self._signed_in.submitting.plan(candidate, group)

    async def _plan(self, key: str) -> Deletion:
        return await self._signed_in.changing.plan_deletion(key)

    async def _measure(self, addresses: "Sequence[SecretUrl]") -> Measure:
        return await self._signed_in.outputs.measure(addresses)

    @property
    def _signed_in(self) -> Connected:
        if self._connected is None:
            raise AzureError("not signed in to Azure")
        return self._connected

    def _say(self, message: str) -> None:
        self._messages.append(safe_text(message))
        self._told += 1
        self._known.changed()
