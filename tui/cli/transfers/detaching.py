"""Commands that go on in the background, when nobody wants to wait for them."""

import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from transfer.journal.store import Journal
from transfer.journal.view import JournalView
from tui.cli.exit_codes import ExitCode, of_state_error
from tui.cli.shown import say_aside, shown
from tui.cli.transfers.changing import with_journal
from tui.jobs.board import entries_of
from tui.jobs.entry import JobEntry
from tui.jobs.launching import launch
from tui.jobs.runs import ItemState, Run, key_of, log_path, read_run, read_runs
from tui.preferences import state_directory

Found = TypeVar("Found")

_MOST_NAMED = 3
"""Of those that wait."""

_LOOK_SECONDS = 0.1
_BEGIN_SECONDS = 60.0
"""How long a run may take to find out what it is to copy."""


def options_of(context: click.Context, leave_out: Collection[str]) -> Iterator[str]:
    """The options that somebody gave on the command line, as they would give them."""
    for each in context.command.params:
        name = each.name or ""
        is_given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if not isinstance(each, click.Option) or name in leave_out or not is_given:
            continue
        value = context.params[name]
        is_denied = value is False and each.secondary_opts
        words = each.secondary_opts if is_denied else each.opts
        for one in value if each.multiple else (value,):
            yield words[0]
            if not each.is_flag:
                yield str(one)


def detach(words: Sequence[str]) -> int:
    """Have a command done in the background, and say its jobs and how to watch them.

    Returns:
        The exit code: of the command, where it has ended before anything was begun.
    """
    return with_journal(lambda journal: _detached(words, journal))


def _detached(words: Sequence[str], journal: Journal) -> int:
    state = state_directory()
    try:
        run_id = launch(words, state, os.environ)
    except OSError as error:
        say_aside(f"{error.filename}: {error.strerror}")
        return of_state_error(error)
    run = seen_in_time(lambda: _begun(state, run_id, journal), _BEGIN_SECONDS)
    if run is not None and run.code and run.trouble:
        say_aside(run.trouble)
        return run.code
    if run is not None and run.has_died:
        log = shown(str(log_path(state, run_id)))
        say_aside(f"the process that copies has died; what it said last: {log}")
        return ExitCode.PARTIAL
    entries = {
        one.key: one
        for one in entries_of(read_runs(state), JournalView(journal).jobs())
    }
    for line in _begun_lines([entries[one.key] for one in run.items] if run else ()):
        click.echo(line)
    say_aside("it goes on; follow it: bakeferry jobs watch")
    return ExitCode.DONE


def _begun_lines(entries: Sequence[JobEntry]) -> Iterator[str]:
    """The jobs, and what waits for them to end: a few by name, and how many more."""
    waiting = [one for one in entries if not one.short]
    for one in (one for one in entries if one.short):
        yield f"{one.short:<8}  {shown(one.name)}"
    for one in waiting[:_MOST_NAMED]:
        yield f"(waits)   {shown(one.name)}"
    more = len(waiting) - _MOST_NAMED
    if more > 0:
        yield f"(wait)    {more:,} more"


def _begun(state: Path, run_id: str, journal: Journal) -> Run | None:
    """A run that has a job, waits for others to end, has ended, or has died."""
    run = read_run(state, run_id)
    if run is None or run.code is not None:
        return run
    if run.has_died:
        return read_run(state, run_id)  # what it said last may have come meanwhile
    if not run.items:
        return None
    if run.shares and all(one.state is ItemState.WAITING for one in run.items):
        return run
    keys = {key_of(job.artifact, job.destination) for job in journal.jobs()}
    return run if any(item.key in keys for item in run.items) else None


def seen_in_time(look: Callable[[], Found | None], seconds: float) -> Found | None:
    """What somebody waits for; None when it does not come in time."""
    until = time.monotonic() + seconds
    while (found := look()) is None and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    return found
