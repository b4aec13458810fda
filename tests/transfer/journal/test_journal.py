"""The journal remembers what has arrived, and survives what happens to its file."""

import dataclasses
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing

import pytest

from transfer.digesting import ChunkDigest
from transfer.journal.errors import JobBusy, JournalLocked, JournalTooNew
from transfer.journal.holder import Holder
from transfer.journal.locks import locker_of
from transfer.journal.records import Job, JobState, Terms
from transfer.journal.store import FILE_NAME, Journal
from transfer.journal.view import JournalView

JOB = Job(
    job_id="00000000-0000-0000-0000-000000000001",
    artifact="https://staging.blob.core.windows.net/vhds/disk.vhd",
    destination="/images/disk.vhd",
    etag='"0x8D"',
    size=2**40,
    chunk=2**22,
    strategy="download",
)
ARRIVED = {
    0: ChunkDigest(bytes(16), 7, vouched=True),
    9: ChunkDigest(b"", 2**64 - 1, vouched=False),
    11: ChunkDigest(b"x" * 16, None, vouched=False),
}


def filled(directory):
    with Journal.open(directory, now=lambda: 5.0) as journal:
        journal.begin(JOB, Holder.this_process())
        journal.record(JOB.job_id, ARRIVED)
    return directory / FILE_NAME


def test_what_was_recorded_is_there_when_it_is_opened_again(tmp_path):
    filled(tmp_path)

    with Journal.open(tmp_path) as journal:
        found = journal.find(JOB.artifact, JOB.destination)
        assert found == dataclasses.replace(JOB, updated=5.0)
        assert journal.chunks(JOB.job_id) == ARRIVED


def test_it_is_for_its_owner_alone(tmp_path):
    assert filled(tmp_path).stat().st_mode & 0o077 == 0


_ELSEWHERE = """
import sys
from pathlib import Path
from transfer.journal.records import JobState
from transfer.journal.locks import locker_of
from transfer.journal.store import Journal

with Journal.open(Path(sys.argv[1])) as journal:
    journal.mark(sys.argv[2], JobState(sys.argv[3]))
"""


def marked_elsewhere(directory, state):
    """Another process marks the job, and was the last to have the journal open."""
    words = [sys.executable, "-c", _ELSEWHERE, str(directory), JOB.job_id, state.value]
    subprocess.run(words, check=True)


def test_one_that_stays_open_sees_what_others_write_after_a_second_was_closed(tmp_path):
    filled(tmp_path)
    with Journal.open(tmp_path) as stays:
        stays.jobs()
        with Journal.open(tmp_path) as second:
            second.jobs()
        for state in (JobState.PUBLISHING, JobState.DONE):
            marked_elsewhere(tmp_path, state)

            assert [job.state for job in stays.jobs()] == [state]


def test_reading_keeps_nobody_from_writing(tmp_path):
    filled(tmp_path)
    with (
        Journal.open(tmp_path) as reads,
        Journal.open(tmp_path, busy_seconds=0.0) as writes,
    ):
        view = JournalView(reads)
        assert [one.arrived for one in view.jobs()] == [3]
        writes.record(JOB.job_id, {1: ARRIVED[0]})
        assert [one.arrived for one in view.jobs()] == [4]


def test_a_chunk_that_is_forgotten_has_to_come_again(tmp_path):
    filled(tmp_path)
    with Journal.open(tmp_path) as journal:
        journal.forget(JOB.job_id, [0, 11])

        assert set(journal.chunks(JOB.job_id)) == {9}


def test_a_job_that_is_done_is_kept_and_makes_room_for_another(tmp_path):
    filled(tmp_path)
    with Journal.open(tmp_path) as journal:
        journal.mark(JOB.job_id, JobState.DONE, sha256="a" * 64, receipt="{}")
        assert journal.find(JOB.artifact, JOB.destination) is None
        again = dataclasses.replace(JOB, job_id=JOB.job_id[:-1] + "2")
        journal.begin(again, Holder.this_process())

        assert {job.state for job in journal.jobs()} == {JobState.DONE, JobState.ACTIVE}


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


def test_removing_a_job_removes_its_chunks(tmp_path):
    filled(tmp_path)
    with Journal.open(tmp_path) as journal:
        journal.remove(JOB.job_id)

        assert journal.jobs() == []
        assert journal.chunks(JOB.job_id) == {}


