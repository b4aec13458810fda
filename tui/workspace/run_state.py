"""One run over artifacts while it is under way: what has come, and how fast."""

import time
from collections.abc import Iterable
from dataclasses import field
from datetime import UTC, datetime

from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact
from integrity.progress import Meter, Progress, Stage
from integrity.reading import FactKey
from tui.workspace.judged import ArtifactEntry, ArtifactProgress, VerifyRun
from tui.workspace.stages import ArtifactStage

_STAGES = {
    Stage.WAITING: ArtifactStage.ASKING,
    Stage.READING: ArtifactStage.READING,
    Stage.HASHING: ArtifactStage.READING,
    Stage.RETRYING: ArtifactStage.RETRYING,
}


@dataclass(slots=True)
class _Item:
    """One artifact under way."""

    stage: ArtifactStage = ArtifactStage.ASKING
    done: int = 0
    total: int | None = None
    meter: Meter = field(default_factory=Meter)

    def progress(self) -> ArtifactProgress:
        """How far it is now."""
        return ArtifactProgress(
            stage=self.stage,
            done=self.done,
            total=self.total,
            rate=self.meter.rate,
            seconds_left=self.meter.seconds_left(self.total),
        )


class RunState:
    """Folds progress into what can be shown. Lives on the engine's loop."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.is_cancelled = False
        self.read: set[FactKey] = set()
        """What was read in this run, or in the one that it goes on from."""

        self._began = time.monotonic()
        self._ended_at: datetime | None = None
        self._items: dict[FactKey, _Item] = {}
        self._total = 0
        self._done = 0
        self._problems = 0
        self._cached = 0
        self._bytes_done = 0
        self._meter = Meter()

    def expect(self) -> None:
        """One more artifact is to be read."""
        self._total += 1

    def begin(self, artifact: FactKey) -> None:
        """An artifact is asked for."""
        self._items[artifact] = _Item()

    def hear(self, artifact: FactKey, progress: Progress) -> None:
        """One snapshot of one artifact."""
        item = self._items.get(artifact)
        if item is None or progress.stage is Stage.DONE:
            return
        now = time.monotonic()
        item.stage = _STAGES.get(progress.stage, ArtifactStage.READING)
        item.done, item.total = progress.done, progress.total
        item.meter.note(now, progress.done)
        self._meter.note(now, self._bytes_so_far)

    def learn(self, artifact: FactKey, fact: ArtifactFact) -> None:
        """An artifact was read, or could not be."""
        self.drop(artifact)
        self.read.add(artifact)
        self._done += 1
        self._problems += fact.problem is not None
        self._cached += fact.cached
        self._meter.note(time.monotonic(), self._bytes_so_far)

    def drop(self, artifact: FactKey) -> None:
        """An artifact is not being read any more; its bytes count."""
        item = self._items.pop(artifact, None)
        self._bytes_done += item.done if item is not None else 0

    def end(self) -> None:
        """Everything that was expected is read, or nothing more is wanted."""
        self._ended_at = datetime.now(UTC)

    def progress_of(self, artifact: FactKey) -> ArtifactProgress | None:
        """How far an artifact is; None when it is not begun."""
        item = self._items.get(artifact)
        return None if item is None else item.progress()

    def snapshot(
        self, under_way: Iterable[ArtifactEntry] = (), *, is_paused: bool = False
    ) -> VerifyRun:
        """What can be shown of it now.

        Args:
            under_way: The entries of the artifacts that are being read.
        """
        return VerifyRun(
            number=self.number,
            total=self._total,
            done=self._done,
            problems=self._problems,
            cached=self._cached,
            bytes_done=self._bytes_so_far,
            rate=self._meter.rate,
            seconds_left=self._seconds_left(),
            is_paused=is_paused,
            is_cancelled=self.is_cancelled,
            ended_at=self._ended_at,
            under_way=tuple(under_way),
        )

    @property
    def _bytes_so_far(self) -> int:
        return self._bytes_done + sum(item.done for item in self._items.values())

    def _seconds_left(self) -> float | None:
        """By artifacts, as the sizes of those that wait are not known; by the slowest."""
        elapsed = time.monotonic() - self._began
        left = self._total - self._done
        if not (self._done and left):
            return None
        items = self._items.values()
        each = [item.meter.seconds_left(item.total) or 0.0 for item in items]
        return max(elapsed / self._done * left, *each, 0.0)
