"""The workspace of one window: what is open, and everything that is done to it."""

import asyncio
from collections.abc import Collection
from concurrent.futures import Future

from integrity.lint.finding import Finding
from integrity.lint.linter import judge_migration
from integrity.lint.selection import Selection
from integrity.parallel import for_each
from integrity.safe_text import Safe
from tui.files.atomic import FileChanged, replace_content
from tui.workspace.engine import EngineThread
from tui.workspace.files import OpenFiles
from tui.workspace.proposing import (
    REWRITE,
    Undoable,
    fix_proposal,
    stamp_proposal,
)
from tui.workspace.snapshot import (
    OpenTemplate,
    Proposal,
    Snapshot,
    WorkspaceOptions,
    Written,
)
from tui.workspace.verifying import Verifying

PUBLISH_SECONDS = 0.1
"""Between two snapshots; a screen looks less often."""


class Workspace:
    """Work is done in threads of its own; every method returns at once.

    What it does to a file, and what it knows, lives on the loop of its engine.
    """

    def __init__(self, options: WorkspaceOptions) -> None:
        self._options = options
        self._snapshot = Snapshot(scanning=True)
        self._messages: list[Safe] = []
        self._undoable: list[Undoable] = []
        self._files = OpenFiles(options)
        self._verifying = Verifying(self._files, options.at_once)
        self._engine = EngineThread(self._live)

    # From the screen.

    def start(self) -> None:
        """Begin to look, to judge and to watch."""
        self._engine.start()

    def close(self, patience: float = 2.0) -> bool:
        """End everything; says whether it has ended within so many seconds."""
        return self._engine.stop(patience)

    def snapshot(self) -> Snapshot:
        """What is known now."""
        failure = self._engine.failure
        if failure is not None:
            return Snapshot(failure=failure)
        return self._snapshot

    @property
    def can_undo(self) -> bool:
        """Something was changed here and can be taken back."""
        return bool(self._undoable)

    def verify(self, keys: Collection[str]) -> None:
        """Read the artifacts of templates; a run that is under way takes them in."""
        self._engine.tell(lambda: self._verifying.want(tuple(keys)))

    def cancel(self) -> None:
        """Read no more; what was read stays known, and the next run goes on from it."""
        self._engine.tell(self._verifying.cancel)

    def pause(self) -> None:
        """Read no more until `resume`."""
        self._engine.tell(self._verifying.pause)

    def resume(self) -> None:
        """Go on reading."""
        self._engine.tell(self._verifying.resume)

    def rescan(self) -> None:
        """Look at the folders now rather than soon."""
        self._engine.tell(self._files.look_now)

    def open(self, key: str) -> OpenTemplate | None:
        """A file, its findings and facts; None until they are there.

        The files that were asked for last are kept; another one comes a moment later.
        """
        opened = self._files.opened(key)
        if opened is None:
            self._engine.tell(lambda: self._files.want_opened(key))
        return opened

    def judged_under(self, key: str, version: str) -> tuple[Finding, ...]:
        """What a move of a template to an api-version would bring."""
        opened = self._files.opened(key)
        if opened is None or opened.loaded is None:
            return ()
        selection = self._options.judging.selection
        return judge_migration(opened.loaded, version, selection).findings

    def propose_stamp(self, keys: Collection[str]) -> "Future[Proposal]":
        """Which checksums would be written, once all artifacts are read."""
        return self._engine.ask(lambda: self._propose_stamp(tuple(keys)))

    def propose_fixes(self, keys: Collection[str]) -> "Future[Proposal]":
        """What would be mended mechanically."""
        return self._engine.ask(lambda: self._propose_fixes(tuple(keys), None))

    def propose_rewrite(self, key: str) -> "Future[Proposal]":
        """File steps over the limit as downloads that check themselves."""
        select = Selection(select=(REWRITE,))
        return self._engine.ask(lambda: self._propose_fixes((key,), select))

    def write(self, proposal: Proposal) -> "Future[Written]":
        """Make the changes, each file in one step.

        The future fails with `FileChanged` where somebody else wrote a file since; the
        files before it are changed then, and can be taken back.
        """
        return self._engine.ask(lambda: self._write(proposal))

    def undo(self) -> "Future[Written | None]":
        """Take the last changes back; None where there are none, or a file has changed."""
        return self._engine.ask(self._undo)

    # On the engine's loop.

    async def _live(self) -> None:
        from tui.session import Session  # dear to load: after the first screen

        async with Session(self._options.session) as session:
            self._verifying.attach(session.reader)
            lives = (self._files.watch, self._verifying.work, self._publish)
            await for_each(lives, lambda live: live(), at_once=len(lives))

    async def _publish(self) -> None:
        """Publish a snapshot whenever something has changed, not too often."""
        seen: object = None
        while True:
            now = (self._files.changes, self._verifying.changes, len(self._messages))
            if now != seen:
                seen = now
                self._snapshot = self._made(self._snapshot.number + 1)
            await asyncio.sleep(PUBLISH_SECONDS)

    def _made(self, number: int) -> Snapshot:
        entries, others = self._files.entries(self._verifying.in_progress)
        return Snapshot(
            number=number,
            entries=entries,
            others=others,
            looked_in=self._files.count,
            scanning=self._files.is_scanning,
            run=self._verifying.run,
            runs=self._verifying.ended,
            messages=(*self._files.messages, *self._messages),
        )

    async def _propose_stamp(self, keys: tuple[str, ...]) -> Proposal:
        await self._verifying.until_known(keys)
        files = await self._files.judged_now(keys)
        facts = self._files.facts
        judging = self._options.judging
        return await asyncio.to_thread(stamp_proposal, files, facts, judging)

    async def _propose_fixes(
        self, keys: tuple[str, ...], select: Selection | None
    ) -> Proposal:
        files = await self._files.judged_now(keys)
        judging = self._options.judging
        return await asyncio.to_thread(fix_proposal, files, judging, select=select)

    async def _write(self, proposal: Proposal) -> Written:
        done = []
        try:
            for change in proposal.changes:
                await asyncio.to_thread(
                    replace_content, change.path, change.old, change.new
                )
                done.append(change)
        finally:
            if done:
                made = Proposal(proposal.what, tuple(done))
                self._undoable.append(Undoable(made))
                self._files.look_now()
        paths = tuple(change.path for change in done)
        return Written(Safe(f"Written: {proposal.what}."), paths)

    async def _undo(self) -> Written | None:
        if not self._undoable:
            return None
        last = self._undoable.pop()
        try:
            for change in last.reverse:
                await asyncio.to_thread(
                    replace_content, change.path, change.old, change.new
                )
        except FileChanged:
            return None
        finally:
            self._files.look_now()
        paths = tuple(change.path for change in last.proposal.changes)
        return Written(last.proposal.what, paths)