def test_an_address_with_a_signature_is_never_written_down(tmp_path):
    signed = dataclasses.replace(JOB, artifact=JOB.artifact + "?sig=secret")
    holder = Holder.this_process()
    with Journal.open(tmp_path) as journal, pytest.raises(ValueError, match="sign"):
        journal.begin(signed, holder)
    assert b"secret" not in (tmp_path / FILE_NAME).read_bytes()


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


def damages():
    yield "zero bytes", lambda data: b""
    yield "not a database", lambda data: b"hello" * 1000
    yield "cut", lambda data: data[: len(data) // 2]
    yield "header flipped", lambda data: b"X" + data[1:]
    yield "zeros", lambda data: bytes(len(data))
    yield "a table in place of ours", _foreign


def _foreign(data):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE job (x)")
        connection.execute("PRAGMA user_version = 1")
        return connection.serialize()


@pytest.mark.parametrize(("name", "damage"), list(damages()))
def test_j02_a_damaged_journal_is_set_aside_and_a_new_one_begun(tmp_path, name, damage):
    path = filled(tmp_path)
    path.write_bytes(damage(path.read_bytes()))

    with Journal.open(tmp_path) as journal:
        assert journal.survives
        assert journal.jobs() == []
        journal.begin(JOB, Holder.this_process())
    kept = list(tmp_path.glob("*.corrupt-*"))
    assert kept or name == "zero bytes"  # which is how SQLite begins


def test_j02_whatever_byte_flips_no_error_is_one_of_sqlites(tmp_path):
    path = filled(tmp_path)
    whole = path.read_bytes()
    dice = random.Random(20)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 40)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        try:
            with Journal.open(tmp_path) as journal:
                job = journal.find(JOB.artifact, JOB.destination)
                journal.chunks((job or JOB).job_id)
                journal.jobs()
        except JournalTooNew:
            pass
        for kept in tmp_path.glob(f"{FILE_NAME}?*"):
            kept.unlink()


def test_j02_a_journal_of_a_newer_version_is_left_alone(tmp_path):
    path = filled(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(JournalTooNew), Journal.open(tmp_path):
        pass
    assert path.read_bytes() == before


def first_schema(path):
    """Make of a journal what the first version of the schema had."""
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE job DROP COLUMN terms")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_j02_a_journal_of_an_older_version_is_taken_over_with_all_its_jobs(tmp_path):
    first_schema(filled(tmp_path))

    for _ in range(2):  # the second time there is nothing to do
        with Journal.open(tmp_path) as journal:
            found = journal.find(JOB.artifact, JOB.destination)
            assert found == dataclasses.replace(JOB, updated=5.0)
            assert journal.chunks(JOB.job_id) == ARRIVED
    assert not list(tmp_path.glob("*.corrupt-*"))


def test_a_job_remembers_what_was_decided_when_it_was_begun(tmp_path):
    terms = Terms(overwrite=True, level=3, limit_rate=2**20, streams=2, origin="/x")
    with Journal.open(tmp_path) as journal:
        journal.begin(dataclasses.replace(JOB, terms=terms), Holder.this_process())

        (job,) = journal.jobs()
        assert job.terms == terms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"overwrite": "yes", "level": [], "streams": -1, "origin": 5}',
        "[" * 9999,
    ],
)
def test_terms_that_cannot_be_read_are_the_usual_ones(text):
    assert Terms.from_json(text) == Terms()


def test_j05_without_a_directory_to_write_in_it_is_kept_in_memory(tmp_path):
    (tmp_path / "state").write_text("a file, not a directory")

    with Journal.open_to_copy(tmp_path / "state") as journal:
        assert not journal.survives
        journal.begin(JOB, Holder.this_process())
        assert journal.find(JOB.artifact, JOB.destination)


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


def test_j03_without_its_log_it_knows_less_and_nothing_wrong(tmp_path):
    path = tmp_path / FILE_NAME
    with Journal.open(tmp_path) as journal:
        journal.begin(JOB, Holder.this_process())
        journal.record(JOB.job_id, ARRIVED)
        kept = path.read_bytes()
    for companion in tmp_path.glob("*-wal"):
        companion.unlink()
    path.write_bytes(kept)

    with Journal.open(tmp_path) as journal:
        assert set(journal.chunks(JOB.job_id)) <= set(ARRIVED)


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
