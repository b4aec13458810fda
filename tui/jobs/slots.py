"""How many copies go on at once in the background: one number for all of a machine."""

from collections.abc import Iterable
from pathlib import Path

from transfer.limiting import MOST_COPIES
from tui.jobs.runs import FOLDER, ItemState, Run
from tui.small_files import put

AS_USUAL = 2

_NAME = "slots"


def slots(state: Path) -> int:
    """How many copies may go on at once."""
    try:
        return within(int((state / FOLDER / _NAME).read_text("ascii")))
    except (OSError, ValueError):
        return AS_USUAL


def within(number: int) -> int:
    """The nearest number of copies that makes sense."""
    return min(max(1, number), MOST_COPIES)


def change_slots(state: Path, number: int) -> None:
    """Have so many copies go on at once; what runs already ends first.

    Raises:
        OSError: It cannot be written down.
    """
    put(state / FOLDER / _NAME, str(within(number)))


def share_of(mine: Run, runs: Iterable[Run], number: int) -> int:
    """How many of its copies a run may make at once, now.

    Everybody's copies that run are counted; of what is free, runs that began earlier
    take first. So all that look come to the same, without a lock.

    Args:
        mine: As it stands now.
        runs: All that are remembered.
        number: Of copies at once.
    """
    others = [run for run in runs if run.run_id != mine.run_id and run.is_alive]
    taken = sum(_count(run, ItemState.RUNNING) for run in (mine, *others))
    before = [run for run in others if run.shares and _rank(run) < _rank(mine)]
    first = sum(_count(run, ItemState.WAITING) for run in before)
    return _count(mine, ItemState.RUNNING) + max(0, number - taken - first)


def _rank(run: Run) -> tuple[float, str]:
    return run.began, run.run_id


def _count(run: Run, state: ItemState) -> int:
    return sum(item.state is state for item in run.items)
