"""Which lines of a log are not too old; only some of them say when they were written."""

from collections.abc import Sequence
from datetime import datetime

from transfer.azure.build_steps import LogLine


def recent(
    lines: Sequence[LogLine], since: datetime, changed: datetime | None
) -> Sequence[LogLine]:
    """The lines that may have been written since then.

    A line without a time was written between its neighbours that have one.

    Args:
        changed: When the last line was written; None: nobody knows.
    """
    older = (at for at, line in enumerate(lines) if line.at and line.at < since)
    kept = lines[max(older, default=-1) + 1 :]
    is_over = changed is not None and changed < since
    return () if is_over and not any(line.at for line in kept) else kept
