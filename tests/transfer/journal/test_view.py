"""Whoever looks at the journal again and again reads only what has changed."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from transfer.digesting import ChunkDigest
from transfer.journal.holder import Holder
from transfer.journal.records import Job, JobState
from transfer.journal.store import Journal
from transfer.journal.view import JournalView

MANY = 100
HOLDER = Holder.this_process()
DIGEST = ChunkDigest(bytes(16), 7, vouched=True)


def _job(number):
    return Job(
        job_id=f"00000000-0000-0000-0000-{number:012}",
        artifact=f"https://staging.blob.core.windows.net/vhds/{number}.vhd",
        destination=f"/images/{number}.vhd",
        etag='"0x8D"',
        size=2**30,
        chunk=2**22,
        strategy="download",
    )


@pytest.fixture
def journal(tmp_path):
    """A journal of many jobs, and a clock that goes on with every look at it."""
    times = iter(range(10**6))
    with Journal.open(tmp_path, now=lambda: float(next(times))) as journal:
        for number in range(MANY):
            journal.begin(_job(number), HOLDER)
        journal.release(HOLDER)
        yield journal


class _Reading(Journal):
    """Counts the statements and the rows that are read."""

    statements = rows = 0

    def look(self, statement, values=()):
        found = super().look(statement, values)
        self.statements += 1
        if "FROM job WHERE" in statement:
            self.rows += len(found)
        return found


@pytest.fixture
def reader(journal, tmp_path):
    with _Reading.open(tmp_path) as reader:
        yield reader


@contextmanager
def reads(reader, *, statements, rows):
    before = reader.statements, reader.rows
    yield
    told = reader.statements - before[0], reader.rows - before[1]
    assert told == (statements, rows)


def test_a_journal_that_is_as_it_was_costs_one_question(reader):
    view = JournalView(reader)
    with reads(reader, statements=5, rows=MANY):
        first = view.jobs()

    with reads(reader, statements=1, rows=0):
        assert view.jobs() is first


def test_of_many_jobs_only_the_one_that_moved_is_read_again(journal, reader):
    view = JournalView(reader)
    before = view.jobs()

    journal.record(_job(7).job_id, {0: DIGEST, 1: DIGEST})
    with reads(reader, statements=5, rows=1):
        now = view.jobs()

    assert (now[0].job.job_id, now[0].arrived) == (_job(7).job_id, 2)
    assert [one for one in now if one is not now[0]] == [
        one for one in before if one.job.job_id != _job(7).job_id
    ]


def test_every_change_is_seen_whoever_makes_it(journal, reader):
    view = JournalView(reader)
    view.jobs()

    journal.take_up(_job(3).artifact, _job(3).destination, HOLDER)
    held = [one.job for one in view.jobs() if one.is_running]
    reader.mark(_job(4).job_id, JobState.GIVEN_UP)
    given_up = [one.job.job_id for one in view.jobs() if one.job.state == "given up"]
    journal.record(_job(5).job_id, {0: DIGEST})
    journal.forget(_job(5).job_id, [0])
    arrived = [one.arrived for one in view.jobs()]
    journal.remove(_job(6).job_id)

    assert [replace(one, updated=0.0) for one in held] == [_job(3)]
    assert given_up == [_job(4).job_id]
    assert not any(arrived)
    assert _job(6).job_id not in {one.job.job_id for one in view.jobs()}
