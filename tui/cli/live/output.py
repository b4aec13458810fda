"""Results of commands that reach Azure: tables, documents, events."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import click

from integrity.lint.reports.encoding import encoded
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import Column, Row, Table, tsv_cell, tsv_line
from tui.cli.live.items import now, time_of
from tui.cli.live.queries import Query, query_of
from tui.cli.streams import as_ascii, style_of
from tui.version import __version__

Document = Mapping[str, Any]


class Listing:
    """Shows a list: page by page where the form allows it, else when all is known."""

    def __init__(
        self, name: str, columns: Sequence[Column], options: Mapping[str, Any]
    ) -> None:
        """Nothing is shown yet.

        Args:
            name: Of its schema.
        """
        self._name = name
        self._columns = columns
        self._form = options["output"]
        self._query = query_of(options)
        self._started = now()
        self._style = style_of(sys.stdout)
        self._table = Table(columns, self._style, sys.stdout.isatty())
        self._rows: list[Row] = []
        self.count = 0
        if self._form == "jsonl":
            _print(encoded(_start(name, self._started)))

    def add(self, rows: Iterable[Row]) -> None:
        """Show some rows, or keep them for the document."""
        for row in rows:
            self.count += 1
            if self._query is not None or self._form == "json":
                self._rows.append(row)
            elif self._form == "jsonl":
                _print(encoded({"event": "item", **row}))
            elif self._form == "tsv":
                _print(tsv_line(self._columns, row))
            else:
                self._print_lines([row])
        sys.stdout.flush()

    def add_page(self, rows: Iterable[Row]) -> None:
        """Show a page; its rows together decide how wide the columns are."""
        page = list(rows)
        if self._query is None and self._form == "table":
            self.count += len(page)
            self._print_lines(page)
            sys.stdout.flush()
        else:
            self.add(page)

    def event(self, kind: str, content: Document) -> None:
        """Show something that happened meanwhile, where events are shown."""
        if self._form == "jsonl":
            _print(encoded({"event": kind, **content}))
            sys.stdout.flush()

    def end(self, code: ExitCode, summary: Mapping[str, object], words: str) -> None:
        """Say how it ended.

        Args:
            words: The summary for people; on standard error.
        """
        tail = {**_tail(code), "summary": summary}
        if self._form == "jsonl":
            _print(encoded({"event": "end", **tail}))
        elif self._form == "json" or self._query is not None:
            head = {"schema": f"bakeferry.{self._name}/1", **_head(self._started)}
            document = {**head, **tail, "items": self._rows}
            show_document(document, self._form, self._query)
        if self._form == "table":
            click.echo(words, err=True)

    def _print_lines(self, rows: list[Row]) -> None:
        for line in self._table.lines(rows):
            _print(line if self._style.unicode else as_ascii(line))


class Single:
    """Shows one thing: lines for people, a document for machines."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        """Nothing is shown yet.

        Args:
            name: Of its schema.
        """
        self._name = name
        self._form = options["output"]
        self._query = query_of(options)
        self._started = now()

    def show(self, content: Mapping[str, Any], lines: Iterable[str], code: int) -> None:
        """Show it in the form that was asked for."""
        if self._form == "table" and self._query is None:
            style = style_of(sys.stdout)
            for line in lines:
                _print(line if style.unicode else as_ascii(line))
            return
        if self._form == "tsv" and self._query is None:  # not who told it, and when
            for row in _rows_of(content.get("items", content)):
                _print("\t".join(map(tsv_cell, row.values())))
            return
        head = {"schema": f"bakeferry.{self._name}/1", **_head(self._started)}
        show_document({**head, **_tail(code), **content}, self._form, self._query)


def show_document(document: Document, form: str, query: Query | None) -> None:
    """Print a document, or what a query picks from it."""
    picked: object = document if query is None else query.pick(document)
    if form == "jsonl":
        _print(encoded(picked))
        return
    if form == "json":
        _print_json(picked)
        return
    for row in _rows_of(picked):
        cells = list(row.values()) if isinstance(row, Mapping) else row
        one = cells if isinstance(cells, list) else [cells]
        _print("\t".join(map(tsv_cell, one)))


def _rows_of(picked: object) -> list[Any]:
    if picked is None:
        return []
    return picked if isinstance(picked, list) else [picked]


def _print_json(value: object) -> None:
    """A document with each item on a line of its own; anything else on one."""
    items = value.get("items") if isinstance(value, dict) else None
    if not items or not isinstance(value, dict):
        _print(encoded(value))
        return
    rest = {key: each for key, each in value.items() if key != "items"}
    _print(encoded(rest).removesuffix("}") + ',"items":[')
    for number, item in enumerate(items, 1):
        _print(encoded(item) + ("" if number == len(items) else ","))
    _print("]}")


def as_json(value: object) -> str | None:
    """A value of a template as one line of JSON; None for none."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _start(name: str, started: datetime) -> Mapping[str, object]:
    return {
        "event": "start",
        "schema": "bakeferry.live-events/1",
        "command": name,
        **_head(started),
    }


def _head(started: datetime) -> Mapping[str, object]:
    tool = {"name": "bakeferry", "version": __version__}
    return {"tool": tool, "started": time_of(started)}


def _tail(code: int) -> Mapping[str, object]:
    return {"finished": time_of(now()), "ok": not code, "exitCode": int(code)}


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
