"""What the engine says while it copies: how often it is passed on."""

import time
from collections.abc import Callable
from dataclasses import field

from integrity.dataclass import dataclass
from integrity.progress import Progress, ProgressSink


@dataclass(slots=True)
class OncePerSecond:
    """Lets a snapshot of each item pass once a second, and new trouble at once."""

    tell: ProgressSink
    clock: Callable[[], float] = time.monotonic
    _told: dict[str, tuple[float, str]] = field(default_factory=dict)

    def __call__(self, progress: Progress) -> None:
        """Hear one."""
        now, trouble = self.clock(), progress.trouble
        then, known = self._told.get(progress.item, (-1.0, ""))
        if now - then >= 1.0 or trouble not in ("", known):
            self._told[progress.item] = now, trouble
            self.tell(progress)

    def forget(self, item: str) -> None:
        """Nothing more comes of it."""
        self._told.pop(item, None)
