"""How a copy of whole folders is told: a line for each file, and one for all of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from integrity.quantities import counted, size_in_words
from transfer.copy_errors import CopyError
from transfer.receipt import Receipt
from tui.cli.exit_codes import ExitCode
from tui.cli.shown import shown
from tui.cli.transfers.looking import Look
from tui.cli.transfers.orders import Order
from tui.cli.transfers.telling import CopyReport, tell_error

_MOST_TOLD = 64
"""Different failures that are remembered; of any other each is told."""


class TreeReport(CopyReport):
    """Tells of thousands of files; of each, only what nobody would want to miss."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Nothing is shown yet."""
        super().__init__("copy", options)
        self._told: Counter[str] = Counter()

    def begun(self, order: Order) -> None:
        """A copy begins: the line that shows progress tells of it."""
        self._number(order)

    def end(self) -> ExitCode:
        """As ever; what has stopped more files than one is told with their number."""
        for why, files in self._told.items():
            if files > 1:
                self._warn(f"{why}: {files:,} files in all")
        return super().end()

    def _failed(self, error: CopyError) -> None:
        if self._is_new(error):
            tell_error(error)

    def _is_new(self, error: CopyError) -> bool:
        """Whether this was not told yet; a folder stops every file in the same words."""
        why = str(error)
        if why in self._told or len(self._told) < _MOST_TOLD:
            self._told[why] += 1
        return self._told[why] <= 1

    def _receipt(self, order: Order, receipt: Receipt) -> Iterator[str]:
        yield _line(order, receipt.size, receipt.level.words)
        if receipt.not_kept:
            names = shown(", ".join(receipt.not_kept))
            self.note(f"{order.name}: not kept: {names}")

    def _look(self, look: Look) -> Iterator[str]:
        if look.error is not None:
            if self._is_new(look.error):
                yield shown(str(look.error))
        else:
            how = f"would be taken up, job {look.begun}" if look.begun else "planned"
            yield _line(look.order, look.size or 0, how)

    def _total(self) -> str:
        counts = self._counts
        planned, copied = counts["planned"], counts["copied"]
        parts = [f"{counted(copied, 'file')} copied"]
        if planned:
            parts = [f"{counted(planned, 'file')} would be copied"]
        parts += [
            f"{counts[what]:,} {what}" for what in ("failed", "skipped") if counts[what]
        ]
        if not planned:
            parts.append(f"{size_in_words(counts['movedBytes'])} moved")
        return ", ".join(parts)


def _line(order: Order, size: int, how: str) -> str:
    return f"{shown(order.name)}  {size_in_words(size)}  {how}"
