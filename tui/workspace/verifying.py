"""Reading the artifacts of templates, live. Lives on the engine's loop."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.parallel import for_each
from integrity.progress import Progress
from integrity.reading import FactKey
from integrity.survey import Reader, read_one
from tui.workspace.artifact_queue import ArtifactQueue
from tui.workspace.awaited import Awaited
from tui.workspace.courtesy import Courtesy
from tui.workspace.files import OpenFiles
from tui.workspace.gate import GatedOpener
from tui.workspace.judged import ArtifactEntry, ArtifactProgress, VerifyRun
from tui.workspace.read_already import ReadAlready
from tui.workspace.run_state import RunState
from tui.workspace.stages import ArtifactStage

_WAITING = ArtifactProgress(ArtifactStage.WAITING)
_CANCELLED = ArtifactProgress(ArtifactStage.CANCELLED)

_MOST_RUNS = 100
"""Runs that are remembered."""


class Verifying:
    """Reads every distinct artifact of the templates that are wanted, once a run."""

    def __init__(
        self,
        files: OpenFiles,
        at_once: int,
        changed: asyncio.Event,
        courtesy: Courtesy,
    ) -> None:
        """Nothing is read before `live`.

        Args:
            changed: Set whenever there is something new to show.
        """
        self._files = files
        self._at_once = at_once
        self._changed = changed
        self._courtesy = courtesy
        self._queue = ArtifactQueue()
        self._is_wanted = asyncio.Event()
        self._gate = asyncio.Event()
        self._gate.set()
        self._run: RunState | None = None
        self._ended: list[VerifyRun] = []
        self._goes_on_from: frozenset[FactKey] = frozenset()
        self._unjudged: dict[str, bool] = {}
        self._later: list[str] = []
        self._awaited = Awaited()
        self._read_already = ReadAlready(files.known.facts)
        files.on_judged = self._feed

    def want(self, keys: Iterable[str]) -> None:
        """Read the artifacts of these templates too.

        What this session knows is not read again, except what went wrong and local files
        that have changed; unless all of it is known: then it is checked anew.
        """
        keys = tuple(dict.fromkeys(keys))
        if self._run is not None and self._run.is_cancelled:
            self._later += keys  # when the rest of that run has let go
            return
        wanted = (one for key in keys for one, _ in self._files.wanted_of(key))
        if all(one in self._goes_on_from for one in wanted):
            self._goes_on_from = frozenset()  # nothing is left to go on with
        self._begin_run()
        again = all(map(self._is_known, self._courtesy.in_slices(keys)))
        self._unjudged.update(dict.fromkeys(keys, again))
        self._feed()

    def cancel(self) -> None:
        """Read no more; the next run goes on from what was read."""
        if self._run is None:
            return
        self._run.is_cancelled = True
        self._unjudged.clear()
        self._queue.clear(self._drop)
        self._gate.set()
        self._awaited.give_up()
        self._changed.set()
        self._end_run_if_through()

    def pause(self) -> None:
        """Begin nothing more, and stop reading local files, until `resume`."""
        if self._run is not None:
            self._gate.clear()
            self._changed.set()

    def resume(self) -> None:
        """Go on reading."""
        self._gate.set()
        self._changed.set()

    async def until_known(self, keys: Iterable[str]) -> None:
        """Read what is not known of these templates, before all else, and wait for it.

        Cancelled when the run is. The templates must have been judged.
        """
        wanted = [pair for key in keys for pair in self._files.wanted_of(key)]
        missing = {
            one
            for one, request in wanted
            if not self._read_already.answers(one, request)
        }
        await self._until_read(wanted, missing)

    async def until_read_anew(self, keys: Iterable[str]) -> None:
        """Read all that these templates name, known or not; else as `until_known`."""
        wanted = [pair for key in keys for pair in self._files.wanted_of(key)]
        self._goes_on_from = frozenset()
        if self._run is not None:
            self._run.read.difference_update(one for one, _ in wanted)
        await self._until_read(wanted, {one for one, _ in wanted})

    async def _until_read(
        self, wanted: Sequence[tuple[FactKey, ArtifactRequest]], missing: set[FactKey]
    ) -> None:
        if not missing:
            return
        all_read = self._awaited.until_read(missing)
        for artifact, request in wanted:
            if artifact in missing:
                self._put(artifact, request)
        self._queue.hurry(missing)
        await all_read

    @property
    def run(self) -> VerifyRun | None:
        """The run that is under way."""
        if self._run is None:
            return None
        is_paused = not self._gate.is_set()
        return self._run.snapshot(self._under_way(self._run), is_paused=is_paused)

    @property
    def ended(self) -> tuple[VerifyRun, ...]:
        """The runs before, oldest first."""
        return tuple(self._ended)

    async def until_wanted(self) -> None:
        """Wait for the first artifact that is to be read."""
        await self._is_wanted.wait()

    async def live(self, reader: Reader) -> None:
        """Read whatever is wanted, until cancelled."""
        gated = GatedOpener(reader.opener, self._gate, self._read_already.note_version)
        mine = replace(reader, opener=gated, gate=self._gate)
        takers = range(self._at_once)
        await for_each(takers, lambda _: self._take(mine), at_once=len(takers))

    async def _take(self, reader: Reader) -> None:
        while True:
            artifact, request = await self._queue.take()
            self._courtesy.give_way()
            try:
                async with asyncio.timeout(None) as scope:
                    self._queue.begin(artifact, request, scope)
                    self._begin_run().begin(artifact)
                    self._show_progress(artifact)
                    hear = partial(self._hear, artifact)
                    fact = await read_one(request, reader, hear)
            except TimeoutError:
                if not scope.expired():
                    raise
                self._drop(artifact)  # that is how `cancel` ends it
            else:
                self._learn(artifact, fact)
            finally:
                self._queue.end(artifact)
            self._end_run_if_through()

    def _begin_run(self) -> RunState:
        if self._run is None:
            number = self._ended[-1].number + 1 if self._ended else 1
            self._run = RunState(number)
            self._run.read.update(self._goes_on_from)
        return self._run

    def _feed(self) -> None:
        """Ask for the artifacts of what was wanted and is judged by now."""
        judged = [one for one in self._unjudged if self._files.is_judged(one)]
        for key in self._courtesy.in_slices(judged):
            again = self._unjudged.pop(key)
            for artifact, request in self._files.wanted_of(key):
                if again or not self._read_already.answers(artifact, request):
                    self._put(artifact, request)
        self._changed.set()
        self._end_run_if_through()

    def _put(self, artifact: FactKey, request: ArtifactRequest) -> None:
        run = self._begin_run()
        if artifact in run.read and self._read_already.answers(artifact, request):
            return
        if self._queue.put(artifact, request):
            self._is_wanted.set()
            run.expect()
            self._files.known.move(artifact, _WAITING)

    def _hear(self, artifact: FactKey, progress: Progress) -> None:
        if self._run is not None:
            self._run.hear(artifact, progress)
            self._show_progress(artifact)

    def _show_progress(self, artifact: FactKey) -> None:
        progress = None if self._run is None else self._run.progress_of(artifact)
        if progress is not None:
            self._files.known.move(artifact, progress)
            self._changed.set()

    def _learn(self, artifact: FactKey, fact: ArtifactFact) -> None:
        if self._run is not None:
            self._run.learn(artifact, fact)
        self._files.learn(artifact, fact, datetime.now(UTC))
        self._awaited.arrived(artifact)

    def _drop(self, artifact: FactKey) -> None:
        if self._run is not None:
            self._run.drop(artifact)
        self._files.known.move(artifact, _CANCELLED)

    def _end_run_if_through(self) -> None:
        run = self._run
        if run is None or self._unjudged or not self._queue.is_empty:
            return
        run.end()
        self._goes_on_from = frozenset(run.read) if run.is_cancelled else frozenset()
        self._ended.append(run.snapshot())
        del self._ended[:-_MOST_RUNS]
        self._run = None
        self._gate.set()
        self._files.settle()
        self._changed.set()
        later, self._later = self._later, []
        if later:
            self.want(later)

    def _under_way(self, run: RunState) -> Iterator[ArtifactEntry]:
        """The entries of what is being read, at the first place that names each."""
        for artifact in self._queue.under_way:
            progress = run.progress_of(artifact)
            entry = self._files.entry_of(artifact)
            if progress is not None and entry is not None:
                yield replace(entry, progress=progress)

    def _is_known(self, key: str) -> bool:
        """Whether nothing is left to read of a template, but to check it anew."""
        return self._files.is_judged(key) and all(
            self._read_already.answers(artifact, request)
            for artifact, request in self._files.wanted_of(key)
        )
