"""What was rescued is known at once, also to whoever has asked before."""

import json
import sqlite3
from contextlib import closing
from uuid import UUID

import pytest

from integrity.secret_url import SecretUrl
from transfer.azure.resource_ids import parse_id
from transfer.journal.holder import Holder
from transfer.journal.records import Job, JobState
from transfer.journal.store import FILE_NAME, Journal
from tui.rescues import RescuesOfThisMachine

STAGED = SecretUrl("https://staging.blob.core.windows.net/vhds/disk.vhd")
KEPT = "https://keep.blob.core.windows.net/images/disk.vhd"
OUTPUT = parse_id("/subscriptions/s/resourceGroups/g")


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path))
    return tmp_path


def finish(state):
    """A copy is done, as another process writes it down."""
    job = Job(str(UUID(int=1)), STAGED.without_query, KEPT, "e", 1024, 1, "server-side")
    with Journal.open(state) as journal:
        journal.begin(job, Holder.this_process())
        receipt = json.dumps({"level": 2})
        journal.mark(job.job_id, JobState.DONE, receipt=receipt)


def test_a_rescue_is_known_to_whoever_asked_before(state):
    notes = []
    records = RescuesOfThisMachine(notes.append)
    before = records.rescued_to(OUTPUT, STAGED)

    finish(state)

    assert before is None
    assert records.rescued_to(OUTPUT, STAGED) == KEPT
    assert notes == []


def test_asking_makes_no_journal(state):
    assert RescuesOfThisMachine(print).rescued_to(OUTPUT, STAGED) is None

    assert list(state.iterdir()) == []


def test_a_journal_that_cannot_be_read_rescues_nothing_and_is_told(state):
    finish(state)
    with closing(sqlite3.connect(state / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 999")
    notes = []

    assert RescuesOfThisMachine(notes.append).rescued_to(OUTPUT, STAGED) is None
    assert "what was rescued is not known" in notes[0]
