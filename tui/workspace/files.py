"""The files of a workspace, and what is known of each. Lives on the engine's loop."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from integrity.facts import ArtifactFact
from integrity.lint.finding import Finding
from integrity.lint.linter import judge_migration
from integrity.reading import FactKey
from tui.files.judging import Judging
from tui.workspace.courtesy import Courtesy
from tui.workspace.found_file import FoundFile
from tui.workspace.judge import Judge
from tui.workspace.judged import ArtifactEntry, OpenTemplate
from tui.workspace.judged_file import JudgedFile, judged
from tui.workspace.known import Known, Wanted
from tui.workspace.row_order import RowOrder, Rows
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.unjudged import waiting

_KEPT_OPEN = 32
"""Files whose text and nodes are kept; the others are read again when asked for."""


class OpenFiles:
    """What is known of each file that is open."""

    def __init__(
        self, judging: Judging, changed: asyncio.Event, courtesy: Courtesy
    ) -> None:
        """Nothing is open before `found`.

        Args:
            changed: Set whenever there is something new to show.
        """
        self.judging = judging
        self.known = Known()
        self.is_scanning = True
        self.on_judged: Callable[[], object] = lambda: None
        """Called after some files were judged."""

        self._changed = changed
        self._courtesy = courtesy
        self._found: dict[str, FoundFile] = {}
        self._bare: dict[str, TemplateEntry] = {}
        self._wanted: dict[str, Wanted] = {}
        self._rows: dict[str, TemplateEntry] = {}
        self._declared: dict[str, Sequence[str] | None] = {}
        self._order = RowOrder()
        self._is_reordered = False
        self._kept: OrderedDict[str, JudgedFile | None] = OrderedDict()
        self._unread: set[str] = set()
        """Files whose text is not known as it is now."""

        self._with_news: set[str] = set()
        self._judge = Judge(self._work_of, self._take_all, courtesy)

    @property
    def count(self) -> int:
        """JSON files that are looked at."""
        return len(self._found)

    @property
    def declared(self) -> Sequence[Sequence[str] | None] | None:
        """What each file with templates declares; None while some are not judged."""
        is_known = not self.is_scanning and not self._unread
        return tuple(self._declared.values()) if is_known else None

    def opened(self, key: str) -> OpenTemplate | None:
        """A file that is kept open; safe from any thread."""
        kept = self._kept.get(key)
        return kept.opened if kept is not None else None

    def want_opened(self, key: str) -> None:
        """Judge a file soon and keep it, because somebody looks at it."""
        if key not in self._found or self._kept.get(key) is not None:
            return
        self._kept[key] = None
        while len(self._kept) > _KEPT_OPEN:
            self._kept.popitem(last=False)
        self._judge.want_first(key)

    def wanted_of(self, key: str) -> Wanted:
        """What a file's artifacts are asked for with; empty until it is judged."""
        return self._wanted.get(key, ())

    def is_judged(self, key: str) -> bool:
        """Whether what a file names is known; one that is not here names nothing.

        It may still wait to be judged again by what was read of its artifacts.
        """
        is_to_be_found = self.is_scanning and key not in self._found
        return not is_to_be_found and key not in self._unread

    def entry_of(self, artifact: FactKey) -> ArtifactEntry | None:
        """An artifact at the first place that names it."""
        for key in self.known.users_of(artifact):
            places = zip(self._bare[key].artifacts, self.wanted_of(key), strict=True)
            return next((one for one, (named, _) in places if named == artifact), None)
        return None

    async def judged_now(self, keys: Iterable[str]) -> list[JudgedFile]:
        """Files as they are on disk now, judged by what is known."""
        found = [self._found[key] for key in keys if key in self._found]
        files = await self._judge.now(found)
        self._take_all(files)
        return files

    async def judged_under(self, key: str, version: str) -> tuple[Finding, ...]:
        """What a move of a file that is kept open to an api-version would bring."""
        opened, selection = self.opened(key), self.judging.selection
        if opened is None or opened.loaded is None:
            return ()
        loaded = opened.loaded
        return await self._judge.worked_out(
            lambda: judge_migration(loaded, version, selection).findings
        )

    def rows(self) -> Rows:
        """All rows; those of untouched files are the very same values as before."""
        touched = self.known.touched
        for key in self._courtesy.in_slices(touched):
            self._make_row(key)
        touched.clear()
        if self._is_reordered:
            self._is_reordered = False
            self._order.arrange(self._bare, self._rows)
        return self._order.shown()

    def recall(self, entries: Iterable[TemplateEntry]) -> None:
        """Show what the last session knew, until the files themselves are judged."""
        for entry in entries:
            self._bare[entry.key] = entry
            self.known.touched.add(entry.key)
        self._changed.set()

    def found(self, found: Sequence[FoundFile]) -> None:
        """Files are there; those that are new or differ are judged."""
        for one in found:
            if self._found.get(one.key) != one:
                self._found[one.key] = one
                self._bare.setdefault(one.key, waiting(one))
                self.known.touched.add(one.key)
                self._unread.add(one.key)
                self._judge.want(one.key)
                self._changed.set()

    def looked(self, there: Mapping[str, FoundFile]) -> None:
        """These files are there, in this order, and no others."""
        for key in [key for key in self._bare if key not in there]:
            self._forget(key)
        if list(self._bare) != list(there):
            self._bare = {key: self._bare[key] for key in there}
            self._is_reordered = True
        if self._is_reordered or self.is_scanning:
            self.is_scanning = False
            self._changed.set()
            self.on_judged()

    def judge_all_by(self, judging: Judging) -> None:
        """Something beside the templates has changed that they are judged by."""
        self.judging = judging
        self._unread.update(self._found)
        for key in self._found:
            self._judge.want(key)

    def learn(self, artifact: FactKey, fact: ArtifactFact, at: datetime) -> None:
        """An artifact was read: who names it is judged again once all of its are.

        One that is as it was before is no news.
        """
        before = self.known.facts.get(artifact)
        self.known.learn(artifact, fact, at)
        if before is None or _told_by(before) != _told_by(fact):
            self._with_news.update(self.known.users_of(artifact))
        for key in list(self.known.users_of(artifact)):
            is_moving = any(map(self.known.is_moving, self._artifacts_of(key)))
            if key in self._with_news and not is_moving:
                self._judge_news(key)
        self._changed.set()

    def settle(self) -> None:
        """Nothing more is read: judge all that have not been by what was learned."""
        for key in list(self._with_news):
            self._judge_news(key)

    async def live(self) -> None:
        """Judge what waits for it, until cancelled."""
        await self._judge.live()

    def stop(self) -> None:
        """Let the thread end."""
        self._judge.stop()

    def has_ended(self, patience: float) -> bool:
        """Wait for the thread after `stop`, so many seconds at most."""
        return self._judge.has_ended(patience)

    def _artifacts_of(self, key: str) -> Iterable[FactKey]:
        return (artifact for artifact, _ in self.wanted_of(key))

    def _judge_news(self, key: str) -> None:
        self._with_news.discard(key)
        if key in self._found:
            self._judge.want(key)

    def _work_of(self, key: str) -> Callable[[], JudgedFile] | None:
        """The work of judging a file; None when it is gone."""
        found, judging, facts = self._found.get(key), self.judging, self.known.facts
        return None if found is None else lambda: judged(found, judging, facts)

    def _take_all(self, files: Iterable[JudgedFile]) -> None:
        for file in files:
            self._take(file)
        self._changed.set()
        self.on_judged()

    def _take(self, file: JudgedFile) -> None:
        key = file.found.key
        if self._found.get(key) != file.found:
            return  # it was saved again meanwhile, and waits already
        if file.judging is not self.judging:
            return  # so does what was judged by the parameters before
        self._unread.discard(key)
        before = self.wanted_of(key)
        if {one for one, _ in before} != {one for one, _ in file.wanted}:
            self.known.drop_user(key, before)
        self._bare[key] = file.entry
        self._wanted[key] = file.wanted
        self._declared.pop(key, None)
        if file.entry.templates and file.file is not None:
            self._declared[key] = file.file.loaded.declared
        self.known.add_user(key, file.wanted)
        if key in self._kept:
            self._kept[key] = file

    def _make_row(self, key: str) -> None:
        bare = self._bare.get(key)
        if bare is None:
            return
        row, wanted = bare, self.wanted_of(key)
        if wanted:
            artifacts = self.known.shown(bare.artifacts, wanted)
            verified_at = self.known.verified_at(wanted)
            if artifacts is not bare.artifacts or verified_at is not None:
                row = bare.now(artifacts, verified_at)
        self._rows[key] = row
        self._is_reordered |= not self._order.replace(row)

    def _forget(self, key: str) -> None:
        self.known.drop_user(key, self.wanted_of(key))
        for table in (self._found, self._bare, self._wanted, self._rows, self._kept):
            table.pop(key, None)
        self._declared.pop(key, None)
        for keys in (self._unread, self._with_news, self.known.touched):
            keys.discard(key)
        self._is_reordered = True


def _told_by(fact: ArtifactFact) -> ArtifactFact:
    """What a rule can see of a fact; how long it took is nothing to judge by."""
    return replace(fact, seconds=0.0, cached=False)
