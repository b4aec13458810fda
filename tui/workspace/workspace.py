"""The workspace of one window: what is open, and everything that is done to it."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING

from integrity.digests.history import DigestHistory
from integrity.digests.stream_thread import StreamThread
from integrity.errors import DocumentError
from integrity.lint.finding import Finding
from integrity.parallel import for_each
from integrity.safe_text import Safe, safe_text
from tui.workspace.changing import Changing
from tui.workspace.courtesy import Courtesy
from tui.workspace.engine import EngineThread
from tui.workspace.files import OpenFiles
from tui.workspace.first_look import first_look
from tui.workspace.judged import OpenTemplate
from tui.workspace.looking import Looking
from tui.workspace.memory import WorkspaceMemory
from tui.workspace.parameters import Undeclared, with_parameters_of
from tui.workspace.proposal import Proposal, Written
from tui.workspace.snapshot import Snapshot, WorkspaceOptions
from tui.workspace.turns import HashingTurns, stand_back
from tui.workspace.verifying import Verifying

if TYPE_CHECKING:
    from tui.submitting.candidate import Candidate

PUBLISH_SECONDS = 0.125
"""Between two snapshots; a screen looks less often."""

_MOST_MESSAGES = 100


class Workspace:
    """Work is done in threads of its own; every public method returns at once.

    What it does to a file, and what it knows, lives on the loop of its engine, where the
    private methods run.
    """

    def __init__(
        self,
        options: WorkspaceOptions,
        courtesy: Courtesy | None = None,
        first: Snapshot | None = None,
    ) -> None:
        """Nothing happens before `start`.

        Args:
            courtesy: Tells when the screen works; None where there is none.
            first: What is shown already; its rows stay until the files are judged.
        """
        self._options = options
        self._courtesy = courtesy or Courtesy()
        self._snapshot = first or first_look(options)
        self._published = Condition()
        self._messages: deque[Safe] = deque(maxlen=_MOST_MESSAGES)
        self._told = 0
        self._undeclared = Undeclared()
        self._changed = asyncio.Event()
        self._files = OpenFiles(options.judging, self._changed, self._courtesy)
        self._looking = Looking(
            options.paths,
            self._courtesy,
            on_found=self._files.found,
            on_looked=self._files.looked,
            on_beside=self._read_parameters,
        )
        self._verifying = Verifying(
            self._files, options.at_once, self._changed, self._courtesy
        )
        self._changing = Changing(self._files, self._verifying, self._looking.look_now)
        self._engine = EngineThread(self._live)
        self.history = DigestHistory(options.session.state_directory)
        """Every digest that was ever read; may be asked on any thread."""

        self._memory = WorkspaceMemory(options.state_directory, options.paths)

    def start(self) -> None:
        """Begin to look, to judge and to watch."""
        self._engine.start()

    def close(self, patience: float = 2.0) -> bool:
        """End everything; says whether it has ended within so many seconds.

        Futures that are not done are cancelled. Twice does no harm.
        """
        until = time.monotonic() + patience
        self._looking.stop()
        self._files.stop()
        ended = self._engine.stop(patience)
        for part in (self._looking, self._files):
            ended &= part.has_ended(max(0.0, until - time.monotonic()))
        if ended:
            self._memory.close()
            self.history.close()
        return ended

    def snapshot(self) -> Snapshot:
        """What is known now."""
        failure = self._engine.failure
        if failure is not None:
            return replace(self._snapshot, failure=failure)
        return self._snapshot

    def wait(
        self, until: Callable[[Snapshot], bool], *, timeout: float = 60.0
    ) -> Snapshot:
        """Wait for a snapshot that satisfies a condition: for scripts and tests.

        Returns:
            That snapshot, or one whose `failure` says why there will be none.

        Raises:
            TimeoutError: There was none in `timeout` seconds.
        """
        snapshots: list[Snapshot] = []

        def is_there() -> bool:
            snapshots[:] = [self.snapshot()]
            return until(snapshots[0]) or snapshots[0].failure is not None

        with self._published:
            if not self._published.wait_for(is_there, timeout):
                raise TimeoutError("the workspace did not come to that")
        return snapshots[0]

    @property
    def can_undo(self) -> bool:
        """Something was changed here and can be taken back."""
        return self._changing.can_undo

    def verify(self, keys: Collection[str]) -> None:
        """Read the artifacts of templates; a run that is under way takes them in.

        What this session knows is not read again, except what went wrong and local files
        that have changed; unless all of it is known: then it is checked anew.
        """
        wanted = tuple(keys)
        if wanted:
            self._engine.tell(lambda: self._verifying.want(wanted))

    def cancel(self) -> None:
        """Read no more; what was read stays known, and the next run goes on from it."""
        self._engine.tell(self._verifying.cancel)

    def pause(self) -> None:
        """Begin nothing more until `resume`.

        Local files are read no further; what a server sends is taken to its end, for it
        would not wait.
        """
        self._engine.tell(self._verifying.pause)

    def resume(self) -> None:
        """Go on reading."""
        self._engine.tell(self._verifying.resume)

    def rescan(self) -> None:
        """Look at the folders now rather than soon."""
        self._engine.tell(self._looking.look_now)

    def open(self, key: str) -> OpenTemplate | None:
        """A file, its findings and facts; None until they are there.

        The files that were asked for last are kept; another one comes a moment later.
        """
        opened = self._files.opened(key)
        if opened is None:
            self._engine.tell(lambda: self._files.want_opened(key))
        return opened

    def judged_under(self, key: str, version: str) -> Future[tuple[Finding, ...]]:
        """What a move of a template to an api-version would bring."""
        return self._engine.ask(lambda: self._files.judged_under(key, version))

    def propose_stamp(self, keys: Collection[str]) -> Future[Proposal]:
        """Which checksums would be written, once all artifacts are read.

        The future is cancelled when the verification is.
        """
        return self._engine.ask(lambda: self._changing.propose_stamp(tuple(keys)))

    def propose_fixes(self, keys: Collection[str]) -> Future[Proposal]:
        """What would be mended mechanically."""
        return self._engine.ask(lambda: self._changing.propose_fixes(tuple(keys)))

    def propose_rewrite(self, key: str) -> Future[Proposal]:
        """File steps over the limit as downloads that check themselves."""
        return self._engine.ask(lambda: self._changing.propose_rewrite(key))

    def propose_submission(self, key: str) -> "Future[Candidate]":
        """A file to be submitted, once all that it names was read anew.

        The future is cancelled when the verification is.
        """
        return self._engine.ask(lambda: self._changing.propose_submission(key))

    def write(self, proposal: Proposal) -> Future[Written]:
        """Make the changes, each file in one step.

        The future fails with `FileChanged` where somebody else wrote a file since; the
        files before it are changed then, and can be taken back.
        """
        return self._engine.ask(lambda: self._changing.write(proposal))

    def undo(self) -> Future[Written | None]:
        """Take the last changes back; None where there are none, or a file has changed."""
        return self._engine.ask(self._changing.undo)

    async def _live(self) -> None:
        readers = ThreadPoolExecutor(initializer=stand_back)
        asyncio.get_running_loop().set_default_executor(readers)
        self._files.recall(self._snapshot.entries)
        self._looking.look_beside(tuple(self._options.judging.parameter_files))
        lives = (self._looking.live, self._files.live, self._read, self._publish)
        try:
            await for_each(lives, lambda live: live(), at_once=len(lives))
        finally:
            self._end()

    async def _read(self) -> None:
        await self._verifying.until_wanted()
        from tui.session import Session  # HTTP; whoever only looks needs none of it

        options = replace(self._options.session, state_directory=None)
        async with Session(options) as session:
            turns = HashingTurns()
            reader = replace(
                session.reader,
                history=self.history,
                turns=turns,
                thread=StreamThread(turns),
            )
            await self._verifying.live(reader)

    def _end(self) -> None:
        """Remember what is known; nobody waits for a snapshot any more."""
        if not self._files.is_scanning:
            self._memory.remember(self._files.rows()[0])
        self.history.write()
        with self._published:
            self._published.notify_all()

    async def _publish(self) -> None:
        """Publish a snapshot whenever something has changed, not too often."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._courtesy.give_way()
            self._snapshot = self._made(self._snapshot.number + 1)
            with self._published:
                self._published.notify_all()
            await asyncio.sleep(PUBLISH_SECONDS)

    def _made(self, number: int) -> Snapshot:
        self._tell_undeclared()
        entries, others = self._files.rows()
        return Snapshot(
            number=number,
            entries=entries,
            others=others,
            looked_in=self._files.count,
            scanning=self._files.is_scanning,
            run=self._verifying.run,
            runs=self._verifying.ended,
            messages=tuple(self._messages),
            told=self._told,
        )

    def _tell_undeclared(self) -> None:
        """Tell, once all is judged by them, which parameters no template declares."""
        strangers = self._undeclared.news(self._files)
        self._messages += strangers
        self._told += len(strangers)

    def _read_parameters(self, name: str) -> None:
        """A parameters file was saved: read it, and judge everything by it."""
        try:
            judging = with_parameters_of(self._files.judging, name)
        except (OSError, DocumentError) as error:
            self._messages.append(safe_text(f"{Path(name)}: {error}"))
            self._told += 1
            self._changed.set()
        else:
            self._files.judge_all_by(judging)
