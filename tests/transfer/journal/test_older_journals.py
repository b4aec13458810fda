"""A journal that an older version of the program has left is taken over as it is."""

import dataclasses
import sqlite3

import pytest
from journals import ARRIVED, JOB, filled

from transfer.journal import files
from transfer.journal.errors import JournalLocked
from transfer.journal.store import Journal


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


def test_j02_an_older_journal_that_another_process_takes_over_meanwhile_serves_both(
    tmp_path, monkeypatch
):
    first_schema(filled(tmp_path))
    migrate = files._migrate

    def too_late(connection, older):
        monkeypatch.undo()
        with Journal.open(tmp_path):
            migrate(connection, older)

    monkeypatch.setattr(files, "_migrate", too_late)
    with Journal.open(tmp_path) as journal, Journal.open(tmp_path) as other:
        journal.forget(JOB.job_id, [0])
        other.forget(JOB.job_id, [9])

        assert journal.chunks(JOB.job_id) == {11: ARRIVED[11]}
    assert not list(tmp_path.glob("*.corrupt-*"))


def test_j01_an_older_journal_that_another_process_holds_is_told_and_stays(tmp_path):
    path = filled(tmp_path)
    first_schema(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(JournalLocked), Journal.open(tmp_path, busy_seconds=0.01):
        pass
    other.close()

    with Journal.open(tmp_path) as journal:
        assert journal.chunks(JOB.job_id) == ARRIVED
