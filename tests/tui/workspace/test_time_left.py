"""How long a run over artifacts goes on, as far as anybody can say."""

from integrity.facts import ArtifactFact
from integrity.progress import Progress, Stage
from integrity.secret_url import SecretUrl
from tui.workspace.run_state import RunState


def test_a_run_takes_as_long_as_the_slowest_that_is_under_way(monkeypatch):
    now = 0.0
    monkeypatch.setattr("tui.workspace.run_state.time.monotonic", lambda: now)
    run = RunState(1)
    for name in ("small", "large"):
        run.expect()
        run.begin(name)
    for now in (1.0, 2.0):
        run.hear("large", Progress("large", Stage.READING, int(now) * 100, 10_000))
    run.learn("small", ArtifactFact(SecretUrl("https://files.example/small")))

    assert run.snapshot().seconds_left > 90.0
