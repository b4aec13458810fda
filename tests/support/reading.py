"""Readers for tests: a clock that only moves when it is told to, and names of ours."""

import socket
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.artifact import Artifact, ArtifactRequest
from integrity.artifacts.opener import ArtifactOpener
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.transport import AiohttpTransport
from integrity.artifacts.url_map import UrlMap
from integrity.progress import silent

LOOPBACK = AddressPolicy(frozenset(("127.0.0.1", "artifacts.example", "other.example")))
NAMES = {"artifacts.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}


@dataclass
class Time:
    """Seconds that pass only while somebody sleeps, and a little at each look."""

    now: float = 0.0
    at_each_look: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        """The time, a little later each time."""
        self.now += self.at_each_look
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds


def full_wait() -> float:
    """No jitter."""
    return 1.0


def quick(time: Time, **changes) -> ReadingPolicy:
    """A policy under which nobody waits: three attempts without progress."""
    settings = {
        "allow_insecure_http": True,
        "patience": 3.0,
        "clock": time.clock,
        "sleep": time.sleep,
        "jitter": full_wait,
    }
    return ReadingPolicy(**{**settings, **changes})


class Names(AbstractResolver):
    """Knows a few names, and writes down which it was asked for."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.names = names
        self.asked: list[str] = []

    async def resolve(self, host, port=0, family=socket.AF_INET):
        """The addresses of a name that we know."""
        self.asked.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in self.names[host]
        ]

    async def close(self) -> None:
        """Nothing to close."""


@asynccontextmanager
async def opening(
    policy: ReadingPolicy,
    *,
    addresses: AddressPolicy = LOOPBACK,
    resolver: AbstractResolver | None = None,
    ca_file: Path | None = None,
    proxy: str | None = None,
    open_socket: aiohttp.SocketFactoryType | None = None,
    maps: tuple[UrlMap, ...] = (),
) -> AsyncIterator[ArtifactOpener]:
    """An opener over the real transport."""
    transport = AiohttpTransport(
        addresses=addresses,
        ca_file=ca_file,
        proxy=proxy,
        resolver=resolver or Names(NAMES),
        open_socket=open_socket,
    )
    async with transport:
        yield ArtifactOpener(transport, policy, maps)


async def read_all(
    opener: ArtifactOpener, url: str, on_progress=silent, **request
) -> bytes:
    """All bytes of one artifact whose checksum is declared."""
    asked = ArtifactRequest(url, **{"checksum_declared": True, **request})
    async with opener.open(asked, on_progress) as artifact:
        return b"".join([chunk async for chunk in chunks_of(artifact)])


async def chunks_of(artifact: Artifact) -> AsyncGenerator[bytes, None]:
    """An artifact's bytes as they come, hashed as whoever reads it does."""
    taken = sha256()

    async def so_far() -> str:
        return taken.hexdigest()

    async with aclosing(artifact.chunks(so_far)) as chunks:
        async for chunk in chunks:
            taken.update(chunk)
            yield chunk
