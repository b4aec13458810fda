"""What is known of artifacts, shown in the rows of those who name them."""

from datetime import UTC, datetime, timedelta

from workspace import ADDRESS

from integrity.artifacts.artifact import ArtifactRequest
from integrity.facts import ArtifactFact
from integrity.lint.verdict import Verdict
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.position import Position
from tui.workspace.judged import ArtifactEntry, ArtifactProgress
from tui.workspace.known import MOVING, Known
from tui.workspace.stages import ArtifactStage

A, B = (f"{ADDRESS}/a", None), (f"{ADDRESS}/b", None)
BOTH = ((A, ArtifactRequest(A[0])), (B, ArtifactRequest(B[0])))
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
READING = ArtifactProgress(ArtifactStage.READING, done=1)
SHA256 = "a" * 64
FACT = ArtifactFact(SecretUrl(A[0]), size=3, sha256=SHA256)


def named(name):
    text = Safe(name)
    return ArtifactEntry(name, text, text, text, "", Position(1, 1), SHA256)


BARE = (named("a"), named("b"))


def known_to(*keys):
    known = Known()
    for key in keys:
        known.add_user(key, BOTH)
    known.touched.clear()
    return known


def test_all_who_name_an_artifact_show_its_stages_and_some_its_steps():
    keys = [f"{number}.json" for number in range(MOVING + 8)]
    known = known_to(*keys)

    known.move(A, ArtifactProgress(ArtifactStage.WAITING))
    assert known.touched == set(keys)
    known.touched.clear()

    known.move(A, READING)
    assert known.touched == set(keys)
    known.touched.clear()

    known.move(A, ArtifactProgress(ArtifactStage.READING, done=2))
    assert known.touched == set(keys[:MOVING])
    known.touched.clear()

    known.learn(A, FACT, NOON)
    assert known.touched == set(keys)


def test_a_file_is_verified_when_the_last_of_its_artifacts_was_read():
    known = known_to("x.json")
    assert known.verified_at(()) is None

    known.learn(A, FACT, NOON)
    assert known.verified_at(BOTH) is None

    known.learn(B, FACT, NOON + timedelta(hours=1))
    assert known.verified_at(BOTH) == NOON + timedelta(hours=1)


def test_nothing_new_is_shown_as_the_very_same_value():
    assert known_to("x.json").shown(BARE, BOTH) is BARE


def test_what_is_new_of_one_artifact_is_shown_beside_the_others():
    known = known_to("x.json")
    known.learn(A, FACT, NOON)

    a, b = known.shown(BARE, BOTH)
    assert (a.progress.stage, a.verdict) == (ArtifactStage.DONE, Verdict.MATCH)
    assert b is BARE[1]


def test_what_was_known_is_shown_while_it_is_read_again_and_after_a_cancel():
    known = known_to("x.json")
    known.learn(A, FACT, NOON)
    known.move(A, READING)
    known.move(B, READING)

    a, b = known.shown(BARE, BOTH)
    assert (a.progress, a.verdict) == (READING, Verdict.MATCH)
    assert (b.progress, b.verdict) == (READING, None)

    cancelled = ArtifactProgress(ArtifactStage.CANCELLED)
    known.move(A, cancelled)
    known.move(B, cancelled)

    a, b = known.shown(BARE, BOTH)
    assert (a.progress.stage, a.verdict) == (ArtifactStage.DONE, Verdict.MATCH)
    assert (b.progress, b.verdict) == (cancelled, None)
    assert not known.is_moving(A)


def test_who_names_an_artifact_no_more_hears_no_more_of_it():
    known = known_to("x.json", "y.json")
    known.drop_user("x.json", BOTH)

    known.move(A, READING)

    assert known.touched == {"y.json"}
    assert list(known.users_of(A)) == ["y.json"]
