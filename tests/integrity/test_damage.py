"""A damaged database is kept, with what belongs to it, and out of the way."""

from integrity.damage import set_aside


def test_a_database_and_its_log_are_kept_under_one_name(tmp_path):
    database = tmp_path / "things.sqlite"
    database.write_bytes(b"damaged")
    database.with_name("things.sqlite-wal").write_bytes(b"log")

    kept = set_aside(database)

    assert kept == tmp_path / "things.sqlite.corrupt-1"
    assert kept.read_bytes() == b"damaged"
    assert kept.with_name("things.sqlite.corrupt-1-wal").read_bytes() == b"log"
    assert not list(tmp_path.glob("things.sqlite-*"))


def test_what_was_kept_before_is_not_overwritten(tmp_path):
    database = tmp_path / "things.sqlite"
    for content in (b"first", b"second"):
        database.write_bytes(content)
        set_aside(database)

    kept = sorted(tmp_path.iterdir())
    assert [path.read_bytes() for path in kept] == [b"first", b"second"]


def test_whoever_comes_second_finds_nothing_left_to_do(tmp_path):
    set_aside(tmp_path / "things.sqlite")

    assert not list(tmp_path.iterdir())
