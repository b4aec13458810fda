"""What was hashed before, and what a broken memory of it must not break."""

import logging
import sqlite3
import threading

import pytest

from integrity.digests.cache import DigestCache
from integrity.digests.version import FileVersion

DIGEST = "ab" * 32
OTHER = "cd" * 32
URL = "https://account.example/container/setup.ps1"

OLD = FileVersion(1, 2, 1_000_000, mtime_ns=10**18, ctime_ns=10**18)
NOW = 10**18 + 3 * 10**9


@pytest.fixture
def cache(tmp_path):
    with DigestCache.open(tmp_path, now_ns=lambda: NOW) as cache:
        yield cache


def test_a_local_file_is_remembered_by_all_that_names_its_version(cache):
    cache.remember_local(OLD, DIGEST)
    assert cache.local(OLD) == DIGEST


@pytest.mark.parametrize("field", FileVersion._fields)
def test_another_version_of_a_file_is_not_known(cache, field):
    cache.remember_local(OLD, DIGEST)
    assert cache.local(OLD._replace(**{field: getattr(OLD, field) + 1})) is None


@pytest.mark.parametrize("field", ["mtime_ns", "ctime_ns"])
def test_a_file_touched_a_moment_ago_is_not_remembered(cache, field):
    version = OLD._replace(**{field: NOW - 1_900_000_000})
    cache.remember_local(version, DIGEST)
    assert cache.local(version) is None


def test_a_small_file_is_not_remembered(cache):
    version = OLD._replace(size=65_535)
    cache.remember_local(version, DIGEST)
    assert cache.local(version) is None


def test_an_artifact_is_remembered_by_its_strong_etag(cache):
    cache.remember_remote(URL, '"1"', size=12, sha256=DIGEST)
    assert cache.remote(URL, '"1"') == (12, DIGEST)
    assert cache.remote(URL, '"2"') is None


def test_a_newer_artifact_takes_the_place_of_the_older(cache):
    cache.remember_remote(URL, '"1"', size=12, sha256=DIGEST)
    cache.remember_remote(URL, '"2"', size=13, sha256=OTHER)
    assert cache.remote(URL, '"1"') is None
    assert cache.remote(URL, '"2"') == (13, OTHER)


def test_a_weak_etag_remembers_nothing(cache):
    cache.remember_remote(URL, 'W/"1"', size=12, sha256=DIGEST)
    assert cache.remote(URL, 'W/"1"') is None


def test_a_query_never_reaches_the_disk(cache):
    with pytest.raises(ValueError, match="no query"):
        cache.remember_remote(URL + "?sig=secret", '"1"', size=1, sha256=DIGEST)


def test_the_next_run_remembers(tmp_path):
    with DigestCache.open(tmp_path, now_ns=lambda: NOW) as cache:
        cache.remember_local(OLD, DIGEST)
    with DigestCache.open(tmp_path) as cache:
        assert cache.local(OLD) == DIGEST


def test_two_at_once_share_what_they_know(tmp_path, cache):
    with DigestCache.open(tmp_path) as other:
        cache.remember_local(OLD, DIGEST)
        assert other.local(OLD) == DIGEST


