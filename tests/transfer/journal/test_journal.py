"""The journal remembers what has arrived, and survives what happens to its file."""

import dataclasses
import subprocess
import sys

import pytest
from journals import ARRIVED, JOB, filled

from transfer.journal.holder import Holder
from transfer.journal.records import JobState, Terms
from transfer.journal.store import FILE_NAME, Journal
from transfer.journal.view import JournalView
from transfer.shortages import DiskFull


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


def test_removing_a_job_removes_its_chunks(tmp_path):
    filled(tmp_path)
    with Journal.open(tmp_path) as journal:
        journal.remove(JOB.job_id)

        assert journal.jobs() == []
        assert journal.chunks(JOB.job_id) == {}


def test_j04_a_change_that_finds_no_room_says_so_and_the_next_one_may_succeed(tmp_path):
    large = dataclasses.replace(JOB, job_id="b" * 36, artifact="b", etag="x" * 100_000)
    filled(tmp_path)
    with Journal.open(tmp_path) as journal:
        journal.look("PRAGMA max_page_count = 12")
        with pytest.raises(DiskFull):
            journal.begin(large, Holder.this_process())

        journal.forget(JOB.job_id, ARRIVED)
        assert journal.chunks(JOB.job_id) == {}


def test_an_address_with_a_signature_is_never_written_down(tmp_path):
    signed = dataclasses.replace(JOB, artifact=JOB.artifact + "?sig=secret")
    holder = Holder.this_process()
    with Journal.open(tmp_path) as journal, pytest.raises(ValueError, match="sign"):
        journal.begin(signed, holder)
    assert b"secret" not in (tmp_path / FILE_NAME).read_bytes()


@pytest.mark.parametrize(
    "name", ["/backup/x?a=1&sig=b.vhd", "https://a.blob.core.windows.net/c/x&sig=b.vhd"]
)
def test_a_name_may_look_as_if_it_were_signed(tmp_path, name):
    with Journal.open(tmp_path) as journal:
        journal.begin(dataclasses.replace(JOB, destination=name), Holder.this_process())

        assert journal.jobs()[0].destination == name


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
