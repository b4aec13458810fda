"""What became of each file, told to machines."""

import sys
from datetime import UTC, datetime

from integrity.lint.reports.encoding import encoded, timestamp
from tui.cli.digesting.results import Report, Result
from tui.cli.exit_codes import ExitCode
from tui.version import __version__


class JsonEvents(Report):
    """An event on each line, as soon as it is known."""

    def __init__(self) -> None:
        self._summary = {"files": 0, "problems": 0, "bytes": 0}
        _print_now(encoded({
            "event": "start",
            "schema": "bakeferry.events/1",
            "command": "digest",
            "tool": _tool(),
            "started": _now(),
        }))  # fmt: skip

    def tell(self, result: Result) -> None:
        """One item."""
        _count(self._summary, result)
        _print_now(encoded({"event": "item", **_item(result)}))

    def end(self, code: ExitCode) -> None:
        """How it ended; the last line, always."""
        _print_now(encoded({"event": "end", **_tail(code), "summary": self._summary}))


class JsonDocument(Report):
    """One document when all is known. Items wait as text, which takes the least room."""

    def __init__(self) -> None:
        self._started = _now()
        self._summary = {"files": 0, "problems": 0, "bytes": 0}
        self._items: list[str] = []

    def tell(self, result: Result) -> None:
        """One item."""
        _count(self._summary, result)
        self._items.append(encoded(_item(result)))

    def end(self, code: ExitCode) -> None:
        """Print everything."""
        head = {
            "schema": "bakeferry.digest/1",
            "tool": _tool(),
            "started": self._started,
            **_tail(code),
            "summary": self._summary,
        }
        _print(encoded(head).removesuffix("}") + ',"items":[')
        for number, item in enumerate(self._items, 1):
            _print(item if number == len(self._items) else f"{item},")
        _print("]}")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _print_now(line: str) -> None:
    """Print a line that somebody may be waiting for."""
    _print(line)
    sys.stdout.flush()


def _tool() -> dict[str, str]:
    return {"name": "bakeferry", "version": __version__}


def _now() -> str:
    return timestamp(datetime.now(UTC))


def _tail(code: ExitCode) -> dict[str, object]:
    return {"finished": _now(), "ok": not code, "exitCode": int(code)}


def _count(summary: dict[str, int], result: Result) -> None:
    summary["files"] += 1
    summary["problems"] += result.problem is not None
    summary["bytes"] += result.size or 0


def _item(result: Result) -> dict[str, object]:
    return {
        "path": result.path,
        "size": result.size,
        "digests": dict(result.digests),
        "cached": False,
        "problem": result.problem,
    }
