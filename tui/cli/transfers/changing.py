"""What the commands over the journal share: listing, changing, and telling of slips."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

from integrity.quantities import counted, size_in_words
from transfer.copy_errors import CopyError
from transfer.journal.records import Job
from transfer.journal.store import Journal
from tui.cli.engine_warnings import warnings_to
from tui.cli.exit_codes import ExitCode
from tui.cli.live.output import Listing
from tui.cli.live.watching import view_of
from tui.cli.shown import say_aside
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.journal import (
    COLUMNS,
    NoSuchJob,
    items_of,
    meant,
    open_journal,
    state_word,
    summary,
)
from tui.cli.transfers.telling import tell_error
from tui.jobs.served_demos import give_up_from_killed
from tui.preferences import state_directory

_PAUSE = 1.0
"""Seconds between two looks at the journal."""

Check = Callable[[Journal, Job], str | None]
"""Why a job may not be changed; None: it may."""


def tell_jobs(
    items: Iterable[Mapping[str, Any]],
    options: Mapping[str, Any],
    code: ExitCode = ExitCode.DONE,
) -> None:
    """Tell jobs in the form that was asked for."""
    rows = list(items)
    listing = Listing("jobs", COLUMNS, options)
    listing.add_page(rows)
    listing.end(code, summary(rows), _words(rows))


def watch_jobs(
    items: Callable[[], Iterable[Mapping[str, Any]]], options: Mapping[str, Any]
) -> NoReturn:
    """Tell jobs again and again, until somebody ends it."""
    view = view_of("jobs", COLUMNS, options)
    while True:
        rows = list(items())
        view.show(rows, _words(rows))
        time.sleep(_PAUSE)


def _words(rows: Sequence[Mapping[str, Any]]) -> str:
    counts = summary(rows)
    words = counted(counts["jobs"], "job")
    if counts["resumable"]:
        words += f"; {counts['resumable']:,} can be taken up: bakeferry jobs resume ID"
    return words


def change_jobs(
    ids: Iterable[str],
    options: Mapping[str, Any],
    check: Check,
    do: Callable[[Journal, Job], None],
) -> int:
    """Change some jobs in the journal: all of them, or none where one is refused."""

    def change(journal: Journal) -> int:
        wanted = meant(journal.jobs(), ids)
        refused = [(one, why) for one in wanted if (why := check(journal, one))]
        for one, why in refused:
            say_aside(f"job {one.short} {why}")
        if refused:
            return ExitCode.REFUSED
        before = items_of(journal)
        for one in wanted:
            do(journal, one)
        known = before | items_of(journal)
        tell_jobs([known[one.job_id] for one in wanted], options)
        return ExitCode.DONE

    return with_journal(change)


def with_journal(do: Callable[[Journal], int]) -> int:
    """Do something with the journal; an error becomes a message and a code."""
    try:
        give_up_from_killed(state_directory(), say_aside)
        with warnings_to(say_aside, of="transfer"), open_journal() as journal:
            return do(journal)
    except NoSuchJob as error:
        say_aside(str(error))
        return ExitCode.REMOTE
    except CopyError as error:
        tell_error(error)
        return code_of_copy(error, has_begun=False)


def job_lines(item: Mapping[str, Any]) -> Iterator[str]:
    """A job for people."""
    yield f"{item['id']}"
    yield f"  state     {state_word(item)}"
    yield f"  from      {item['artifact']}"
    yield f"  to        {item['destination']}"
    arrived = size_in_words(item["arrivedBytes"])
    yield f"  size      {size_in_words(item['size'])}; at most {arrived} arrived"
    yield f"  way       {item['strategy']}"
    if item["level"]:
        yield f"  proof     {item['level']}"
    if item["sha256"]:
        yield f"  sha256    {item['sha256']}"
    if item["expectedSha256"] and item["expectedSha256"] != item["sha256"]:
        yield f"  expected  sha256 {item['expectedSha256']}"
    yield f"  moved at  {item['updatedAt']}"
    if state_word(item) == "can resume":
        yield f"  resume    bakeferry jobs resume {item['id'][:8]}"
