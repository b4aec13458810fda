"""The simulator as a process of its own, with disks to copy; ends with its standard input.

    python tests/benchmarks/pretended.py COUNT SIZE DATA STRETCHES

Prints its address; then, for each line on standard input, how many requests it has
answered since the last.
"""

import asyncio
import sys
from collections.abc import Iterator

from telling import say

from transfer.simulator.clock import Clock
from transfer.simulator.demo import GROUP
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.scenario import AccountSeed, BlobSeed, Scenario
from transfer.simulator.server import SimulatorServer
from transfer.simulator.simulator import Simulator
from tui.simulator_session import admit_fixed_tokens

CONTAINER = "vhds"
STAGING, KEPT = "stagingaccount", "keptaccount"


def names(count: int) -> Iterator[str]:
    """What the disks are called."""
    return (f"disk-{number:04}.vhd" for number in range(count))


def scenario(count: int, disk: Disk) -> Scenario:
    """So many equal disks in one account, and another with an empty container."""
    content = fixed_vhd(disk)
    blobs = tuple(
        BlobSeed(CONTAINER, name, content.copy(), is_page_blob=True)
        for name in names(count)
    )
    return Scenario(
        accounts=(
            AccountSeed(STAGING, GROUP, blobs=blobs),
            AccountSeed(KEPT, GROUP, containers=(CONTAINER,)),
        )
    )


async def serve(count: int, disk: Disk) -> None:
    """Serve until standard input ends."""
    simulator = Simulator(scenario(count, disk), clock=Clock())
    admit_fixed_tokens(simulator)
    async with SimulatorServer(simulator) as server:
        say(server.origin)
        while await asyncio.to_thread(sys.stdin.readline):
            say(str(len(simulator.heard)))
            simulator.heard.clear()


if __name__ == "__main__":
    count, size, data, stretches = map(int, sys.argv[1:])
    asyncio.run(serve(count, Disk(size=size, data=data, stretches=stretches)))
