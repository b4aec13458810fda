"""What rescues cost this machine when the service moves the bytes, and memory by size.

Both against the simulator, because no emulator can copy between accounts by ranges.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pretended
from copy_tools import remove
from figures import Figure
from measuring import (
    CLI,
    GIB,
    KIB,
    MIB,
    OURS,
    PROJECT,
    Case,
    Tool,
    environment,
    measure,
)
from pretended import CONTAINER, KEPT, STAGING

from transfer.simulator.disks import Disk
from transfer.strategies.plan import CHUNK

_STRETCH = 64 * KIB
_TIB = 1024 * GIB
PAGE_BLOB_RATE = 60 * MIB
"""Bytes a second that one page blob gives, however many calls ask for them."""

ONE_SMALL = "start-up: a download of 1 MiB"

_JOBS = "--jobs=64"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many disks, and how large."""

    rescues: int
    disk: Disk
    """Of each rescue."""

    virtual: tuple[int, ...]
    """Sizes of the disks whose copies' memory is looked at."""

    data: int
    """Bytes of data in each of those."""


FULL = Sizes(
    rescues=1000,
    disk=Disk(size=GIB, data=MIB, stretches=2),
    virtual=(4 * GIB, 64 * GIB, _TIB),
    data=2 * GIB,
)
SMALL = Sizes(
    rescues=50,
    disk=Disk(size=GIB, data=MIB, stretches=2),
    virtual=(GIB, 64 * GIB),
    data=128 * MIB,
)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all of it."""
    with tempfile.TemporaryDirectory(dir=directory) as name:
        folder = Path(name)
        yield replace(_by_size(MIB, MIB, folder), name=ONE_SMALL)
        yield from _many(sizes, folder)
        for virtual in sizes.virtual:
            yield _by_size(virtual, sizes.data, folder)


@dataclass(frozen=True, slots=True)
class Pretended:
    """A simulator in a process of its own."""

    process: "subprocess.Popen[str]"
    origin: str

    def requests(self) -> int:
        """How many it has answered since this was asked last."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def simulated(count: int, disk: Disk) -> Iterator[Pretended]:
    """A subscription with so many disks."""
    sizes = (count, disk.size, disk.data, disk.stretches)
    command = [sys.executable, pretended.__file__, *map(str, sizes)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=environment(), cwd=PROJECT, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        yield Pretended(process, process.stdout.readline().strip())
        process.kill()


def _copy(origin: str, folder: Path, *words: str) -> tuple[str, ...]:
    told = (f"BAKEFERRY_SIMULATOR={origin}", f"BAKEFERRY_STATE_DIR={folder / 'state'}")
    return ("env", *told, *CLI, "copy", *words, "-qojsonl", "--verify=ranges")


def _many(sizes: Sizes, folder: Path) -> Iterator[Case | Figure]:
    listed = folder / "addresses"
    with simulated(sizes.rescues, sizes.disk) as azure:
        addresses = (
            f"{azure.origin}/{STAGING}/{CONTAINER}/{name}\n"
            for name in pretended.names(sizes.rescues)
        )
        listed.write_text("".join(addresses))
        home = f"{azure.origin}/{KEPT}/{CONTAINER}/"
        command = _copy(azure.origin, folder, f"@{listed}", home, _JOBS)
        case = Case(
            f"{sizes.rescues:,} rescues, server-side",
            sizes.rescues * sizes.disk.file_size,
            [Tool(OURS, command, None, ready=azure.requests)],
            1,
        )
        measure(case)
        requests = azure.requests()
    yield case
    (run,) = case.runs[OURS]
    yield from _by_request(run.cpu, requests, sizes.rescues)


def _by_request(cpu: float, requests: int, rescues: int) -> Iterator[Figure]:
    """What one request costs, and so how many rescues a core can drive."""
    each = cpu / requests
    calls = PAGE_BLOB_RATE / CHUNK
    yield Figure("requests a rescue", requests / rescues, "requests", "all of them")
    yield Figure("CPU a request", each * 1000, "ms", "of the client, start-up included")
    yield Figure(
        "requests a second that one rescue needs at full speed", calls, "requests/s",
        "60 MiB/s a page blob, 4 MiB a call",
    )  # fmt: skip
    yield Figure(
        "rescues at full speed that one core drives", 1 / (each * calls), "rescues", ""
    )


def _by_size(virtual: int, data: int, folder: Path) -> Case:
    """A disk to a local file: how much memory, and how long beside its data."""
    target = folder / "home.vhd"
    disk = Disk(size=virtual, data=data, stretches=min(512, data // _STRETCH))
    with simulated(1, disk) as azure:
        (name,) = pretended.names(1)
        url = f"{azure.origin}/{STAGING}/{CONTAINER}/{name}"
        tool = Tool(
            OURS, _copy(azure.origin, folder, url, str(target)), None,
            ready=lambda: remove(target),
        )  # fmt: skip
        case = Case(
            f"download {virtual // GIB:,} GiB, {data // MIB:,} MiB of data",
            disk.file_size, [tool], 1,
        )  # fmt: skip
        measure(case)
    remove(target)
    return case
