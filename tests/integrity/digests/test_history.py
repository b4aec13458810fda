"""Every digest ever computed, and what changed behind an address."""

import logging
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.artifacts.artifact import ArtifactRequest
from integrity.digests.history import DigestHistory, SeenArtifact
from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl

URL = "https://files.example/pkg/fonts.zip"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ONE, TWO = "1" * 64, "2" * 64


def told(sha256=ONE, url=URL, **changes):
    return replace(ArtifactFact(SecretUrl(url), size=7, sha256=sha256), **changes)


def missing(url=URL):
    problem = ArtifactProblem(ProblemKind.MISSING, "there is nothing: 404", 404)
    return ArtifactFact(SecretUrl(url), problem=problem)


@pytest.fixture
def history(tmp_path):
    with DigestHistory.open(tmp_path) as history:
        yield history


def test_an_artifact_is_remembered_with_when_it_was_first_and_last_seen(history):
    later = NOON + timedelta(hours=1)
    history.note(ArtifactRequest(URL), told(etag='"v1"'), NOON)
    history.note(ArtifactRequest(URL), told(etag='"v1"'), later)

    [seen] = history.seen()

    assert (seen.address, seen.name, seen.problem) == (URL, "fonts.zip", None)
    assert (seen.now.sha256, seen.now.size, seen.now.etag) == (ONE, 7, '"v1"')
    assert (seen.now.first_seen, seen.now.last_seen) == (NOON, later)
    assert seen.checked_at == later
    assert seen.before == ()


def test_what_changed_behind_an_address_is_told_newest_first(history):
    for hours, sha256 in enumerate((ONE, TWO)):
        moment = NOON + timedelta(hours=hours)
        history.note(ArtifactRequest(URL), told(sha256), moment)

    [seen] = history.seen()

    assert seen.now.sha256 == TWO
    assert [one.sha256 for one in seen.before] == [ONE]


def test_content_that_comes_back_is_the_newest_again(history):
    for hours, sha256 in enumerate((ONE, TWO, ONE)):
        moment = NOON + timedelta(hours=hours)
        history.note(ArtifactRequest(URL), told(sha256), moment)

    assert [one.sha256 for one in history.seen()[0].versions] == [ONE, TWO]


def test_a_problem_keeps_what_was_known_and_goes_with_the_next_success(history):
    history.note(ArtifactRequest(URL), told(), NOON)
    history.note(ArtifactRequest(URL), missing(), NOON + timedelta(hours=1))
    [failing] = history.seen()
    history.note(ArtifactRequest(URL), told(), NOON + timedelta(hours=2))
    [mended] = history.seen()

    assert failing.problem == "there is nothing: 404"
    assert failing.now.sha256 == ONE
    assert mended.problem is None


def test_what_could_never_be_read_is_told_too(history):
    history.note(ArtifactRequest(URL), missing(), NOON)

    assert history.seen()[0].now is None
    assert list(history.export_lines()) == []


def test_only_the_size_of_an_artifact_is_nothing_to_remember(history):
    asked = [history.note(ArtifactRequest(URL), told(None), NOON) for _ in range(64)]

    assert history.seen() == ()
    assert not any(asked)


def test_no_secret_of_an_address_reaches_the_disk(tmp_path):
    url = "https://user:pa55word@files.example/x?sig=s3cr3t"
    with DigestHistory.open(tmp_path) as history:
        history.note(ArtifactRequest(url), told(url=url), NOON)
        [seen] = history.seen()

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"pa55word" not in kept
    assert b"s3cr3t" not in kept
    assert seen.address == "https://…@files.example/x"


def test_a_local_file_is_remembered_by_its_whole_path(history):
    request = ArtifactRequest("../setup.sh", folder=Path("/work/templates"))
    history.note(request, told(url=request.url), NOON)

    assert [one.address for one in history.seen()] == ["/work/setup.sh"]


def test_the_newest_digests_are_exported_as_sha256sum_writes_them(history):
    history.note(ArtifactRequest(URL), told(ONE), NOON)
    history.note(ArtifactRequest(URL), told(TWO), NOON + timedelta(hours=1))

    assert list(history.export_lines()) == [f"{TWO}  {URL}\n".encode()]


