"""Reading the artifacts of templates, live. Lives on the engine's loop."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.progress import Progress
from integrity.reading import FactKey, wider
from integrity.secret_url import SecretUrl
from integrity.survey import Reader, survey
from tui.workspace.files import OpenFiles
from tui.workspace.gate import GatedOpener
from tui.workspace.run_state import RunState
from tui.workspace.snapshot import ArtifactEntry, ArtifactStage, VerifyRun

_MOST_RUNS = 100
"""Runs that are remembered."""


class Verifying:
    """Reads every distinct artifact of the templates that are wanted, once a run."""

    def __init__(self, files: OpenFiles, at_once: int) -> None:
        self._files = files
        self._at_once = at_once
        self._wanted: dict[str, None] = {}
        self._has_work = asyncio.Event()
        self._gate = asyncio.Event()
        self._gate.set()
        self._reader: Reader | None = None
        self._state: RunState | None = None
        self._until: asyncio.Timeout | None = None
        self._waiting: list[asyncio.Event] = []
        self._expected: dict[FactKey, str] = {}
        self._goes_on_from: set[FactKey] = set()
        self._ended: list[VerifyRun] = []
        self.changes = 0
        """Grows whenever there is something new to show."""

    def attach(self, reader: Reader) -> None:
        """Take what reads."""
        self._reader = Reader(GatedOpener(reader.opener, self._gate), reader.cache)

    # What the screen wants.

    def want(self, keys: Iterable[str]) -> None:
        """Read the artifacts of these templates too."""
        self._wanted.update(dict.fromkeys(keys))
        self._has_work.set()

    def cancel(self) -> None:
        """Read no more; the next run goes on from what was read."""
        self._wanted.clear()
        self._gate.set()
        if self._state is not None:
            self._state.is_cancelled = True
        if self._until is not None:
            self._until.reschedule(0.0)

    def pause(self) -> None:
        """Read no more until `resume`."""
        if self._state is not None:
            self._gate.clear()
            self.changes += 1

    def resume(self) -> None:
        """Go on reading."""
        self._gate.set()
        self.changes += 1

    async def until_known(self, keys: Iterable[str]) -> None:
        """Read what is not known yet of these templates, and wait for it."""
        keys = tuple(keys)
        missing = [key for key in keys if not self._is_known(key)]
        if not missing:
            return
        done = asyncio.Event()
        self._waiting.append(done)
        self.want(missing)
        await done.wait()

    # What can be shown.

    @property
    def run(self) -> VerifyRun | None:
        """The run that is under way."""
        if self._state is None:
            return None
        return self._state.snapshot(is_paused=not self._gate.is_set())

    @property
    def ended(self) -> tuple[VerifyRun, ...]:
        """The runs before, oldest first."""
        return tuple(self._ended)

    def in_progress(self, key: FactKey) -> Mapping[str, object] | None:
        """How far an artifact is; None when it is not part of the run, or done."""
        address = self._expected.get(key)
        if address is None or self._state is None:
            return None
        return self._state.stage_of(address) or {"stage": ArtifactStage.WAITING}

    # What it does by itself.

    async def work(self) -> None:
        """Start a run whenever something is wanted."""
        while True:
            await self._has_work.wait()
            self._has_work.clear()
            if self._wanted:
                await self._run()

    async def _run(self) -> None:
        """Read what is wanted, and what comes to be wanted meanwhile."""
        self._state = RunState(len(self._ended) + 1)
        fresh = set(self._goes_on_from)
        try:
            while self._wanted and not self._state.is_cancelled:
                keys = tuple(self._wanted)
                self._wanted.clear()
                await self._read(keys, fresh)
        finally:
            state = self._state
            state.end()
            self._goes_on_from = fresh if state.is_cancelled else set()
            self._ended.append(state.snapshot(is_paused=False))
            del self._ended[:-_MOST_RUNS]
            self._state = None
            self._gate.set()
            self._expected.clear()
            self._tell_waiting()
            self.changes += 1

    async def _read(self, keys: tuple[str, ...], fresh: set[FactKey]) -> None:
        """Read the artifacts of templates, except those that this run has read."""
        requests, users = self._requests(keys, fresh)
        state, reader = self._state, self._reader
        if not requests or state is None or reader is None:
            return
        fact_keys = {request: key for key, (request, _) in requests.items()}
        state.expect(dict(requests.values()))
        self._expected |= {
            key: str(SecretUrl(request.url)) for key, (request, _) in requests.items()
        }

        def hear(progress: Progress) -> None:
            state.hear(progress)
            self.changes += 1

        def learn(request: ArtifactRequest, fact: ArtifactFact) -> None:
            key = fact_keys[request]
            fresh.add(key)
            self._expected.pop(key, None)
            self._files.learn({key: fact}, users[key])

        with suppress(TimeoutError):  # that is how `cancel` ends it
            async with asyncio.timeout(None) as self._until:
                await survey(
                    fact_keys,
                    reader,
                    at_once=self._at_once,
                    on_progress=hear,
                    on_fact=learn,
                )
        self._until = None

    def _requests(
        self, keys: Iterable[str], fresh: set[FactKey]
    ) -> tuple[
        dict[FactKey, tuple[ArtifactRequest, ArtifactEntry]], dict[FactKey, list[str]]
    ]:
        """What to ask for, each artifact once, and which templates it is for."""
        requests: dict[FactKey, tuple[ArtifactRequest, ArtifactEntry]] = {}
        users: dict[FactKey, list[str]] = {}
        for key in keys:
            for index, (fact_key, request) in enumerate(self._files.wanted_of(key)):
                users.setdefault(fact_key, []).append(key)
                if fact_key in fresh:
                    continue
                before = requests.get(fact_key)
                asked = wider(before[0] if before else None, request)
                entry = self._files.artifact_entry(key, index)
                requests[fact_key] = (asked, before[1] if before else entry)
        return requests, users

    def _is_known(self, key: str) -> bool:
        wanted = self._files.wanted_of(key)
        return all(fact_key in self._files.facts for fact_key, _ in wanted)

    def _tell_waiting(self) -> None:
        """Wake whoever waits for what the run has read, or will not read any more."""
        for event in self._waiting:
            event.set()
        self._waiting.clear()
