"""The copies of this machine for a window: watched off its loop, begun and stopped."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Lock

from integrity.dataclass import dataclass
from integrity.parallel import wait_at_most
from integrity.quantities import size_in_words
from integrity.safe_text import Safe, safe_text
from transfer.copy_errors import CopyError
from transfer.journal.records import JobState
from transfer.journal.store import FILE_NAME, Journal
from transfer.journal.view import JobNow, JournalView
from transfer.settling import settled
from tui.jobs.board import entries_of
from tui.jobs.entry import JobEntry, Standing
from tui.jobs.launching import launch
from tui.jobs.runs import FOLDER, read_runs
from tui.jobs.served_demos import give_up_from_killed
from tui.jobs.slots import AS_USUAL, change_slots, slots
from tui.jobs.stops import Stop, wish
from tui.workspace.engine import EngineThread

_BUSY_SECONDS = 0.25
_IDLE_SECONDS = 1.0
_MOST_MESSAGES = 200
_ENDED_ILL = (Standing.FAILED, Standing.STOPPED)


@dataclass(frozen=True, slots=True)
class JobsSnapshot:
    """Every copy that is known now: an immutable value, safe to read from any thread."""

    entries: tuple[JobEntry, ...] = ()
    messages: tuple[Safe, ...] = ()
    """What came to its end or went wrong, oldest first; the newest ones only."""

    told: int = 0
    """How many messages there were, those that are forgotten among them."""

    slots: int = AS_USUAL
    """How many copies may go on at once in the background."""

    failure: BaseException | None = None
    """A slip of ours: the window has to end."""

    @property
    def under_way(self) -> tuple[JobEntry, ...]:
        """Those that a process works on, or will."""
        return tuple(one for one in self.entries if one.is_under_way)


class Jobs:
    """Looks a few times a second; every method returns at once."""

    def __init__(
        self, state: Path, environment: Mapping[str, str], reach: Sequence[str] = ()
    ) -> None:
        """Nothing is looked at before `start`.

        Args:
            state: The state directory, with the journal and what runs tell.
            environment: Of the processes that are begun here.
            reach: Options of theirs, by which they reach what this window reaches.
        """
        self._state, self._environment, self._reach = state, environment, reach
        self._messages: deque[Safe] = deque(maxlen=_MOST_MESSAGES)
        self._snapshot = JobsSnapshot()
        self._changing = Lock()
        """Held by whoever replaces the snapshot: a look and a slip come from two threads."""
        self._journal: Journal | None = None
        self._view: JournalView | None = None
        self._open = ExitStack()
        self._is_due = asyncio.Event()
        self._has_looked = False
        self._version: tuple[int, ...] = (-1,)
        self._engine = EngineThread(self._live)

    def start(self) -> None:
        """Begin to look."""
        self._engine.start()

    def close(self, patience: float) -> bool:
        """Look no more; says whether it has ended in time. Copies go on."""
        return self._engine.stop(patience)

    def snapshot(self) -> JobsSnapshot:
        """What is known now."""
        if self._engine.failure is not None:
            return replace(self._snapshot, failure=self._engine.failure)
        return self._snapshot

    def begin(self, words: Sequence[str], what: Safe) -> None:
        """Have a command done by a process of its own.

        Args:
            words: May hold secrets; they reach that process and nothing else.
            what: What it is called until it tells of itself.
        """
        self._engine.ask(lambda: self._done(lambda: self._launch(words, what)))

    def stop(self, entry: JobEntry, stop: Stop) -> None:
        """End a copy early: one that runs by a wish, one that does not in the journal."""
        self._engine.ask(lambda: self._done(lambda: self._stop(entry, stop)))

    def resume(self, entry: JobEntry) -> None:
        """Take a copy up where it stood, or try it once more."""
        self.begin(resume_words(entry), entry.name)

    def change_slots(self, number: int) -> None:
        """Have so many copies go on at once; what runs already ends first."""
        self._engine.ask(lambda: self._done(lambda: change_slots(self._state, number)))

    def _stop(self, entry: JobEntry, stop: Stop) -> None:
        if entry.is_under_way:
            wish(self._state, entry.key, stop)
        elif self._journal is not None and entry.job_id and stop is not Stop.PAUSE:
            self._journal.mark(entry.job_id, JobState.GIVEN_UP)
            if stop is Stop.DISCARD:
                self._launch(["jobs", "clean", "--yes", entry.job_id], entry.name)

    def _launch(self, words: Sequence[str], what: Safe) -> None:
        reaching = [*words, *self._reach]
        if "--" in words:
            at = words.index("--")
            reaching = [*words[:at], *self._reach, *words[at:]]
        launch(reaching, self._state, self._environment, what=what)

    async def _done(self, do: Callable[[], object]) -> None:
        try:
            await settled(None, do)
        except OSError as error:
            self._say(f"{error.filename}: {error.strerror or error}")
        except CopyError as error:
            self._say(f"{error}. {error.advice}")
        self._is_due.set()

    async def _live(self) -> None:
        with self._open:
            while True:
                self._is_due.clear()
                await settled(None, self._look)
                is_busy = bool(self._snapshot.under_way)
                pause = _BUSY_SECONDS if is_busy else _IDLE_SECONDS
                await wait_at_most(self._is_due, pause)

    def _look(self) -> None:
        version = self._version_now()
        if version == self._version and not self._snapshot.under_way:
            return
        self._version = version
        had_looked, self._has_looked = self._has_looked, True
        try:
            entries = entries_of(read_runs(self._state), self._journal_jobs())
        except CopyError as error:  # the journal is held, or was damaged
            if not had_looked:
                self._say(f"{error}. {error.advice}")
            return
        if had_looked:
            self._tell_ends(entries)
        elif words := _broken_off(entries):
            self._say(words)
        at_once = slots(self._state)
        with self._changing:
            found = replace(self._snapshot, entries=entries, slots=at_once)
            if found != self._snapshot:
                self._snapshot = found

    def _version_now(self) -> tuple[int, ...]:
        """What tells apart what was written: by runs, and to the journal."""
        names = (FOLDER, FILE_NAME, f"{FILE_NAME}-wal")
        return tuple(_written_at(self._state / name) for name in names)

    def _journal_jobs(self) -> Sequence[JobNow]:
        """What the journal says, once somebody has made one."""
        if self._view is None and _written_at(self._state / FILE_NAME):
            give_up_from_killed(self._state, self._say)
            self._journal = self._open.enter_context(Journal.open(self._state))
            self._view = JournalView(self._journal)
        return self._view.jobs() if self._view is not None else ()

    def _tell_ends(self, entries: Sequence[JobEntry]) -> None:
        """Say of what was under way a moment ago how it has ended."""
        running = {one.key for one in self._snapshot.under_way}
        for one in entries:
            if one.key in running and not one.is_under_way:
                self._say(_end_of(one))

    def _say(self, message: str) -> None:
        with self._changing:
            self._messages.append(safe_text(message))
            self._snapshot = replace(
                self._snapshot,
                messages=tuple(self._messages),
                told=self._snapshot.told + 1,
            )


def _written_at(path: Path) -> int:
    """Nanoseconds since 1970; 0 while it is not there, or not for us to see."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def resume_words(entry: JobEntry) -> list[str]:
    """The command that takes a copy up, or begins one that never came to be a job."""
    if entry.job_id:
        return ["jobs", "resume", "--", entry.job_id]
    return ["rescue", *entry.how, "--to", entry.destination, "--", entry.origin]


def _broken_off(entries: Iterable[JobEntry]) -> str:
    """What to say first: of a copy that has stopped by itself nobody was told."""
    broken = [one for one in entries if one.standing is Standing.STOPPED]
    stopped = [one.name for one in broken if one.can_resume]
    if len(stopped) == 1:
        return f"{stopped[0]} has stopped. It can be resumed: 3 shows it."
    words = f"{len(stopped)} copies have stopped. They can be resumed: 3 shows them."
    return words if stopped else ""


def _end_of(entry: JobEntry) -> str:
    why = f": {entry.problem}" if entry.problem else ""
    if entry.receipt is not None and why:
        return f"{entry.name}: a later attempt failed{why}. The copy made before stays."
    if entry.receipt is not None:
        moved = size_in_words(entry.receipt.moved_bytes)
        level = entry.receipt.level.words
        return f"{entry.name}: copied, {level}, {moved} moved."
    if entry.standing in _ENDED_ILL and entry.job_id:
        return f"{entry.name} has stopped{why}. It can be resumed."
    return f"{entry.name}: {entry.standing}{why}."
