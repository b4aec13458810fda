"""Who holds a journal, or a job of it, keeps others from it; who is gone does not."""

import dataclasses
import os
import subprocess
import sys
from contextlib import ExitStack

import pytest
from journals import JOB, filled

from transfer.journal.errors import JobBusy, JournalLocked
from transfer.journal.holder import Holder
from transfer.journal.locks import locker_of
from transfer.journal.records import JobState
from transfer.journal.store import FILE_NAME, Journal


def test_nobody_holds_a_job_that_is_done_and_letting_go_of_it_writes_nothing(tmp_path):
    holder = Holder.this_process()
    with Journal.open(tmp_path) as journal:
        journal.begin(JOB, holder)
        journal.mark(JOB.job_id, JobState.DONE)
        log = tmp_path / f"{FILE_NAME}-wal"
        written = log.stat().st_size

        journal.release(holder)

        assert journal.holder(JOB.job_id) is None
        assert log.stat().st_size == written


def test_two_jobs_of_one_way_cannot_be_under_way(tmp_path):
    filled(tmp_path)
    another = dataclasses.replace(JOB, job_id=JOB.job_id[:-1] + "2")
    with Journal.open(tmp_path) as journal, pytest.raises(JobBusy) as busy:
        journal.begin(another, Holder.this_process())
    assert busy.value.pid == os.getpid()


HOLD = """
import sqlite3, sys
journal = sqlite3.connect(sys.argv[1], isolation_level=None)
journal.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other():
    """Begins a process that holds a journal until the test is over."""
    with ExitStack() as stack:

        def hold(path):
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", HOLD, path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            stack.callback(process.stdin.close)
            assert process.stdout.readline() == "held\n"
            return process

        yield hold


def test_j01_a_journal_that_another_process_holds_is_told_with_its_number(
    tmp_path, other
):
    path = filled(tmp_path)
    with Journal.open(tmp_path, busy_seconds=0.01) as journal:
        holder = other(path)
        with pytest.raises(JournalLocked) as locked:
            journal.forget(JOB.job_id, [0])

    assert f"process {holder.pid} holds the journal" in str(locked.value)


def test_j01_a_journal_is_held_by_nobody_when_nobody_holds_it(tmp_path):
    assert locker_of(filled(tmp_path)) is None
    assert locker_of(tmp_path / "nothing") is None


ENDS = (JOB.artifact, JOB.destination)


def test_j06_a_job_that_somebody_is_at_work_on_is_not_taken(tmp_path):
    first, second = Holder.this_process(), Holder.this_process()
    with Journal.open(tmp_path) as journal:
        journal.begin(JOB, first)
        assert journal.take_up(*ENDS, first).job_id == JOB.job_id

        with pytest.raises(JobBusy) as busy:
            journal.take_up(*ENDS, second)
        assert busy.value.pid == os.getpid()

        journal.release(first)
        assert journal.take_up(*ENDS, second).job_id == JOB.job_id


def test_j06_a_job_that_was_done_meanwhile_is_not_taken_up(tmp_path):
    holder = Holder.this_process()
    with Journal.open(tmp_path) as journal:
        journal.begin(JOB, holder)
        journal.mark(JOB.job_id, JobState.DONE)

        assert journal.take_up(*ENDS, holder) is None


@pytest.mark.parametrize(
    "change",
    [{"started": 1}, {"boot": "another"}, {"pid": 2**22 + 1}],
    ids=["the number was given again", "before the last boot", "no such process"],
)
def test_j09_a_claim_of_a_process_that_is_gone_holds_nobody_up(tmp_path, change):
    gone = dataclasses.replace(Holder.this_process(), **change)
    with Journal.open(tmp_path) as journal:
        journal.begin(JOB, gone)

        assert journal.take_up(*ENDS, Holder.this_process()).job_id == JOB.job_id


@pytest.fixture
def child():
    """A process that ends when its input does, and the claim that it would make."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "getpid", lambda: process.pid)
            claim = Holder.this_process()
        yield process, claim


def test_j09_a_process_that_is_dead_and_not_yet_buried_holds_nothing(child):
    process, claim = child
    assert claim.is_alive()

    process.stdin.close()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    assert not claim.is_alive()


def test_j09_a_later_process_of_the_same_number_is_told_apart_by_its_beginning(child):
    _, claim = child

    assert claim.started > Holder.this_process().started > 0


@pytest.fixture
def without_proc(monkeypatch, tmp_path):
    """A system that tells neither when it was started nor what runs on it."""
    monkeypatch.setattr("transfer.journal.holder._PROC", tmp_path)


@pytest.mark.usefixtures("without_proc")
def test_j09_where_little_is_known_a_process_lives_while_there_is_its_number():
    ours = Holder.this_process()

    assert (ours.boot, ours.started) == ("", 0)
    assert ours.is_alive()
    assert not dataclasses.replace(ours, pid=2**22 + 1).is_alive()


@pytest.mark.usefixtures("without_proc")
def test_j09_a_process_of_somebody_else_lives(monkeypatch):
    def kill(pid, signal):
        raise PermissionError

    monkeypatch.setattr(os, "kill", kill)

    assert Holder.this_process().is_alive()


def test_j01_who_never_began_lets_go_of_a_locked_journal_without_waiting(
    tmp_path, other
):
    path = filled(tmp_path)
    with Journal.open(tmp_path, busy_seconds=0.01) as journal:
        other(path)
        holder = Holder.this_process()
        with pytest.raises(JournalLocked):
            journal.take_up(JOB.artifact, JOB.destination, holder)

        journal.release(holder)
