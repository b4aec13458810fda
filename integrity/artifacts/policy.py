"""How patient and how careful reading is: one value for all artifacts of a run."""

import random
import time
from collections.abc import Awaitable, Callable

from integrity.dataclass import dataclass
from integrity.sizes import KIB, MIB


async def asleep(seconds: float) -> None:
    """Let some time pass; what only names a policy need not load the event loop."""
    from asyncio import sleep

    await sleep(seconds)


@dataclass(frozen=True, slots=True)
class ReadingPolicy:
    """Limits of reading over the network, in bytes and seconds."""

    max_bytes: int = 64 * MIB
    """No artifact is read beyond this."""

    allow_insecure_http: bool = False
    """Read `http:` addresses, if their checksum is declared."""

    connect: float = 10.0

    idle: float = 30.0
    """The longest silence within an answer."""

    answer: float = 40.0
    """The longest wait for an answer's headers, however lively the other end is."""

    deadline: float = 600.0
    """All attempts to read one artifact, together."""

    minimum_rate: float = 1.0 * KIB
    """Bytes a second; who sends less on average is given up after `grace`."""

    grace: float = 30.0

    patience: float = 60.0
    """How long to ask again without one new byte: a person waits for the verdict."""

    first_wait: float = 0.5
    longest_wait: float = 30.0
    longest_retry_after: float = 60.0

    resume_from: int = 4 * MIB
    """From here on a broken read asks for the rest only, not for all again."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asleep
    jitter: Callable[[], float] = random.random
    """From 0 to 1: how much of a wait is waited for."""
