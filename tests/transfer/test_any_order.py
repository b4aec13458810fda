"""Whatever order chunks arrive in, and whenever it stops, the file is the same."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from copying import IMAGE, Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfer.copier import copy
from transfer.copy_errors import Unreachable
from transfer.copy_options import CopyOptions
from transfer.receipt import Level


class Shuffling:
    """A mover that lets chunks arrive in a given order, and perhaps stops."""

    name = "download"

    def __init__(self, mover, delays, stop_after):
        self.mover, self.delays, self.stop_after = mover, delays, stop_after

    async def move(self, chunk):
        for _ in range(self.delays[chunk.index % len(self.delays)]):
            await asyncio.sleep(0)
        if self.stop_after == 0:
            raise Unreachable("here", "stopped by the test")
        self.stop_after -= 1
        return await self.mover.move(chunk)


RUNS = st.lists(
    st.tuples(
        st.lists(st.integers(0, 30), min_size=7, max_size=7),
        st.integers(0, 6),
        st.sampled_from([1, 70_000, 2**30]),
        st.integers(1, 6),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs=RUNS, order=st.lists(st.integers(0, 30), min_size=7, max_size=7))
def test_any_interleaving_and_any_stops_give_an_identical_file(runs, order):
    async def whole():
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder))
            for delays, stop_after, window, at_once in runs:
                if bench.target.exists():
                    break
                try:
                    await once(bench, delays, stop_after, window, at_once)
                except Unreachable:
                    assert not bench.target.exists()
            if not bench.target.exists():
                await once(bench, order, 99, 2**20, 4)
            assert bench.target.read_bytes() == IMAGE
            assert (await bench.copy()).level is Level.FULL

    asyncio.run(whole())


async def once(bench, delays, stop_after, window, at_once):
    """Copy in an order, until so many chunks have moved."""
    way = bench.way(at_once=at_once)
    shuffling = Shuffling(way.movers[0], delays, stop_after)
    with bench.journal() as journal:
        await copy(
            replace(way, movers=(shuffling,)),
            journal=journal,
            options=CopyOptions(window=window),
        )


@pytest.mark.parametrize("window", [1, 64 * 2**20])
async def test_a_copy_that_stops_by_itself_fetches_nothing_again(tmp_path, window):
    bench = Bench(tmp_path)
    with pytest.raises(Unreachable):
        await once(bench, [0], 4, window, at_once=1)

    again = await bench.copy()

    ranges = [
        each for each in bench.service.calls("GET") if "comp" not in each.url.params
    ]
    assert len(ranges) == len({each.headers["x-ms-range"] for each in ranges}) == 7
    assert bench.service.sent_bytes <= again.data_bytes * 1.01
