"""How far a file is, each artifact that it names, and its template in Azure."""

from enum import StrEnum


class EntryState(StrEnum):
    """What is known of a file."""

    WAITING = "waiting"
    STALE = "stale"
    """As it was the last time; it is judged again soon."""

    JUDGED = "judged"
    UNREADABLE = "unreadable"
    """Not JSON: its one finding says why."""

    CLOSED = "closed"
    """Nothing of it can be read: its one finding says why."""

    OTHER = "other"
    """JSON without an image template."""

    GONE = "gone"
    ONLINE = "online"
    """In Azure alone: there is no file of it here."""


class ArtifactStage(StrEnum):
    """How far reading one artifact is."""

    UNREAD = "unread"
    WAITING = "waiting"
    ASKING = "asking"
    READING = "reading"
    RETRYING = "retrying"
    DONE = "done"
    CANCELLED = "cancelled"


class OnlineState(StrEnum):
    """How a template in Azure stands."""

    NEW = "new"
    """Never built."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    OTHER = "other"
    """A state that says neither."""
