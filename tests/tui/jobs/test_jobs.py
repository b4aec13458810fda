"""What a window hears of copies, whichever thread it comes from."""

from dataclasses import replace

import pytest

from transfer.journal.holder import Holder
from tui.jobs.jobs import Jobs
from tui.jobs.runs import ItemState, Run, RunItem, write_run
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


GONE = Holder(pid=2**22 + 1, boot="another", started=0, nonce="n")
ITEM = RunItem("one/vhd", "https://a/b/c", "/d", "download", origin="/x")
BROKEN_OFF = replace(ITEM, state=ItemState.RUNNING)
OTHER = replace(BROKEN_OFF, name="two/vhd", destination="/e")


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ((BROKEN_OFF,), ["one/vhd has stopped. It can be resumed: 3 shows it."]),
        (
            (BROKEN_OFF, OTHER),
            ["2 copies have stopped. They can be resumed: 3 shows them."],
        ),
        ((replace(ITEM, state=ItemState.PAUSED),), []),
    ],
    ids=["one", "two", "paused"],
)
def test_the_first_look_says_what_has_stopped_while_nobody_looked(
    tmp_path, items, says
):
    write_run(tmp_path, Run("1", 1.0, GONE, items))
    jobs = Jobs(tmp_path, {})

    jobs._look()
    jobs._look()

    assert list(jobs.snapshot().messages) == says
