"""The shapes of the events that `-o jsonl` writes, one on each line."""

from typing import Literal, TypeAlias

from integrity.lint.reports.documents import (
    ArtifactItem,
    ArtifactSummary,
    DigestItem,
    DigestSummary,
    FileItem,
    FindingItem,
    FindingSummary,
    Head,
    SeenItem,
    SeenSummary,
    StampedItem,
    StampSummary,
    Tail,
    UnreadItem,
)


class StartEvent(Head):
    """The first line of `-o jsonl`."""

    event: Literal["start"]
    schema: Literal["bakeferry.events/1"]
    command: str


class FileEvent(FileItem):
    """A file that was judged; an item of `lint`."""

    event: Literal["item", "file"]


class ArtifactEvent(ArtifactItem):
    """An artifact that was read; an item of `verify`."""

    event: Literal["item"]


class StampedEvent(StampedItem):
    """A checksum that was, would be or could not be written; an item of `stamp`."""

    event: Literal["item"]


class DigestEvent(DigestItem):
    """A local file that was read; an item of `digest`."""

    event: Literal["item"]


class SeenEvent(SeenItem):
    """An address and what was read behind it; an item of `digests`."""

    event: Literal["item"]


class FindingEvent(FindingItem):
    """One thing that is wrong."""

    event: Literal["finding"]


class UnreadEvent(UnreadItem):
    """What was named and could not be read, or with `--fix` not be written."""

    event: Literal["unread"]


class EndEvent(Tail):
    """The last line of `-o jsonl`; where there is none, the run was cut off."""

    event: Literal["end"]
    summary: (
        StampSummary | ArtifactSummary | FindingSummary | DigestSummary | SeenSummary
    )


Event: TypeAlias = (
    StartEvent
    | FileEvent
    | ArtifactEvent
    | StampedEvent
    | DigestEvent
    | SeenEvent
    | FindingEvent
    | UnreadEvent
    | EndEvent
)
