"""What copies are told as: receipts for people, documents and events for machines."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click

from integrity.progress import Progress
from integrity.quantities import counted, size_in_words
from transfer.copy_errors import ArtifactGone, CopyError, LeftOut
from transfer.receipt import Level, Receipt
from tui.check_command import check_command
from tui.cli.engine_warnings import warnings_to
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.live.cells import duration
from tui.cli.live.output import Listing
from tui.cli.progress_line import ProgressLine
from tui.cli.shown import say_aside, shown
from tui.cli.streams import as_ascii, style_of
from tui.cli.transfers.hearing import OncePerSecond
from tui.cli.transfers.items import address_of, copy_item, look_item
from tui.cli.transfers.looking import Look
from tui.cli.transfers.options import WHY
from tui.cli.transfers.orders import Order, identity_of
from tui.cli.transfers.outcome import Outcome, reach_of
from tui.cli.transfers.words import is_address

_PROVEN = {
    Level.NONE: "nothing was compared",
    Level.LENGTH: "the length fits; the other end told no checksums",
    Level.RANGES: "each range was held against a checksum of the service's",
    Level.FULL: "all of it was read back and is the same",
}

_COUNTED = ("copied", "planned", "failed", "skipped", "movedBytes")


class CopyReport:
    """Tells copies as they end, in the form that was asked for."""

    def __init__(self, verb: str, options: Mapping[str, Any]) -> None:
        """Nothing is shown yet."""
        self._form = options["output"]
        self._quiet = options["quiet"]
        self._reach = reach_of(options)
        self._style = style_of(sys.stdout)
        silent = self._quiet or self._form == "jsonl"
        self._line = ProgressLine(verb, quiet=silent)
        self._events = OncePerSecond(self._tell_progress)
        machine = None if self._form == "text" else Listing("copies", (), options)
        self._listing = machine
        self._numbers = count()
        self._begun: dict[Order, int] = {}
        self._items: dict[int, dict[str, Any]] = {}
        self._codes: list[ExitCode] = []
        self._hearing = warnings_to(self._warn, of="transfer")
        self._counts = dict.fromkeys(_COUNTED, 0)

    def __enter__(self) -> Self:
        self._hearing.__enter__()
        self._line.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hearing.__exit__(kind, error, trace)
        self._line.__exit__(kind, error, trace)
        if isinstance(error, Exception) or error is None:
            return
        self._end(ExitCode.INTERRUPTED)

    def note(self, text: str) -> None:
        """Say something beside the result."""
        if not self._quiet and self._form != "jsonl":
            self._warn(text)

    def _warn(self, text: str) -> None:
        self._line.clear()
        say_aside(text)

    def begun(self, order: Order) -> None:
        """A copy begins."""
        self._number(order)
        self.note(f"{order.name} to {address_of(order.destination)}")
        self.note(f"{order.strategy}: {WHY[order.strategy]}")

    def _number(self, order: Order) -> None:
        self._begun[order] = next(self._numbers)

    def progress(self, progress: Progress) -> None:
        """Hear a snapshot."""
        self._line(progress)
        if self._form == "jsonl":
            self._events(progress)

    def ended(self, outcome: Outcome) -> None:
        """A copy has ended."""
        order = outcome.order
        self._line.drop(order.name)
        self._line.clear()
        self._events.forget(order.name)
        self._codes.append(outcome.code)
        item = copy_item(outcome, self._reach)
        self._count(item)
        number = self._begun.pop(order, None)
        self._show(next(self._numbers) if number is None else number, item)
        if isinstance(outcome.error, LeftOut):
            self.note(str(outcome.error))
        elif outcome.error is not None:
            if item["resume"]:
                tell_error(outcome.error)
                click.echo(f"bakeferry: resume: {item['resume']}", err=True)
            elif outcome.job:
                tell_error(outcome.error)
                follow = f"bakeferry jobs watch {outcome.job}"
                click.echo(f"bakeferry: follow: {follow}", err=True)
            else:
                self._failed(outcome.error)
        elif outcome.receipt is not None and self._listing is None:
            self._print(self._receipt(order, outcome.receipt))

    def _failed(self, error: CopyError) -> None:
        """A copy has failed for good, and nothing of it is left to go on with."""
        tell_error(error)

    def looked(self, looks: Sequence[Look], codes: Sequence[ExitCode]) -> None:
        """Tell what would be copied; nothing was."""
        self._line.clear()
        for look, code in zip(looks, codes, strict=True):
            item = look_item(look, code)
            self._codes.append(code)
            self._count(item)
            self._show(next(self._numbers), item)
            if self._listing is None:
                self._print(self._look(look))

    def _show(self, number: int, item: dict[str, Any]) -> None:
        """Tell a machine of a copy: as it ends, or in the order that was asked for."""
        if self._form == "json":
            self._items[number] = item
        elif self._listing is not None:
            self._listing.add([item])

    def _count(self, item: Mapping[str, Any]) -> None:
        self._counts[item["outcome"]] += 1
        self._counts["movedBytes"] += item["movedBytes"] or 0

    def end(self) -> ExitCode:
        """That was all; returns the exit code."""
        self._line.clear()
        code = worst(self._codes)
        self._end(code)
        return code

    def _end(self, code: ExitCode) -> None:
        if self._listing is not None:
            self._listing.add(item for _, item in sorted(self._items.items()))
            self._listing.end(code, self._counts, "")
        elif words := self._total():
            self.note(words)

    def _total(self) -> str:
        """How many of all; nothing where there was only one."""
        failed, total = self._counts["failed"], len(self._codes)
        rest = f"; {counted(failed, 'copy', 'copies')} failed" if failed else ""
        words = f"{total - failed:,} of {counted(total, 'copy', 'copies')}{rest}"
        return words if total > 1 else ""

    def _look(self, look: Look) -> Iterator[str]:
        """What would be copied, for people."""
        return look_lines(look)

    def _receipt(self, order: Order, receipt: Receipt) -> Iterator[str]:
        """A copy that went well, for people."""
        return _receipt_lines(order, receipt)

    def _tell_progress(self, progress: Progress) -> None:
        if self._listing is not None:
            content = {
                "name": progress.item,
                "stage": progress.stage.value,
                "doneBytes": progress.done,
                "totalBytes": progress.total,
                "waitsFor": shown(progress.trouble) or None,
            }
            self._listing.event("progress", content)

    def _print(self, lines: Iterator[str]) -> None:
        for line in lines:
            text = line if self._style.unicode else as_ascii(line)
            sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def tell_error(error: CopyError) -> None:
    """Say on standard error what went wrong, and what mends it."""
    is_local = isinstance(error, ArtifactGone) and not is_address(error.item)
    is_silent = is_local or not error.advice
    advice = "" if is_silent else f". {error.advice}"  # it speaks of what Azure removes
    say_aside(str(error) + advice)


_NOT_KEPT = "a blob takes only ASCII, under names like a variable's"


def _receipt_lines(order: Order, receipt: Receipt) -> Iterator[str]:
    yield shown(order.name)
    yield f"  to        {address_of(order.destination)}"
    sizes = (
        f"{size_in_words(receipt.size)}, {size_in_words(receipt.data_bytes)} of data"
    )
    took = duration(receipt.seconds)
    moved = size_in_words(receipt.moved_bytes)
    yield f"  size      {sizes}; {moved} moved in {took}, {receipt.strategy}"
    yield f"  proof     {receipt.level.words}: {_PROVEN[receipt.level]}"
    if receipt.sha256:
        yield f"  sha256    {receipt.sha256}"
        if isinstance(order.destination, Path):
            file = Path(identity_of(order.destination))
            yield f"  check     {check_command(file, receipt.size)}"
    elif receipt.crc64 is not None:
        yield f"  crc64     {receipt.crc64:016x}"
    if receipt.not_kept:
        yield f"  not kept  {shown(', '.join(receipt.not_kept))}: {_NOT_KEPT}"
    if receipt.job:
        yield f"  job       {receipt.job[:8]}"


def look_lines(look: Look) -> Iterator[str]:
    """What would be copied, for people."""
    yield shown(look.order.name)
    yield f"  to        {address_of(look.order.destination)}"
    if look.size is not None:
        data = size_in_words(look.data_bytes or 0)
        yield f"  size      {size_in_words(look.size)}, {data} of data"
    yield f"  way       {look.order.strategy}: {WHY[look.order.strategy]}"
    if look.begun:
        yield f"  begun     job {look.begun} would be taken up"
    if look.error is not None:
        yield f"  problem   {shown(str(look.error))}"
