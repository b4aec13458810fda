"""The live side of a window for tests: opened on a simulator, and waited for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from transfer.azure.signing_in.scope import Asked
from transfer.simulator.scenario import BuildPlan
from tui.azure_session import AzureOptions
from tui.live.live import Live
from tui.live.snapshot import LiveSnapshot, SignIn
from tui.session_options import SIMULATOR

DEADLINE = 60.0
"""Seconds: only a test that fails waits so long."""

POLL = 0.02

ALWAYS = 10**6
"""How often a fault comes that stays."""

QUICK = BuildPlan(
    queued=5, building=5, each_step=5, optimizing=5, validating=5, distributing=5
)
"""A build that is over after a few requests."""


def until(
    live: Live, is_so: Callable[[LiveSnapshot], object], *, within: float = DEADLINE
) -> LiveSnapshot:
    """The first snapshot of which something is true, or one that tells a failure.

    Raises:
        AssertionError: It did not come in time.
    """
    ends = time.monotonic() + within
    while True:
        now = live.snapshot()
        if is_so(now) or now.failure is not None:
            return now
        assert time.monotonic() < ends, f"it did not come: {now}"
        time.sleep(POLL)


@contextmanager
def alive(origin: str, *, group: str | None = None, **parts) -> Iterator[Live]:
    """A live side that has begun, and has asked nobody for anything yet."""
    options = AzureOptions(asked=Asked(group=group), environment={SIMULATOR: origin})
    live = Live(options, **parts)
    live.start()
    try:
        yield live
    finally:
        assert live.close(60.0)


@contextmanager
def signed_in(origin: str, **parts) -> Iterator[Live]:
    """A live side that has signed in and listed everything."""
    with alive(origin, **parts) as live:
        live.sign_in()
        until(live, is_listed)
        yield live


def is_listed(now: LiveSnapshot) -> bool:
    """The list is whole."""
    return now.account.state is SignIn.ON and bool(now.templates) and not now.listing


def key_of(now: LiveSnapshot, name: str) -> str:
    """The key of a template."""
    return next(one.key for one in now.templates if one.summary.name == name)


def run_state(now: LiveSnapshot, name: str) -> str:
    """How the last build of a template goes or went; empty when there was none."""
    one = next(one for one in now.templates if one.summary.name == name)
    return one.summary.last_run.run_state if one.summary.last_run else ""
