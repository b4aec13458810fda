"""The report for machines: one JSON document, or one event on each line."""

from collections.abc import Iterator

from integrity.lint.report import Report
from integrity.lint.reports.encoding import array_lines, encoded, timestamp
from integrity.lint.reports.items import sections, subject, summary, tool

_EVENTS = {"items": "item", "files": "file", "findings": "finding", "unread": "unread"}


def json_document(report: Report) -> Iterator[str]:
    """One object, see `bakeferry schema`; each item of an array on its own line."""
    head = {
        "schema": f"bakeferry.{subject(report)}/1",
        "tool": tool(report.version),
        "started": timestamp(report.started),
        "finished": timestamp(report.finished),
        "ok": report.ok,
        "exitCode": report.exit_code,
        "summary": summary(report),
    }
    yield encoded(head).removesuffix("}")
    for name, items in sections(report):
        yield from array_lines(f',"{name}":', items)
    yield "}"


def json_lines(report: Report) -> Iterator[str]:
    """An event on each line: `start`, what the document's arrays hold, `end`."""
    yield encoded({
        "event": "start",
        "schema": "bakeferry.events/1",
        "command": subject(report),
        "tool": tool(report.version),
        "started": timestamp(report.started),
    })  # fmt: skip
    for name, items in sections(report):
        for item in items:
            yield encoded({"event": _EVENTS[name], **item})
    yield encoded({
        "event": "end",
        "finished": timestamp(report.finished),
        "ok": report.ok,
        "exitCode": report.exit_code,
        "summary": summary(report),
    })  # fmt: skip
