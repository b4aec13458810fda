"""What a run over artifacts tells of itself while it is under way."""

import pytest

from integrity.facts import ArtifactFact, ArtifactProblem, ProblemKind
from integrity.progress import Progress, Stage
from integrity.secret_url import SecretUrl
from tui.workspace import run_state
from tui.workspace.run_state import RunState
from tui.workspace.stages import ArtifactStage

A, B, C, D = ((name, None) for name in "abcd")
READ = ArtifactFact(SecretUrl(""), size=100)


class Clock:
    """Stands until it is put on."""

    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(run_state, "time", clock)
    return clock


@pytest.fixture
def run(clock):
    """Four artifacts are expected, and two of them begun."""
    run = RunState(1)
    for _ in (A, B, C, D):
        run.expect()
    run.begin(A)
    run.begin(B)
    return run


def test_bytes_of_what_is_read_was_read_and_was_dropped_count_once(run):
    run.hear(A, Progress("", Stage.READING, 60, 100))
    run.hear(A, Progress("", Stage.READING, 100, 100))
    run.hear(B, Progress("", Stage.READING, 7, 9))
    assert run.snapshot().bytes_done == 107

    run.learn(A, READ)
    run.drop(B)
    run.drop(C)  # was not begun
    assert run.snapshot().bytes_done == 107


def test_each_artifact_tells_how_far_and_how_fast_it_is(run, clock):
    run.hear(A, Progress("", Stage.READING, 10, 100))
    clock.now = 2.0
    run.hear(A, Progress("", Stage.READING, 30, 100))
    run.hear(B, Progress("", Stage.RETRYING, 0))

    now, waiting = run.progress_of(A), run.progress_of(B)
    assert (now.stage, now.done, now.total) == (ArtifactStage.READING, 30, 100)
    assert (now.rate, now.seconds_left) == (10.0, 7.0)
    assert (waiting.stage, waiting.seconds_left) == (ArtifactStage.RETRYING, None)
    assert run.progress_of(C) is None
    assert run.snapshot().rate == 10.0


def test_what_comes_too_late_is_not_heard(run):
    run.learn(A, READ)
    run.hear(A, Progress("", Stage.READING, 100, 100))
    run.hear(B, Progress("", Stage.DONE, 100, 100))

    assert run.progress_of(A) is None
    assert run.progress_of(B).stage is ArtifactStage.ASKING
    assert run.snapshot().bytes_done == 0


def test_how_long_it_takes_is_told_by_what_has_come(run, clock):
    assert run.snapshot().seconds_left is None

    clock.now = 6.0
    run.learn(A, READ)
    assert run.snapshot().seconds_left == 18.0

    for one in (B, C, D):
        run.learn(one, READ)
    assert run.snapshot().seconds_left is None


def test_what_went_wrong_and_what_was_known_is_counted(run):
    problem = ArtifactProblem(ProblemKind.REFUSED, "no")
    run.learn(A, ArtifactFact(SecretUrl(""), problem=problem))
    run.learn(B, ArtifactFact(SecretUrl(""), cached=True))
    run.learn(C, READ)

    now = run.snapshot()
    assert (now.total, now.done, now.problems, now.cached) == (4, 3, 1, 1)
    assert run.read == {A, B, C}
