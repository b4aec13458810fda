"""One run over artifacts while it is under way: what has come, and how fast."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from integrity.artifacts.artifact import ArtifactRequest
from integrity.progress import Meter, Progress, Stage
from integrity.secret_url import SecretUrl
from tui.workspace.snapshot import ArtifactEntry, ArtifactStage, VerifyRun

_STAGES = {
    Stage.WAITING: ArtifactStage.ASKING,
    Stage.READING: ArtifactStage.READING,
    Stage.HASHING: ArtifactStage.READING,
    Stage.RETRYING: ArtifactStage.RETRYING,
}


@dataclass(slots=True)
class _Item:
    """One artifact under way."""

    progress: Progress
    meter: Meter = field(default_factory=Meter)


class RunState:
    """Folds progress into what can be shown. Lives on the engine's loop."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.is_cancelled = False
        self._started_at = datetime.now(UTC)
        self._ended_at: datetime | None = None
        self._items: dict[str, _Item] = {}
        self._shown: dict[str, ArtifactEntry] = {}
        self._total = 0
        self._done = 0
        self._bytes_done = 0
        self._meter = Meter()

    def expect(self, artifacts: Mapping[ArtifactRequest, ArtifactEntry]) -> None:
        """More artifacts are to be read."""
        self._total += len(artifacts)
        self._shown |= {
            str(SecretUrl(request.url)): entry for request, entry in artifacts.items()
        }

    def hear(self, progress: Progress) -> None:
        """One snapshot of one artifact."""
        now = time.monotonic()
        if progress.stage is Stage.DONE:
            self._items.pop(progress.item, None)
            self._done += 1
            self._bytes_done += progress.done
        else:
            item = self._items.setdefault(progress.item, _Item(progress))
            item.progress = progress
            item.meter.note(now, progress.done)
        self._meter.note(now, self._bytes_so_far)

    def end(self) -> None:
        """Everything that was expected is read, or nothing more is wanted."""
        self._ended_at = datetime.now(UTC)
        self._items.clear()

    @property
    def _bytes_so_far(self) -> int:
        return self._bytes_done + sum(
            item.progress.done for item in self._items.values()
        )

    def stage_of(self, address: str) -> Mapping[str, object] | None:
        """How far an artifact is, as fields of its entry; None when it is not begun."""
        item = self._items.get(address)
        if item is None:
            return None
        progress = item.progress
        return {
            "stage": _STAGES.get(progress.stage, ArtifactStage.READING),
            "done": progress.done,
            "total": progress.total,
            "rate": item.meter.rate,
            "seconds_left": item.meter.seconds_left(progress.total),
        }

    def snapshot(self, *, is_paused: bool) -> VerifyRun:
        """What can be shown of it now."""
        return VerifyRun(
            number=self.number,
            started_at=self._started_at,
            total=self._total,
            done=self._done,
            bytes_done=self._bytes_so_far,
            rate=self._meter.rate,
            seconds_left=self._seconds_left(),
            is_paused=is_paused,
            is_cancelled=self.is_cancelled,
            ended_at=self._ended_at,
            under_way=tuple(self._under_way()),
        )

    def _seconds_left(self) -> float | None:
        """By artifacts, because the sizes of those that wait are not known."""
        elapsed = (datetime.now(UTC) - self._started_at).total_seconds()
        left = self._total - self._done
        return elapsed / self._done * left if self._done and left else None

    def _under_way(self) -> Iterator[ArtifactEntry]:
        for address in self._items:
            entry = self._shown.get(address)
            fields = self.stage_of(address)
            if entry is not None and fields is not None:
                yield replace(entry, **fields)  # type: ignore[arg-type]  # named fields of the entry
