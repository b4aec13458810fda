"""What the journal says of copies and what runs tell of them, as one list."""

import json
import os
import time
from dataclasses import asdict, replace

import pytest

from transfer.digesting import ChunkDigest
from transfer.journal.holder import Holder
from transfer.journal.records import Job, JobState
from transfer.journal.store import Journal
from transfer.journal.view import JournalView
from transfer.receipt import Level, Receipt
from tui.glyphs import ASCII
from tui.jobs.board import entries_of
from tui.jobs.entry import JobEntry, Standing
from tui.jobs.jobs import _end_of, resume_words
from tui.jobs.runs import ItemState, Run, RunItem
from tui.screens.copy_lines import detail_lines
from tui.widgets.lines import text_of

JOB = Job(
    job_id="00000000-0000-0000-0000-000000000001",
    artifact="https://staging.blob.core.windows.net/vhds/disk%20one.vhd",
    destination="/images/disk.vhd",
    etag='"0x8D"',
    size=2**30,
    chunk=2**22,
    strategy="download",
)
ITEM = RunItem("win11-avd/vhd", JOB.artifact, JOB.destination, "download", origin="/x")
GONE = Holder(pid=2**22 + 1, boot="another", started=0, nonce="n")


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path, now=lambda: 5.0) as journal:
        yield journal


def run_of(*items, holder=None, **more):
    return Run("a" * 32, 1.0, holder or Holder.this_process(), items, **more)


def only(runs, journal=None):
    (entry,) = entries_of(runs, JournalView(journal).jobs() if journal else ())
    return entry


def test_a_copy_that_waits_or_runs_is_under_way_while_its_process_lives():
    waiting = replace(ITEM, state=ItemState.WAITING)
    running = replace(ITEM, state=ItemState.RUNNING)

    assert only([run_of(waiting)]).standing is Standing.WAITING
    assert only([run_of(running)]).standing is Standing.RUNNING
    assert only([run_of(running, holder=GONE)]).standing is Standing.STOPPED


def test_a_job_whose_process_died_can_be_resumed(journal):
    journal.begin(JOB, GONE)
    running = replace(ITEM, state=ItemState.RUNNING, done=7, total=9)

    told = only([run_of(running, holder=GONE)], journal)
    untold = only([], journal)

    assert (told.standing, told.done, told.can_resume) == (Standing.STOPPED, 7, True)
    assert (untold.standing, untold.name) == (Standing.STOPPED, "disk one.vhd")
    assert untold.can_resume


def test_a_job_that_was_given_up_is_cancelled_whatever_its_run_told(journal):
    journal.begin(JOB, GONE)
    journal.mark(JOB.job_id, JobState.GIVEN_UP)
    paused = replace(ITEM, state=ItemState.PAUSED)

    assert only([], journal).standing is Standing.CANCELLED
    assert only([run_of(paused)], journal).standing is Standing.CANCELLED


def test_a_copy_of_a_local_file_is_called_by_its_whole_name(journal):
    journal.begin(replace(JOB, artifact="/disks/a#1?.vhd"), GONE)

    assert only([], journal).name == "a#1?.vhd"


def test_a_job_of_a_process_that_tells_nothing_runs_while_that_lives(journal):
    journal.begin(JOB, Holder.this_process())

    assert only([], journal).standing is Standing.RUNNING


RECEIPT = Receipt(
    JOB.job_id, JOB.artifact, JOB.destination, JOB.etag, JOB.size, 4096, 4096,
    "download", Level.FULL, "0" * 64, None, 1.0, 2.0,
)  # fmt: skip


def done_in(journal):
    journal.begin(JOB, GONE)
    journal.mark(JOB.job_id, JobState.DONE, receipt=json.dumps(asdict(RECEIPT)))


def test_what_ended_is_what_the_journal_says(journal):
    done_in(journal)

    entry = only([run_of(replace(ITEM, state=ItemState.DONE))], journal)

    assert entry.standing is Standing.DONE
    assert entry.receipt == RECEIPT
    assert (entry.done, entry.total, entry.moved) == (4096, 4096, 5.0)


def test_only_a_later_attempt_has_something_to_say_of_a_copy_that_is_done(journal):
    done_in(journal)
    failed = replace(ITEM, state=ItemState.FAILED, problem="is there already")

    before = only([run_of(replace(failed, moved=4.0))], journal)
    after = only([run_of(replace(failed, moved=6.0))], journal)

    assert (before.standing, before.problem) == (Standing.DONE, "")
    assert (after.standing, after.problem) == (Standing.DONE, "is there already")
    assert _end_of(after).startswith("win11-avd/vhd: a later attempt failed: is there ")
    told = "\n".join(map(text_of, detail_lines(after, ASCII, cells=100)))
    assert "Why" not in told
    assert "Then      a later attempt failed: is there already" in told


