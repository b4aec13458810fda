"""What became of a copy, and the command that goes on with it."""

import shlex
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from integrity.dataclass import dataclass
from transfer.copy_errors import CopyError, DestinationUnfit, GivenUp, Paused
from transfer.receipt import Receipt
from tui.cli.exit_codes import ExitCode
from tui.cli.shown import shown
from tui.cli.transfers.orders import Order
from tui.jobs.runs import ItemState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order."""

    order: Order
    code: ExitCode
    receipt: Receipt | None = None
    error: CopyError | None = None

    job: str | None = None
    """The job that can be taken up, by its short number."""

    @property
    def job_number(self) -> str:
        """The job's short number, also of one that is done; empty where there is none."""
        return self.receipt.job[:8] if self.receipt else self.job or ""

    @property
    def told(self) -> tuple[ItemState, str, str]:
        """What windows are told of it: the state, the problem, the advice."""
        error = self.error
        if error is None:
            return ItemState.DONE, "", ""
        state = ItemState.FAILED
        if isinstance(error, Paused):
            state = ItemState.PAUSED
        elif isinstance(error, GivenUp):
            state = ItemState.CANCELLED
        is_elsewhere = isinstance(error, DestinationUnfit)  # mostly the folder around
        problem = str(error) if is_elsewhere else error.why
        why = problem.removeprefix(f"was {state}").removeprefix("; ")
        return state, shown(why), shown(error.advice)


def reach_of(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The options that said how both ends are reached: the journal keeps none of them.

    A proxy with a password in its address is left out.
    """
    hosts, proxy = options.get("allow_private") or (), options.get("proxy") or ""
    said = {
        "--tenant": options.get("tenant"),
        "--cloud": options.get("cloud"),
        "--ca-file": options.get("ca_file"),
        "--proxy": None if "@" in proxy else proxy,
    }
    words = [("--allow-private", host) for host in hosts]
    words += [(word, str(value)) for word, value in said.items() if value]
    return tuple(chain.from_iterable(words))


def resume_command(*jobs: str, reach: Iterable[str] = ()) -> str:
    """What takes up some jobs, from where their ends can be reached.

    Args:
        reach: As of `reach_of`.
    """
    return shlex.join(("bakeferry", "jobs", "resume", *jobs, *reach))