def test_threads_may_write_at_once(cache):
    def remember(inode):
        for size in range(70_000, 70_020):
            cache.remember_local(OLD._replace(inode=inode, size=size), DIGEST)

    threads = [threading.Thread(target=remember, args=(inode,)) for inode in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.local(OLD._replace(inode=7, size=70_019)) == DIGEST
    assert cache.local(OLD._replace(inode=0, size=70_000)) == DIGEST


@pytest.mark.parametrize(
    "content",
    [b"no database", b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["text", "garbage"],
)
def test_a_damaged_cache_is_set_aside(tmp_path, caplog, content):
    (tmp_path / "digests-2.sqlite").write_bytes(content)
    with DigestCache.open(tmp_path, now_ns=lambda: NOW) as cache:
        cache.remember_local(OLD, DIGEST)
        assert cache.local(OLD) == DIGEST
    assert (tmp_path / "digests-2.sqlite.corrupt-1").read_bytes() == content
    assert "damaged" in caplog.text


def test_a_second_damaged_cache_does_not_replace_the_first(tmp_path):
    for content in (b"first, and no database", b"second, and no database"):
        (tmp_path / "digests-2.sqlite").write_bytes(content)
        with DigestCache.open(tmp_path):
            pass
    kept = sorted(path.read_bytes() for path in tmp_path.glob("*.corrupt-*"))
    assert kept == [b"first, and no database", b"second, and no database"]


def test_damage_that_shows_late_is_survived(tmp_path, cache):
    cache.remember_local(OLD, DIGEST)
    with sqlite3.connect(tmp_path / "digests-2.sqlite") as other:
        other.execute("DROP TABLE local")
    other.close()
    assert cache.local(OLD) is None
    cache.remember_local(OLD, OTHER)
    assert cache.local(OLD) == OTHER


@pytest.mark.parametrize(
    ("written", "turned"), [(DIGEST, "e" + DIGEST[1:]), ('"1"', '"3"')]
)
def test_a_byte_that_turned_on_the_disk_makes_nothing_known(
    tmp_path, caplog, written, turned
):
    with DigestCache.open(tmp_path, now_ns=lambda: NOW) as cache:
        cache.remember_local(OLD, DIGEST)
        cache.remember_remote(URL, '"1"', size=12, sha256=DIGEST)
    path = tmp_path / "digests-2.sqlite"
    path.write_bytes(path.read_bytes().replace(written.encode(), turned.encode()))

    with DigestCache.open(tmp_path) as cache:
        found = [cache.newest(URL), cache.remote(URL, '"3"'), cache.local(OLD)]

    assert found == [None, None, None]
    assert "damaged" in caplog.text


def test_a_number_too_large_for_the_database_is_not_remembered(cache):
    version = OLD._replace(inode=2**64 - 1)
    cache.remember_local(version, DIGEST)
    assert cache.local(version) is None


def test_a_directory_that_is_missing_is_made(tmp_path):
    with DigestCache.open(tmp_path / "new" / "cache", now_ns=lambda: NOW) as cache:
        cache.remember_local(OLD, DIGEST)
        assert cache.local(OLD) == DIGEST


def test_a_file_in_place_of_the_directory_means_no_cache_and_a_warning(
    tmp_path, caplog
):
    (tmp_path / "cache").write_text("a file")
    with (
        caplog.at_level(logging.WARNING),
        DigestCache.open(tmp_path / "cache", now_ns=lambda: NOW) as cache,
    ):
        cache.remember_local(OLD, DIGEST)
        assert cache.local(OLD) is None
    assert "no digest cache" in caplog.text


def test_a_directory_that_may_not_be_looked_at_means_no_cache(
    tmp_path, closed, unprivileged, caplog
):
    with DigestCache.open(closed / "cache", now_ns=lambda: NOW) as cache:
        assert cache.local(OLD) is None
    assert "no digest cache" in caplog.text


def test_a_directory_in_place_of_the_file_means_no_cache(tmp_path, caplog):
    (tmp_path / "digests-2.sqlite").mkdir()
    with DigestCache.open(tmp_path, now_ns=lambda: NOW) as cache:
        cache.remember_local(OLD, DIGEST)
        assert cache.local(OLD) is None
    assert "cannot be opened" in caplog.text


def test_only_its_owner_may_read_it(tmp_path, cache):
    assert (tmp_path / "digests-2.sqlite").stat().st_mode & 0o077 == 0


def test_the_version_is_that_of_the_file(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"four")
    stat = file.stat()
    assert FileVersion.of(stat) == (
        stat.st_dev, stat.st_ino, 4, stat.st_mtime_ns, stat.st_ctime_ns
    )  # fmt: skip
