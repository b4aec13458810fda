"""5,000 templates in 100 pages: the window over a large subscription, beside its budgets.

    python tests/benchmarks/azure_many.py [TEMPLATES]

The simulator runs in a process of its own. A probe in the screen's loop wakes every few
milliseconds and notes how much processor time the painting thread has taken since: for so
long nothing else could be done. The wall clock, in which the simulator and the engine take
their turns, is printed beside it. Fails when the processor's time is over a budget.
"""

import asyncio
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from application import opening_of
from pretended_azure import pretended
from telling import say
from textual import events

from transfer.simulator.scenario import Scenario, many_templates
from tui.app import BakeferryApp
from tui.opening import AzureWishes

PAGES = 100
TURN = 0.004
KEY_SECONDS = 0.033
LAG_MS, MEMORY_MIB = 16.0, 200.0
SWITCH_SECONDS = 0.001
"""What the application sets."""


@dataclass
class Probe:
    """How long the screen's loop was held up, in milliseconds."""

    busy: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    @property
    def held_up(self) -> float:
        """The longest of a hundred turns."""
        return statistics.quantiles(self.busy, n=100, method="inclusive")[-1]

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note it meanwhile, by a timer that is set anew whenever it has come."""
        loop = asyncio.get_running_loop()
        cpu, wall = time.thread_time(), time.perf_counter()

        def note() -> None:
            nonlocal cpu, wall, timer
            self.busy.append((time.thread_time() - cpu) * 1e3)
            self.late.append((time.perf_counter() - wall - TURN) * 1e3)
            cpu, wall = time.thread_time(), time.perf_counter()
            timer = loop.call_later(TURN, note)

        timer = loop.call_later(TURN, note)
        try:
            yield
        finally:
            timer.cancel()


@asynccontextmanager
async def watched(what: str, over: list[str]) -> AsyncIterator[None]:
    """Probe a phase, print what it came to, and note when it is over its budget."""
    probe = Probe()
    began = time.perf_counter()
    with probe.watching():
        yield
    took = time.perf_counter() - began
    late = statistics.quantiles(probe.late, n=100, method="inclusive")[-1]
    say(
        f"  {what:<28} {took:6.2f} s   held up, p99: {probe.held_up:5.1f} of"
        f" {LAG_MS:.0f} ms   (at most {max(probe.busy):5.1f}; wall {late:6.1f})"
    )
    if probe.held_up > LAG_MS:
        over.append(what)


async def until(is_so: Callable[[], object]) -> None:
    """Wait without holding the loop up."""
    ends = time.monotonic() + 300
    while not is_so():
        if time.monotonic() > ends:
            sys.exit("it did not come")
        await asyncio.sleep(0.02)


async def type_keys(app: BakeferryApp, keys: Sequence[str]) -> None:
    """Press keys as a keyboard repeats them, whether or not the screen keeps up."""
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key("slash" if key == "/" else key, character))
        await asyncio.sleep(KEY_SECONDS)


async def go_through(app: BakeferryApp, count: int, over: list[str]) -> None:
    """List, scroll, filter, rest."""
    async with watched("the first rows", over):
        await until(
            lambda: app.frame and app.frame.snapshot and app.frame.snapshot.entries
        )
    frame = app.frame
    assert frame is not None
    first = len(frame.snapshot.entries)
    say(f"  rows at first: {first:,} of {count:,}")
    if first == count:
        over.append("the first rows came with the last page")
    async with watched("the rest of the list", over):
        await until(lambda: frame.live.account.as_of)
    async with watched("scrolling", over):
        await type_keys(app, ["j"] * 150 + ["pagedown"] * 100 + ["G", "g"] * 20)
    async with watched("opening the filter's prompt", over):
        await type_keys(app, ["/", "escape"] * 10)
    await type_keys(app, ["/"])
    async with watched("filtering", over):
        letters = "image-1234"
        await type_keys(app, [*letters, *["backspace"] * len(letters)] * 4)
    await type_keys(app, ["escape"])
    async with watched("listed again, and at rest", over):
        before = frame.live.account.as_of
        await until(lambda: frame.live.account.as_of > before)
        await asyncio.sleep(2.0)


async def look(origin: str, count: int) -> list[str]:
    """List, look through, filter, list again; what is over its budget."""
    over: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bakeferry-bench-") as empty:
        opening = replace(
            opening_of((Path(empty),)),
            azure=AzureWishes(simulator=origin, at_once=True),
        )
        app = BakeferryApp(opening)
        async with app.run_test(size=(120, 36)):
            await go_through(app, count, over)
        app.clean_up()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"  memory {memory:.0f} of {MEMORY_MIB:.0f} MiB")
    if memory > MEMORY_MIB:
        over.append("memory")
    return over


def serve(count: int) -> None:
    """Be the simulator until standard input ends."""
    page = max(1, count // PAGES)
    with pretended(many_templates(count, scenario=Scenario(page_size=page))) as (_, at):
        say(at)
        sys.stdin.read()


def main() -> int:
    """Measure, and say what is over."""
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.disable()  # as the command leaves it to the window
    command = [sys.executable, __file__, "serve", str(count)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as simulator:
        assert simulator.stdout is not None
        origin = simulator.stdout.readline().strip()
        over = asyncio.run(look(origin, count))
        simulator.communicate()
    say(f"over: {', '.join(over)}" if over else "within every budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
