"""How a copy of whole folders is told: a line for each file, and one for all of it."""

from collections.abc import Iterator

from integrity.quantities import counted, size_in_words
from transfer.receipt import Receipt
from tui.cli.shown import shown
from tui.cli.transfers.looking import Look
from tui.cli.transfers.orders import Order
from tui.cli.transfers.telling import CopyReport


class TreeReport(CopyReport):
    """Tells of thousands of files; of each, only what nobody would want to miss."""

    def begun(self, order: Order) -> None:
        """A copy begins: the line that shows progress tells of it."""
        self._number(order)

    def _receipt(self, order: Order, receipt: Receipt) -> Iterator[str]:
        yield _line(order, receipt.size, receipt.level.words)
        if receipt.not_kept:
            names = shown(", ".join(receipt.not_kept))
            self.note(f"{order.name}: not kept: {names}")

    def _look(self, look: Look) -> Iterator[str]:
        if look.error is not None:
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
