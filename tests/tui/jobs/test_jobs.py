"""What a window hears of copies, whichever thread it comes from."""

from tui.jobs.jobs import Jobs
from tui.jobs.runs import Run, write_run
from tui.jobs.slots import AS_USUAL


def test_what_is_said_while_somebody_looks_is_not_lost(tmp_path, monkeypatch):
    write_run(tmp_path, Run("1", 1.0, what="one"))
    jobs = Jobs(tmp_path, {})

    def slow(_):
        jobs._say("the other thread has met a slip")
        return AS_USUAL

    monkeypatch.setattr("tui.jobs.jobs.slots", slow)
    jobs._look()

    now = jobs.snapshot()
    assert [entry.name for entry in now.entries] == ["one"]
    assert now.messages == ("the other thread has met a slip",)
    assert now.told == 1
