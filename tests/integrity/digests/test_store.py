"""A store that nobody depends on: whatever its file becomes, work goes on."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from integrity.digests import store
from integrity.digests.store import Store, StoreKind

KIND = StoreKind(
    what="list of words",
    file_name="words.sqlite",
    schema="CREATE TABLE IF NOT EXISTS word (text TEXT PRIMARY KEY, at REAL) STRICT",
    probes=("SELECT text, at FROM word LIMIT 1",),
)
KEEP, ALL = "INSERT INTO word VALUES (?, ?)", "SELECT text FROM word"
DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def words(tmp_path):
    with closing(Store(tmp_path, KIND)) as words:
        yield words


@pytest.mark.parametrize("wrong", [("one", 2.0), (2**63, 2.0)], ids=["twice", "large"])
def test_changes_are_made_together_or_not_at_all_and_the_file_stays(
    tmp_path, words, wrong
):
    words.keep((KEEP, [("before", 0.0)]))

    words.keep((KEEP, [("one", 1.0)]), (KEEP, [wrong]))
    words.keep((KEEP, [("two", 2.0)]))

    assert words.all(ALL) == [("before",), ("two",)]
    assert not list(tmp_path.glob("*.corrupt-*"))


def test_a_store_that_another_process_holds_is_left_alone(tmp_path, words, monkeypatch):
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(tmp_path / KIND.file_name)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(Store(tmp_path, KIND)) as hasty:
            hasty.keep((KEEP, [("late", 1.0)]))

    assert words.all(ALL) == []
    assert not list(tmp_path.glob("*.corrupt-*"))


def test_a_closed_store_knows_nothing_and_its_file_stays(tmp_path, words):
    words.keep((KEEP, [("one", 1.0)]))
    words.close()

    assert words.all(ALL) == []
    assert [path.name for path in tmp_path.iterdir()] == [KIND.file_name]


def test_a_damaged_store_that_cannot_be_set_aside_is_done_without(
    tmp_path, monkeypatch, caplog
):
    def refused(path):
        raise PermissionError("not yours")

    monkeypatch.setattr(store, "set_aside", refused)
    (tmp_path / KIND.file_name).write_bytes(b"no database")
    before = len([*DESCRIPTORS.iterdir()])
    with closing(Store(tmp_path, KIND)) as words:
        assert not words.is_open
        assert words.all(ALL) == []
    assert "stays: not yours" in caplog.text
    assert len([*DESCRIPTORS.iterdir()]) == before


@pytest.mark.parametrize("text", [b"\xff\xfe", b"\xc3"], ids=repr)
def test_a_store_in_which_a_text_is_none_is_set_aside(tmp_path, words, text):
    words.keep((KEEP, [("one", 1.0)]))
    with closing(sqlite3.connect(tmp_path / KIND.file_name)) as other:
        other.execute("UPDATE word SET text = CAST(? AS TEXT)", (text,))
        other.commit()

    assert words.all(ALL) == []
    words.keep((KEEP, [("two", 2.0)]))
    assert words.all(ALL) == [("two",)]
    assert list(tmp_path.glob("*.corrupt-1"))


def test_a_store_whose_schema_is_no_text_is_set_aside(tmp_path, words):
    words.close()
    path = tmp_path / KIND.file_name
    path.write_bytes(path.read_bytes().replace(b"STRICT", b"STRIC\xff"))

    with closing(Store(tmp_path, KIND)) as words:
        words.keep((KEEP, [("one", 1.0)]))
        assert words.all(ALL) == [("one",)]
    assert list(tmp_path.glob("*.corrupt-1"))


def test_whatever_bytes_flip_nothing_is_raised(tmp_path, words):
    words.keep((KEEP, [(f"number {number}", 1.0) for number in range(50)]))
    words.close()
    path = tmp_path / KIND.file_name
    whole = path.read_bytes()
    written = [place for place, byte in enumerate(whole) if byte]
    dice = random.Random(10)
    for _ in range(100):
        damaged = bytearray(whole)
        for place in dice.sample(written, dice.randint(1, 9)):
            damaged[place] = dice.randrange(256)
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_bytes(damaged)
        with closing(Store(tmp_path, KIND)) as words:
            words.keep((KEEP, [("another", 2.0)]))
            words.all(ALL)
