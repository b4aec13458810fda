"""What is known of artifacts, what happens to them now, and who names them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from operator import is_

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.reading import FactKey
from tui.workspace.judged import ArtifactEntry, ArtifactProgress
from tui.workspace.judged_file import with_fact
from tui.workspace.stages import ArtifactStage

Wanted = Sequence[tuple[FactKey, ArtifactRequest]]
"""The artifacts of one file, in the order of its entry, and how to ask for them."""

MOVING = 32
"""As many of the templates that name one artifact show each step of its progress.

A script that thousands of templates share would have all of them drawn anew at each
chunk; the others show when it begins and when it has come.
"""


class Known:
    """Lives on the engine's loop; the facts themselves are never changed in place."""

    def __init__(self) -> None:
        self.facts: dict[FactKey, ArtifactFact] = {}
        self.read_at: dict[FactKey, datetime] = {}
        self.touched: set[str] = set()
        """Files whose row has to be made anew."""

        self._live: dict[FactKey, ArtifactProgress] = {}
        self._users: dict[FactKey, dict[str, None]] = {}

    def users_of(self, artifact: FactKey) -> Iterable[str]:
        """The files that name an artifact."""
        return self._users.get(artifact, {})

    def add_user(self, key: str, wanted: Wanted) -> None:
        """A file names these artifacts."""
        for artifact, _ in wanted:
            self._users.setdefault(artifact, {})[key] = None
        self.touched.add(key)

    def drop_user(self, key: str, wanted: Wanted) -> None:
        """A file does not name these artifacts any more."""
        for artifact, _ in wanted:
            users = self._users.get(artifact, {})
            users.pop(key, None)
            if not users:
                self._users.pop(artifact, None)

    def move(self, artifact: FactKey, progress: ArtifactProgress) -> None:
        """An artifact comes on; all who name it show that it has entered a stage."""
        before = self._live.get(artifact)
        self._live[artifact] = progress
        is_same_stage = before is not None and before.stage is progress.stage
        shown = MOVING if is_same_stage else None
        self.touched.update(islice(self.users_of(artifact), shown))

    def learn(self, artifact: FactKey, fact: ArtifactFact, at: datetime) -> None:
        """An artifact was read."""
        self.facts[artifact] = fact
        self.read_at[artifact] = at
        self._live.pop(artifact, None)
        self.touched.update(self.users_of(artifact))

    def is_moving(self, artifact: FactKey) -> bool:
        """It is being read, or waits for it."""
        live = self._live.get(artifact)
        return live is not None and live.stage is not ArtifactStage.CANCELLED

    def shown(
        self, bare: tuple[ArtifactEntry, ...], wanted: Wanted
    ) -> tuple[ArtifactEntry, ...]:
        """The artifacts of a file as they are now.

        Args:
            bare: As they were when it was judged; given back where nothing is new.
        """
        shown = tuple(
            self._shown(one, artifact)
            for one, (artifact, _) in zip(bare, wanted, strict=True)
        )
        return bare if all(map(is_, shown, bare)) else shown

    def verified_at(self, wanted: Wanted) -> datetime | None:
        """When the last of them was read; None while one was not, or there are none."""
        times = [self.read_at.get(artifact) for artifact, _ in wanted]
        known = [time for time in times if time is not None]
        return max(known) if known and len(known) == len(times) else None

    def _shown(self, one: ArtifactEntry, artifact: FactKey) -> ArtifactEntry:
        fact, live = self.facts.get(artifact), self._live.get(artifact)
        if fact is not None:
            one = one if one.fact is fact else with_fact(one, fact)
            if live is not None and live.stage is ArtifactStage.CANCELLED:
                return one  # what was known before is known still
        return one if live is None else one.now(live, one.fact, one.verdict)
