"""How far the work has come, on standard error: a few lines that stay in their place."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import Self, TextIO

from integrity.cells import cut_end, cut_start, padded
from integrity.dataclass import dataclass
from integrity.lint.reports.ci_commands import broken
from integrity.progress import Meter, Progress, Stage
from integrity.quantities import clock, rate_in_words, size_in_words
from integrity.safe_text import safe_text
from tui.cli.standing_still import StandingStill
from tui.cli.streams import StatusStream

_REPAINT_SECONDS = 0.25
_MOST_LINES = 8

_QUIET_SECONDS = 5.0
"""What is done sooner gets no line in a log."""

_LOG_SECONDS = 30.0
"""Between two lines about one item in a log."""

_BAR_CELLS = 12
_FIXED_CELLS = 53
"""What a line takes beside the name, the last cell kept free."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """The characters that a stream can show."""

    ellipsis: str
    full: str
    empty: str
    under_way: str
    stages: dict[Stage, str]


_UNICODE = _Signs("…", "█", "░", "●", {Stage.WAITING: "○", Stage.RETRYING: "↻"})
_ASCII = _Signs("...", "#", "-", "*", {Stage.WAITING: "o", Stage.RETRYING: "!"})


@dataclass(slots=True)
class _Row:
    """One item under way."""

    progress: Progress
    since: float
    meter: Meter = field(default_factory=Meter)
    logged_at: float | None = None
    logged_tenth: int = 0
    is_trouble_logged: bool = False

    @property
    def percent(self) -> int | None:
        """None while the size is not known."""
        total = self.progress.total
        return min(100, 100 * self.progress.done // total) if total else None


class ProgressLine:
    """Shows snapshots: repainted on a terminal, now and then a line in a log.

    It is a `ProgressSink`; threads that cannot call one are polled with `poll`. There is
    no colour in it, so nothing has to be switched off for `NO_COLOR`.
    """

    def __init__(
        self,
        verb: str,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        columns: int | None = None,
        began: float | None = None,
    ) -> None:
        """Nothing is shown yet.

        Args:
            clock: Monotonic seconds.
            columns: Cells of a line; None asks the terminal.
            began: Since when the first items may be under way; None: since they are heard of.
        """
        self._verb = verb
        self._stream = StatusStream(stream, quiet=quiet, columns=columns)
        self._signs = _UNICODE if self._stream.unicode else _ASCII
        self._clock = clock
        self._began = began
        self._rows: dict[str, _Row] = {}
        self._finished = 0
        self._done_before = 0
        self._meter = Meter()
        self._painted = 0
        self._painted_at = clock()
        self._still = StandingStill()

    def __enter__(self) -> Self:
        self._still.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._still.__exit__(*error)
        self.clear()

    def __call__(self, progress: Progress) -> None:
        """Hear one snapshot."""
        now = self._now()
        self._note(progress, now)
        if progress.stage is Stage.DONE:
            self._finish(progress, now)
        under_way = sum(row.progress.done for row in self._rows.values())
        self._show(self._done_before + under_way, now)

    def poll(self, under_way: Iterable[Progress], *, done: int, finished: int) -> None:
        """Hear what threads are at.

        Args:
            done: Bytes in all.
            finished: Items in all.
        """
        now = self._now()
        snapshots = {progress.item: progress for progress in under_way}
        for gone in self._rows.keys() - snapshots.keys():
            del self._rows[gone]
        for progress in snapshots.values():
            self._note(progress, now)
        self._began = None
        self._finished = finished
        self._show(done, now)

    def drop(self, item: str) -> None:
        """Forget an item that has ended otherwise than done."""
        self._rows.pop(item, None)

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        self._now()
        if self._painted:
            self._write(self._erasure())
            self._painted = 0

    def _now(self) -> float:
        """The time; a while in which this process was stopped makes no rate lower.

        Meanwhile the shell has written below the lines: they stay, and new ones follow.
        """
        now = self._clock()
        if self._still.taken():
            self._painted = 0
            for meter in (self._meter, *(row.meter for row in self._rows.values())):
                meter.skip(now)
        return now

    def _note(self, progress: Progress, now: float) -> None:
        since = now if self._began is None else self._began
        row = self._rows.setdefault(progress.item, _Row(progress, since))
        row.progress = progress
        row.meter.note(now, progress.done)

    def _finish(self, progress: Progress, now: float) -> None:
        row = self._rows.pop(progress.item)
        self._finished += 1
        self._done_before += progress.done
        if row.logged_at is not None:
            seconds = now - row.since
            self._write(f"{self._verb} {safe_text(progress.item)} {seconds:.0f} s\n")

    def _show(self, done: int, now: float) -> None:
        self._meter.note(now, done)
        if self._stream.is_quiet:
            return
        if not self._stream.can_repaint:
            self._log(now)
        elif self._has_trouble or now - self._painted_at >= _REPAINT_SECONDS:
            self._paint(done, now)

    @property
    def _has_trouble(self) -> bool:
        """Somebody waits, and perhaps nothing more is heard for long."""
        return any(row.progress.trouble for row in self._rows.values())

    def _paint(self, done: int, now: float) -> None:
        lines = [
            self._line(row) for row in list(self._rows.values())[: _MOST_LINES - 1]
        ]
        lines.append(self._total_line(done))
        self._write(self._erasure() + "".join(f"{line}\n" for line in lines))
        self._painted = len(lines)
        self._painted_at = now

    def _erasure(self) -> str:
        # the terminal may have echoed ^C, so the column is not certain
        return f"\r\x1b[{self._painted}A\x1b[J" if self._painted else ""

    def _line(self, row: _Row) -> str:
        progress = row.progress
        cells = max(10, self._stream.width - _FIXED_CELLS)
        name = cut_start(safe_text(progress.item), cells, self._signs.ellipsis)
        sign = self._signs.stages.get(progress.stage, self._signs.under_way)
        if progress.trouble:
            waits = f"{sign} {padded(name, cells)} waits: {safe_text(progress.trouble)}"
            return cut_end(waits, self._stream.width - 1, self._signs.ellipsis)
        size = size_in_words(progress.total or progress.done)
        percent = "" if row.percent is None else f"{row.percent}%"
        return (
            f"{sign} {padded(name, cells)} {size:>10} {self._bar(row)} {percent:>4}"
            f" {rate_in_words(row.meter.rate):>12} {_left(row.meter, progress.total):>7}"
        ).rstrip()[: self._stream.width - 1]

    def _bar(self, row: _Row) -> str:
        full = _BAR_CELLS * (row.percent or 0) // 100
        return self._signs.full * full + self._signs.empty * (_BAR_CELLS - full)

    def _total_line(self, done: int) -> str:
        parts = [f"{self._verb} {self._finished:,} done", size_in_words(done)]
        parts += [rate] if (rate := rate_in_words(self._meter.rate)) else []
        return "   ".join(parts)[: self._stream.width - 1]

    def _log(self, now: float) -> None:
        for row in self._rows.values():
            if self._wants_a_line(row, now):
                row.logged_at = now
                row.is_trouble_logged = bool(row.progress.trouble)
                row.logged_tenth = (row.percent or 0) // 10
                self._write(" ".join(self._log_words(row)) + "\n")

    def _wants_a_line(self, row: _Row, now: float) -> bool:
        if row.progress.trouble:
            is_old = row.logged_at is None or now - row.logged_at >= _LOG_SECONDS
            return is_old or not row.is_trouble_logged
        if row.progress.stage is Stage.WAITING:
            return False  # for others of ours, and there may be thousands
        if row.logged_at is None:
            return now - row.since >= _QUIET_SECONDS
        has_moved = row.percent is None or row.percent // 10 > row.logged_tenth
        return has_moved and now - row.logged_at >= _LOG_SECONDS

    def _log_words(self, row: _Row) -> Iterator[str]:
        progress = row.progress
        yield self._verb
        yield safe_text(progress.item)
        if progress.trouble:
            yield f"waits: {safe_text(progress.trouble)}"
            return
        yield progress.stage
        yield size_in_words(progress.done) if row.percent is None else f"{row.percent}%"
        if rate := rate_in_words(row.meter.rate):
            yield rate
        if left := _left(row.meter, progress.total):
            yield f"eta {left}"

    def _write(self, text: str) -> None:
        self._stream.write(broken(text))


def _left(meter: Meter, total: int | None) -> str:
    seconds = meter.seconds_left(total)
    return "" if seconds is None else clock(seconds)
