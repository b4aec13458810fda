"""The files of a workspace: found, judged, watched. Lives on the engine's loop."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.reading import FactKey
from integrity.safe_text import Safe, safe_text
from tui.workspace.found_file import FoundFile, find_files
from tui.workspace.judged_file import JudgedFile, judged, waiting, with_fact
from tui.workspace.snapshot import (
    ArtifactEntry,
    EntryState,
    OpenTemplate,
    TemplateEntry,
    WorkspaceOptions,
)

_LOOK_SECONDS = 1.0
_LOOK_SHARE = 50
"""Looking takes at most one part in so many of the time, however many files there are."""

_BATCH_SECONDS = 0.05
"""How long files are judged before what was found is handed over."""

_KEPT_OPEN = 32
"""Files whose text and nodes are kept; the others are read again when asked for."""

InProgress = Callable[[FactKey], Mapping[str, object] | None]
"""How far reading an artifact is, as fields of its entry."""


class OpenFiles:
    """What is known of each file that is open."""

    def __init__(self, options: WorkspaceOptions) -> None:
        self._options = options
        self._found: dict[str, FoundFile] = {}
        self._entries: dict[str, TemplateEntry] = {}
        self._wanted: dict[str, tuple[tuple[FactKey, ArtifactRequest], ...]] = {}
        self._opened: OrderedDict[str, JudgedFile] = OrderedDict()
        self._to_judge: OrderedDict[str, None] = OrderedDict()
        self._has_work = asyncio.Event()
        self._looks_at = 0.0
        self._shown: dict[str, TemplateEntry] = {}
        self.facts: dict[FactKey, ArtifactFact] = {}
        self.messages: list[Safe] = []
        self.is_scanning = True
        self.changes = 0
        """Grows whenever there is something new to show."""

    # What others ask.

    @property
    def count(self) -> int:
        """JSON files that are looked at."""
        return len(self._found)

    def opened(self, key: str) -> OpenTemplate | None:
        """A file that is kept open; safe from any thread."""
        kept = self._opened.get(key)
        return kept.opened if kept is not None else None

    def want_opened(self, key: str) -> None:
        """Judge a file soon, because somebody looks at it."""
        if key in self._found:
            self._to_judge[key] = None
            self._to_judge.move_to_end(key, last=False)
            self._has_work.set()

    def look_now(self) -> None:
        """Look at the folders at once."""
        self._looks_at = 0.0
        self._has_work.set()

    def wanted_of(self, key: str) -> Sequence[tuple[FactKey, ArtifactRequest]]:
        """What a file's artifacts are asked for with."""
        return self._wanted.get(key, ())

    def entry_of(self, key: str) -> TemplateEntry | None:
        """The row of a file, without what is in progress."""
        return self._entries.get(key)

    def is_judged(self, key: str) -> bool:
        """A file does not wait to be judged."""
        return key not in self._to_judge

    def learn(self, facts: Mapping[FactKey, ArtifactFact], keys: Iterable[str]) -> None:
        """New facts: show them at once, and judge the files concerned again."""
        self.facts.update(facts)
        for key in keys:
            self._apply_facts(key)
            self._to_judge[key] = None
        self._has_work.set()
        self.changes += 1

    async def judged_now(self, keys: Iterable[str]) -> list[JudgedFile]:
        """Files as they are on disk now, judged by what is known."""
        files = []
        for key in keys:
            found = self._found.get(key)
            if found is not None:
                file = await asyncio.to_thread(
                    judged, found, self._options.judging, dict(self.facts)
                )
                self._take(file)
                files.append(file)
        return files

    def entries(
        self, in_progress: InProgress
    ) -> tuple[tuple[TemplateEntry, ...], tuple[TemplateEntry, ...]]:
        """The rows of templates, and those of other files; untouched ones stay the same."""
        templates: list[TemplateEntry] = []
        others: list[TemplateEntry] = []
        for key, entry in self._entries.items():
            shown = self._with_progress(key, entry, in_progress)
            is_other = shown.state is EntryState.OTHER
            (others if is_other else templates).append(shown)
        return tuple(templates), tuple(others)

    def _with_progress(
        self, key: str, entry: TemplateEntry, in_progress: InProgress
    ) -> TemplateEntry:
        wanted = self._wanted.get(key, ())
        moving = [in_progress(fact_key) for fact_key, _ in wanted]
        if not any(moving):
            return entry
        artifacts = tuple(
            replace(one, **fields) if fields else one  # type: ignore[arg-type]  # named fields of the entry
            for one, fields in zip(entry.artifacts, moving, strict=True)
        )
        return replace(entry, artifacts=artifacts)

    def artifact_entry(self, key: str, index: int) -> ArtifactEntry:
        """One artifact of a file."""
        return self._entries[key].artifacts[index]

    # What it does by itself.

    async def watch(self) -> None:
        """Look at the folders again and again, and judge what is new or has changed."""
        while True:
            if time.monotonic() >= self._looks_at:
                await self._look()
            await self._judge_some()
            if self._to_judge:
                continue
            self._has_work.clear()
            rest = max(0.0, self._looks_at - time.monotonic())
            try:
                async with asyncio.timeout(rest):
                    await self._has_work.wait()
            except TimeoutError:
                continue

    async def _look(self) -> None:
        began = time.monotonic()
        found = await asyncio.to_thread(lambda: list(find_files(self._options.paths)))
        took = time.monotonic() - began
        self._looks_at = time.monotonic() + max(_LOOK_SECONDS, _LOOK_SHARE * took)
        now = {one.key: one for one in found}
        if now != self._found or self.is_scanning:
            self._update(now)

    def _update(self, now: Mapping[str, FoundFile]) -> None:
        for key in [key for key in self._found if key not in now]:
            self._forget(key)
        for key, found in now.items():
            if self._found.get(key) != found:
                self._to_judge[key] = None
                self._entries.setdefault(key, waiting(found))
        self._found = dict(now)
        self._entries = {key: self._entries[key] for key in now}
        self.is_scanning = False
        self.changes += 1

    def _forget(self, key: str) -> None:
        self._entries.pop(key, None)
        self._wanted.pop(key, None)
        self._opened.pop(key, None)
        self._to_judge.pop(key, None)

    async def _judge_some(self) -> None:
        """Judge files in a thread for a moment, then take what they say."""
        if not self._to_judge:
            return
        keys = list(self._to_judge)
        facts = dict(self.facts)

        def work() -> list[JudgedFile]:
            until = time.monotonic() + _BATCH_SECONDS
            files = []
            for key in keys:
                found = self._found.get(key)
                if found is not None:
                    files.append(judged(found, self._options.judging, facts))
                if time.monotonic() >= until:
                    break
            return files

        files = await asyncio.to_thread(work)
        for file in files:
            self._to_judge.pop(file.found.key, None)
            if file.found == self._found.get(file.found.key):
                self._take(file)
            else:
                self._to_judge[file.found.key] = None
        gone = [key for key in keys if key not in self._found]
        for key in gone:
            self._to_judge.pop(key, None)

    def _take(self, file: JudgedFile) -> None:
        key = file.found.key
        self._entries[key] = file.entry
        self._wanted[key] = file.wanted
        self._apply_facts(key)
        self._opened[key] = file
        self._opened.move_to_end(key)
        while len(self._opened) > _KEPT_OPEN:
            self._opened.popitem(last=False)
        self.changes += 1

    def _apply_facts(self, key: str) -> None:
        """Put what is known of its artifacts into a file's row."""
        entry = self._entries.get(key)
        wanted = self._wanted.get(key, ())
        if entry is None or not wanted:
            return
        artifacts = tuple(
            with_fact(one, self.facts[fact_key]) if fact_key in self.facts else one
            for one, (fact_key, _) in zip(entry.artifacts, wanted, strict=True)
        )
        is_whole = all(fact_key in self.facts for fact_key, _ in wanted)
        self._entries[key] = replace(
            entry,
            artifacts=artifacts,
            verified_at=(entry.verified_at or datetime.now(UTC)) if is_whole else None,
        )

    def say(self, message: str) -> None:
        """Something went wrong on the way."""
        self.messages.append(safe_text(message))
        self.changes += 1