def test_what_can_be_read_no_more_is_not_exported(history):
    history.note(ArtifactRequest(URL), told(), NOON)
    history.note(ArtifactRequest(URL), missing(), NOON + timedelta(hours=1))

    assert list(history.export_lines()) == []


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://files.example/a%20b.sh?x=/y#/z", "a b.sh"),
        ("https://files.example", "https://files.example"),
        ("https://files.example/", "https://files.example/"),
        ("/scripts/what?/#1.sh", "#1.sh"),
        ("https://[none]/a.sh", "a.sh"),
    ],
)
def test_an_artifact_is_named_by_the_last_part_of_its_path(address, name):
    assert SeenArtifact(Safe(address), (), NOON, None).name == name


def test_the_next_run_knows_what_this_one_has_read(tmp_path):
    with DigestHistory.open(tmp_path / "made" / "anew") as history:
        history.note(ArtifactRequest(URL), told(), NOON)
    with DigestHistory.open(tmp_path / "made" / "anew") as history:
        assert history.seen()[0].now.sha256 == ONE


def test_without_news_the_same_values_are_told_again(history):
    history.note(ArtifactRequest(URL), told(), NOON)
    seen, changes = history.seen(), history.changes

    assert history.seen() is seen
    history.note(ArtifactRequest(URL), told(), NOON)
    assert history.changes > changes
    assert history.seen() is not seen


def test_notes_ask_to_be_written_now_and_then(history):
    asked = [history.note(ArtifactRequest(URL), told(), NOON) for _ in range(64)]
    history.write()

    assert asked == [False] * 63 + [True]
    assert not history.note(ArtifactRequest(URL), told(), NOON)


def test_threads_may_note_at_once(history):
    def note(number):
        for part in range(100):
            url = f"https://files.example/{number}/{part}"
            if history.note(ArtifactRequest(url), told(url=url), NOON):
                history.write()

    threads = [threading.Thread(target=note, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(history.seen()) == 400


def test_a_damaged_history_is_set_aside(tmp_path, caplog):
    (tmp_path / "history-1.sqlite").write_bytes(b"no database")
    with (
        caplog.at_level(logging.WARNING),
        DigestHistory.open(tmp_path) as history,
    ):
        history.note(ArtifactRequest(URL), told(), NOON)
        assert len(history.seen()) == 1
    assert (tmp_path / "history-1.sqlite.corrupt-1").exists()
    assert "damaged" in caplog.text


@pytest.mark.parametrize("moment", [1e300, 1e17, -1e300])
def test_a_history_of_moments_that_there_are_not_is_set_aside(tmp_path, moment):
    path = tmp_path / "history-1.sqlite"
    with DigestHistory.open(tmp_path) as history:
        history.note(ArtifactRequest(URL), told(), NOON)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE checked SET at = ?", (moment,))
        other.commit()

    with DigestHistory.open(tmp_path) as history:
        assert history.seen() == ()
        history.note(ArtifactRequest(URL), told(), NOON)
    with DigestHistory.open(tmp_path) as history:
        assert len(history.seen()) == 1
    assert (tmp_path / "history-1.sqlite.corrupt-1").exists()


def test_whether_what_was_kept_can_be_known_is_told(tmp_path):
    with DigestHistory.open(tmp_path) as history:
        assert history.is_open
    with DigestHistory.open(None) as history:
        assert not history.is_open


def test_without_a_directory_only_this_session_is_known():
    with DigestHistory.open(None) as history:
        history.seen()
        history.note(ArtifactRequest(URL), told(), NOON)
        assert len(history.seen()) == 1
    with DigestHistory.open(None) as history:
        assert history.seen() == ()


FACTS = st.one_of(
    st.builds(missing, st.sampled_from((URL, URL + "2"))),
    st.builds(
        told,
        st.sampled_from((ONE, TWO, "3" * 64)),
        st.sampled_from((URL, URL + "2")),
        etag=st.sampled_from((None, '"v1"')),
    ),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts=st.lists(FACTS, max_size=12), looked=st.integers(0, 12))
def test_what_is_told_of_notes_is_what_the_next_run_reads(tmp_path, facts, looked):
    folder = tmp_path / uuid4().hex
    with DigestHistory.open(folder) as history:
        for number, fact in enumerate(facts):
            if number == looked:
                history.seen()
            request = ArtifactRequest(fact.url.reveal())
            history.note(request, fact, NOON + timedelta(minutes=number))
        now = history.seen()
    with DigestHistory.open(folder) as history:
        assert history.seen() == now
