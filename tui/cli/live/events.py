"""The lines of `-o jsonl` for all that is asked of Azure; a schema is made from these.

Within `/1` fields are only added, and so may be kinds of lines.
"""

from typing import Literal, TypeAlias, TypedDict

from integrity.lint.reports.documents import Head, Tail
from tui.cli.live.documents import (
    Id,
    OutputItem,
    OutputsSummary,
    TemplateItem,
    TemplatesSummary,
    TriggerItem,
    TriggersSummary,
)
from tui.cli.live.log_documents import (
    LogLineEvent,
    LogRunEvent,
    LogRunsSummary,
    LogSummary,
)
from tui.cli.live.transfer_documents import (
    CopiesSummary,
    CopyEvent,
    JobEvent,
    JobsSummary,
    ProgressEvent,
)


class LiveStart(Head):
    """The first line of `-o jsonl`."""

    event: Literal["start"]
    schema: Literal["bakeferry.live-events/1"]
    command: str


class TemplateEvent(TemplateItem):
    """An item of `templates list`."""

    event: Literal["item"]


class OutputEvent(OutputItem):
    """An item of `outputs list`."""

    event: Literal["item"]


class TriggerEvent(TriggerItem):
    """An item of `triggers list`."""

    event: Literal["item"]


class GoneEvent(TypedDict):
    """With `--watch`: something that was listed is there no more."""

    event: Literal["gone"]
    id: Id


class LiveEnd(Tail):
    """The last line of `-o jsonl`, always."""

    event: Literal["end"]
    summary: (
        TemplatesSummary
        | OutputsSummary
        | TriggersSummary
        | CopiesSummary
        | JobsSummary
        | LogSummary
        | LogRunsSummary
    )


LiveEvent: TypeAlias = (
    LiveStart
    | TemplateEvent
    | OutputEvent
    | LogLineEvent
    | LogRunEvent
    | TriggerEvent
    | GoneEvent
    | CopyEvent
    | JobEvent
    | ProgressEvent
    | LiveEnd
)
