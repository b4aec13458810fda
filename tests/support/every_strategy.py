"""What the suites of every strategy share: their table, and what befalls a copy."""

import pytest
from stopping import stopped

from transfer.strategies.all_strategies import ALL_STRATEGIES

EVERY = pytest.mark.parametrize("strategy", list(ALL_STRATEGIES))

TO_BLOB = ("server-side", "streamed", "service", "upload")


async def stopped_copy(bench, strategy, moves):
    """Let some chunks move, then stop as a person does who presses Ctrl-C."""
    way = bench.way(strategy, at_once=1)
    with bench.journal() as journal:
        await stopped(way, moves, journal=journal)
