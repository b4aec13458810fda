"""Copies in the background wait for each other, whichever run they belong to."""

import asyncio
from dataclasses import replace

import pytest

from transfer.journal.holder import Holder
from transfer.limiting import MOST_COPIES
from tui.jobs.recorder import Recorder
from tui.jobs.runs import ItemState, Run, RunItem, read_runs, write_run
from tui.jobs.slots import AS_USUAL, change_slots, share_of, slots
from tui.jobs.stops import Stop, wish

ITEM = RunItem("win11-avd/vhd", "https://a.example/x.vhd", "/home/x.vhd", "download")
GONE = Holder(pid=2**22 + 1, boot="another", started=0, nonce="n")


def items(count, state=ItemState.WAITING):
    each = (replace(ITEM, destination=f"/home/{at}.vhd") for at in range(count))
    return tuple(replace(one, state=state) for one in each)


def run(number, *copies, shares=True, holder=None):
    holder = holder or Holder.this_process()
    return Run(f"{number:032x}", float(number), holder, copies, shares=shares)


RUNNING = items(1, ItemState.RUNNING)
WAITING = items(3)


@pytest.mark.parametrize(
    ("others", "share"),
    [
        ([], 2),
        ([run(1, *RUNNING)], 1),
        ([run(1, *RUNNING, *RUNNING)], 0),
        ([run(1, *RUNNING, *RUNNING, holder=GONE)], 2),
        ([run(1, *WAITING)], 0),  # it came first
        ([run(9, *WAITING)], 2),
        ([run(1, *WAITING, shares=False)], 2),  # those wait for its own alone
    ],
)
def test_what_is_free_goes_to_whoever_came_first(others, share):
    mine = run(5, *WAITING)

    assert share_of(mine, [mine, *others], 2) == share


def test_what_runs_already_is_counted_and_never_taken_away():
    mine = run(5, *RUNNING, *RUNNING, *WAITING)

    assert share_of(mine, [mine], 3) == 3
    assert share_of(mine, [mine], 1) == 2


@pytest.mark.parametrize("junk", ["", "many", "\xff"])
def test_a_number_that_cannot_be_read_is_as_usual(tmp_path, junk):
    change_slots(tmp_path, 7)
    assert slots(tmp_path) == 7

    (tmp_path / "runs" / "slots").write_text(junk, "latin-1")

    assert slots(tmp_path) == AS_USUAL


@pytest.mark.parametrize(("asked", "kept"), [(0, 1), (-3, 1), (1000, MOST_COPIES)])
def test_a_number_without_sense_is_brought_within_bounds(tmp_path, asked, kept):
    change_slots(tmp_path, asked)

    assert slots(tmp_path) == kept


def states(recorder, state):
    recorder.close()
    return [one.state.value for one in read_runs(state)[0].items]


def test_a_run_begins_as_many_as_there_are_slots_and_the_next_as_one_ends(tmp_path):
    copies = items(3)
    recorder = Recorder(tmp_path, copies, lambda *_: None, at_once=None)
    recorder.begin()
    assert states(recorder, tmp_path) == ["running", "running", "waiting"]

    recorder.ended(copies[0].key, ItemState.DONE)

    assert states(recorder, tmp_path) == ["done", "running", "running"]


async def test_more_begin_when_there_are_more_slots(tmp_path):
    copies, over = items(3), asyncio.Event()
    recorder = Recorder(tmp_path, copies, lambda *_: None, at_once=None)
    recorder.begin()
    change_slots(tmp_path, 3)

    async def end():
        async with asyncio.timeout(10):
            await recorder.turn(copies[2].key)
        over.set()

    async with asyncio.TaskGroup() as both:
        both.create_task(recorder.live(over))
        both.create_task(end())

    assert states(recorder, tmp_path) == ["running"] * 3


async def test_what_waits_is_given_up_before_its_turn(tmp_path):
    write_run(tmp_path, run(1, *RUNNING, *RUNNING))
    (copy,), over = items(1), asyncio.Event()
    heard = []
    recorder = Recorder(
        tmp_path, [copy], lambda *told: heard.append(told), at_once=None
    )
    recorder.begin()
    wish(tmp_path, copy.key, Stop.CANCEL)

    async def end():
        async with asyncio.timeout(10):
            await recorder.turn(copy.key)
        over.set()

    async with asyncio.TaskGroup() as both:
        both.create_task(recorder.live(over))
        both.create_task(end())

    assert heard[0] == (copy.key, Stop.CANCEL)
    assert states(recorder, tmp_path) == ["waiting"]
