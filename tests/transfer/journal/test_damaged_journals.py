"""A journal whose file is damaged, of another version or without a place to lie."""

import random
import sqlite3
from contextlib import closing

import pytest
from journals import ARRIVED, JOB, filled

from transfer.journal.errors import JournalTooNew
from transfer.journal.holder import Holder
from transfer.journal.store import FILE_NAME, Journal
from transfer.receipt import receipt_from_json


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


def test_j05_without_a_directory_to_write_in_it_is_kept_in_memory(tmp_path):
    (tmp_path / "state").write_text("a file, not a directory")

    with Journal.open_to_copy(tmp_path / "state") as journal:
        assert not journal.survives
        journal.begin(JOB, Holder.this_process())
        assert journal.find(JOB.artifact, JOB.destination)


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


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"level": 9}', "[" * 100_000], ids=lambda x: x[:9]
)
def test_a_receipt_that_is_damaged_is_none(text):
    assert receipt_from_json(text) is None