def test_a_pause_and_a_failure_are_told_apart(journal):
    journal.begin(JOB, GONE)
    paused = replace(ITEM, state=ItemState.PAUSED)
    failed = replace(ITEM, state=ItemState.FAILED, problem="the network is down")

    assert only([run_of(paused)], journal).standing is Standing.PAUSED
    assert only([run_of(failed)], journal).problem == "the network is down"


def test_of_several_attempts_the_newest_counts_and_the_first_names_it():
    failed = run_of(replace(ITEM, state=ItemState.FAILED))
    resumed = replace(ITEM, name="1f3a9c2e https://…", origin="")
    newest = run_of(replace(resumed, state=ItemState.RUNNING))

    entry = only([newest, failed])

    assert (entry.standing, entry.name) == (Standing.RUNNING, "win11-avd/vhd")
    assert entry.origin == "/x"


def test_a_run_that_never_came_to_a_copy_tells_why():
    starting = Run("b" * 32, time.time(), what="win11-avd/vhd")
    refused = replace(starting, holder=GONE, code=6, trouble="sign in first")

    assert only([starting]).standing is Standing.STARTING
    assert only([refused]).standing is Standing.FAILED
    assert only([refused]).problem == "sign in first"
    assert only([replace(starting, began=1.0)]).standing is Standing.FAILED
    assert entries_of([replace(starting, code=0)], ()) == ()


def test_a_copy_is_taken_up_as_it_was_begun():
    failed = replace(ITEM, state=ItemState.FAILED, how=("--overwrite",))
    never_a_job = only([run_of(failed)])
    job = replace(never_a_job, job_id=JOB.job_id)

    assert resume_words(never_a_job) == [
        "rescue", "--overwrite", "--to", JOB.destination, "--", "/x",
    ]  # fmt: skip
    assert resume_words(job) == ["jobs", "resume", "--", JOB.job_id]


def test_nothing_raw_is_shown_of_what_a_file_says():
    hostile = replace(ITEM, name="a\x1b[31mb", problem="c\x07d")

    entry = only([run_of(hostile)])

    assert "\x1b" not in entry.name
    assert "\x07" not in entry.problem


def test_time_left_is_told_once_a_pace_is_known():
    entry = JobEntry("k", Standing.RUNNING, ITEM.name, done=50, total=100)

    assert replace(entry, rates=(10.0, 10.0)).seconds_left is None
    assert replace(entry, rates=(10.0, 10.0, 10.0)).seconds_left == 5.0
    assert replace(entry, rates=(0.0, 0.0, 0.0)).seconds_left is None
    assert replace(entry, rates=(9.0,) * 3, standing=Standing.PAUSED).rate is None


def test_this_process_is_alive():
    assert run_of().is_alive
    assert Holder.this_process().pid == os.getpid()


def test_attempts_are_those_that_have_begun():
    begun = replace(ITEM, state=ItemState.FAILED, began=1.0, streams=4)
    waiting = replace(ITEM, state=ItemState.WAITING, streams=4)

    entry = only([run_of(waiting), run_of(begun), run_of(begun)])

    assert (entry.attempts, entry.streams) == (2, 4)


def test_attempts_of_a_job_that_was_removed_are_none_of_the_next(journal):
    tried = replace(ITEM, state=ItemState.FAILED, began=1.0)
    of_another = run_of(replace(tried, job="ffffffff"))
    given_up = run_of(replace(tried, state=ItemState.CANCELLED))
    ours = run_of(replace(tried, job=JOB.short))
    now = run_of(replace(tried, state=ItemState.RUNNING))
    journal.begin(JOB, GONE)

    begun_anew = only([now, of_another, of_another], journal)
    after_a_discard = only([now, given_up, of_another], journal)
    taken_up = only([now, ours, given_up, ours], journal)

    assert [begun_anew.attempts, after_a_discard.attempts] == [1, 1]
    assert taken_up.attempts == 3


def test_who_is_turned_away_from_a_copy_hides_nothing_of_it(journal):
    journal.begin(JOB, Holder.this_process())
    running = replace(ITEM, state=ItemState.RUNNING, done=7, total=9, moved=3.0)
    at_work = run_of(running)
    failed = replace(ITEM, state=ItemState.FAILED, moved=2.0, problem="is at work")
    turned_away = replace(run_of(failed), began=2.0)

    during = only([turned_away, at_work], journal)
    after = only([turned_away, replace(at_work, holder=GONE)], journal)

    assert (during.standing, during.done, during.problem) == ("running", 7, "")
    assert (after.done, after.total, after.problem) == (7, 9, "")


def test_an_attempt_that_failed_at_once_leaves_what_has_arrived_in_sight(journal):
    journal.begin(JOB, GONE)
    journal.record(JOB.job_id, {0: ChunkDigest(bytes(16), 7, vouched=True)})
    failed = replace(ITEM, state=ItemState.FAILED, problem="no answer")

    entry = only([run_of(failed)], journal)

    assert (entry.done, entry.total, entry.problem) == (
        JOB.chunk,
        JOB.size,
        "no answer",
    )
