"""Changes of files: proposed, written, taken back. Lives on the engine's loop."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from integrity.lint.selection import Selection
from integrity.safe_text import Safe, safe_text
from tui.files.atomic import FileChanged, check_content, replace_content
from tui.submitting.candidate import Candidate, NotSubmittable
from tui.workspace.files import OpenFiles
from tui.workspace.judged_file import JudgedFile
from tui.workspace.proposal import Change, Proposal, Written
from tui.workspace.proposing import (
    REWRITE,
    Undoable,
    candidate,
    fix_proposal,
    has_all_facts,
    stamp_proposal,
)
from tui.workspace.verifying import Verifying

_ROUNDS = 5
"""A file that is saved while its artifacts are read is looked at so often again."""

_MOST_UNDOABLE = 50


class Changing:
    """Works changes out, makes them, and remembers how to take them back."""

    def __init__(
        self, files: OpenFiles, verifying: Verifying, look_now: Callable[[], object]
    ) -> None:
        """Nothing is changed but on demand.

        Args:
            look_now: Called when files have been written.
        """
        self._files = files
        self._verifying = verifying
        self._look_now = look_now
        self._undoable: list[Undoable] = []

    @property
    def can_undo(self) -> bool:
        """Something was changed here; safe from any thread."""
        return bool(self._undoable)

    async def propose_stamp(self, keys: Sequence[str]) -> Proposal:
        """Which checksums would be written, once all artifacts are read."""
        files = await self._with_facts(keys)
        facts, judging = self._files.known.facts, self._files.judging
        return await asyncio.to_thread(stamp_proposal, files, facts, judging)

    async def propose_fixes(self, keys: Sequence[str]) -> Proposal:
        """What would be mended mechanically, by what is known."""
        files = await self._files.judged_now(keys)
        return await asyncio.to_thread(fix_proposal, files, self._files.judging)

    async def propose_rewrite(self, key: str) -> Proposal:
        """File steps over the limit as downloads that check themselves."""
        files = await self._with_facts((key,))
        select = Selection(select=(REWRITE,))
        judging = self._files.judging
        return await asyncio.to_thread(fix_proposal, files, judging, select=select)

    async def propose_submission(self, key: str) -> Candidate:
        """A file as it is now, and what was just read of all that it names.

        Raises:
            NotSubmittable: It is not there any more, or no JSON.
        """
        await self._files.judged_now((key,))
        await self._verifying.until_read_anew((key,))
        file = next(iter(await self._with_facts((key,))), None)
        known, judging = self._files.known, self._files.judging
        found = None if file is None else candidate(file, known.facts, judging)
        if found is None:
            raise NotSubmittable(f"{safe_text(key)}: cannot be read, or keeps changing")
        return found

    async def write(self, proposal: Proposal) -> Written:
        """Make the changes, each file in one step; none where one file has changed.

        Raises:
            FileChanged: Somebody else wrote a file since.
            OSError: A file cannot be written; those before it are changed.
        """
        for change in proposal.changes:
            await asyncio.to_thread(check_content, change.path, change.old)
        done = []
        try:
            for change in proposal.changes:
                await _make(change)
                done.append(change)
        finally:
            if done:
                self._undoable.append(
                    Undoable(Proposal(proposal.what, tuple(done), proposal.left))
                )
                del self._undoable[:-_MOST_UNDOABLE]
                self._look_now()
        paths = tuple(change.path for change in done)
        return Written(Safe(f"Written: {proposal.what}."), paths)

    async def undo(self) -> Written | None:
        """Take the last changes back; None where there are none, or a file has changed.

        Then none of its files is touched, and the changes before can be undone.

        Raises:
            OSError: A file cannot be written; what is left can still be taken back.
        """
        if not self._undoable:
            return None
        last = self._undoable.pop()
        if not await asyncio.to_thread(last.is_possible):
            return None
        left = last.proposal.changes
        try:
            for change in last.reverse:
                await _make(change)
                left = left[1:]
        except FileChanged:  # in the last moment
            return None
        except OSError:
            self._undoable.append(Undoable(replace(last.proposal, changes=left)))
            raise
        finally:
            self._look_now()
        paths = tuple(change.path for change in last.proposal.changes)
        return Written(last.proposal.what, paths)

    async def _with_facts(self, keys: Sequence[str]) -> list[JudgedFile]:
        """Files as they are now, and all that they name is known."""
        files = await self._files.judged_now(keys)
        for _ in range(_ROUNDS):
            await self._verifying.until_known(keys)
            files = await self._files.judged_now(keys)
            if has_all_facts(files, self._files.known.facts):
                break
        return [one for one in files if has_all_facts((one,), self._files.known.facts)]


async def _make(change: Change) -> None:
    await asyncio.to_thread(replace_content, change.path, change.old, change.new)
