"""Both ends of a copy, built small: an image, a service, a journal, and no waiting."""

import asyncio
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from blob_service import BlobService

from integrity.artifacts.policy import ReadingPolicy
from transfer.azure.blobs.address import BlobAddress
from transfer.copier import copy
from transfer.copy_options import DEFAULTS
from transfer.journal.store import Journal
from transfer.simulator.disks import Disk, footer
from transfer.strategies.all_strategies import Tools, find_way

MIB = 2**20
SIZE = 24 * MIB + 512

ARTIFACT = "https://staging.blob.core.windows.net/vhds/disk_20260101.vhd"
DESTINATION = "https://keep.blob.core.windows.net/images/disk.vhd"


@cache
def image_pieces(size=SIZE, seed=1):
    """Where a small disk holds data, and what: scattered, unaligned to chunks."""
    dice = Random(seed)
    pieces = [
        (0, dice.randbytes(70_144)),
        (3 * MIB + 512, dice.randbytes(2 * MIB)),
        (9 * MIB, dice.randbytes(512)),
        (9 * MIB + 1536, dice.randbytes(1024)),
        (13 * MIB, dice.randbytes(5 * MIB + 512)),
    ]
    return [*pieces, (size - 512, footer(Disk(size=size - 512, seed=seed)))]


@cache
def image_bytes(size=SIZE, seed=1):
    """The same disk as a row of bytes."""
    return whole(image_pieces(size, seed), size)


def whole(pieces, size):
    """A disk with such data, as a row of bytes."""
    content = bytearray(size)
    for start, data in pieces:
        content[start : start + len(data)] = data
    return bytes(content)


IMAGE = image_bytes()
DATA_BYTES = sum(len(data) for _, data in image_pieces())


def write_sparse(path, pieces, size):
    """A local file with holes."""
    with path.open("wb") as file:
        file.truncate(size)
        for start, data in pieces:
            os.pwrite(file.fileno(), data, start)
    return path


@dataclass
class FakeTime:
    """A clock that only moves when somebody sleeps."""

    now: float = 1000.0
    slept: list = field(default_factory=list)
    asleep: float = 0.0
    """Seconds that the whole machine sleeps during each sleep."""

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds + self.asleep
        await asyncio.sleep(0)

    def policy(self, **named):
        return ReadingPolicy(
            patience=900.0,
            clock=lambda: self.now,
            sleep=self.sleep,
            jitter=lambda: 1.0,
            **named,
        )


@dataclass
class Bench:
    """A service with an image in it, a folder to copy to, and a journal."""

    folder: Path
    service: BlobService = field(default_factory=BlobService)
    time: FakeTime = field(default_factory=FakeTime)
    heard: list = field(default_factory=list)

    def __post_init__(self):
        self.service.put(ARTIFACT, image_pieces(), size=SIZE)

    @property
    def target(self):
        return self.folder / "disk.vhd"

    @property
    def state(self):
        return self.folder / "state"

    @property
    def parts(self):
        return sorted(self.folder.glob("*.part"))

    def local_artifact(self):
        path = self.folder / "local.vhd"
        return path if path.exists() else write_sparse(path, image_pieces(), SIZE)

    def place(self, url):
        return BlobAddress.parse(url)

    def ends(self, strategy):
        """The two places between which a strategy leads."""
        blobs = strategy in ("server-side", "streamed", "service", "download")
        start = self.place(ARTIFACT) if blobs else self.local_artifact()
        home = strategy in ("download", "local")
        return start, self.target if home else self.place(DESTINATION)

    def way(self, strategy="download", *, ends=None, overwrite=False, at_once=4):
        tools = Tools(
            self.service,
            policy=self.time.policy(),
            at_once=at_once,
        )
        start, end = ends or self.ends(strategy)
        return find_way(start, end, tools, overwrite=overwrite, only=strategy)

    @contextmanager
    def journal(self):
        with Journal.open(self.state) as journal:
            yield journal

    async def copy(self, strategy="download", *, options=DEFAULTS, **named):
        way = self.way(strategy, **named)
        with self.journal() as journal:
            return await copy(
                way, journal=journal, options=options, on_progress=self.heard.append
            )

    def content(self, strategy):
        """What stands at the destination of a strategy."""
        if strategy in ("download", "local"):
            return self.target.read_bytes()
        blob = self.service.blob(DESTINATION)
        return blob.read(0, blob.size)
