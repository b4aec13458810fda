"""The shapes of what machines read of build logs; schemas are made from these.

Within `/1` fields are only added, and so may be values of an enumeration.
"""

from typing import Annotated, Literal, TypedDict

from integrity.lint.reports.documents import Count, Head, Size, Tail, Time


class LogLineItem(TypedDict):
    """A line of a build's log, and what it belongs to."""

    line: Annotated[int, ("minimum", 1)]
    writtenAt: Annotated[
        Time | None, ("description", "null: between its neighbours that have a time.")
    ]
    level: Annotated[str, ("examples", ("error", "warning", "info", "debug"))]
    step: Annotated[str, ("description", "A customizer, or what is between them.")]
    customizer: Annotated[int | None, ("description", "From 1; null: none.")]
    customizerName: str | None
    kind: Annotated[str | None, ("examples", ("shell", "powershell", "file", None))]
    text: str


class MeaningItem(TypedDict):
    """What a known failure means, and what to do."""

    means: str
    mend: str


class LogSummary(TypedDict):
    """How many lines, and what those mean that read like failures."""

    lines: Count
    errors: Count
    meanings: list[MeaningItem]


class LogDocument(Head, Tail):
    """The result of `bakeferry logs -o json`."""

    schema: Literal["bakeferry.log/1"]
    summary: LogSummary
    items: list[LogLineItem]


class LogRunItem(TypedDict):
    """One log of one run."""

    run: str
    name: str
    changedAt: Time | None
    size: Size


class LogRunsSummary(TypedDict):
    """How many."""

    logs: Count


class LogRunsDocument(Head, Tail):
    """The result of `bakeferry logs --runs -o json`."""

    schema: Literal["bakeferry.log-runs/1"]
    summary: LogRunsSummary
    items: list[LogRunItem]


class LogLineEvent(LogLineItem):
    """An item of `logs`."""

    event: Literal["item"]


class LogRunEvent(LogRunItem):
    """An item of `logs --runs`."""

    event: Literal["item"]
