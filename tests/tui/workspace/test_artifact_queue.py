"""What is read next: each artifact once, as widely as anybody wants it."""

import asyncio

import pytest

from integrity.artifacts.artifact import ArtifactRequest
from tui.workspace.artifact_queue import ArtifactQueue

A, B, C = (("https://a", None), ("https://b", None), ("https://c", None))


def request(artifact, **changes):
    return ArtifactRequest(artifact[0], **changes)


@pytest.fixture
def queue():
    return ArtifactQueue()


async def test_an_artifact_waits_once_and_asks_for_the_widest(queue):
    assert queue.put(A, request(A, limit=10))
    assert not queue.put(A, request(A, checksum_declared=True))

    assert await queue.take() == (A, request(A, checksum_declared=True))


async def test_what_somebody_waits_for_is_read_before_the_others(queue):
    for artifact in (A, B, C):
        queue.put(artifact, request(artifact))
    queue.hurry([C, ("https://unknown", None)])

    assert [(await queue.take())[0] for _ in range(3)] == [C, A, B]


async def test_what_is_being_read_as_widely_is_not_read_twice(queue):
    queue.begin(A, request(A, limit=10), asyncio.timeout(None))
    assert not queue.put(A, request(A, limit=10))
    assert queue.put(A, request(A))
    queue.end(A)

    assert (await queue.take())[1] == request(A)
    assert queue.is_empty


async def test_clearing_drops_what_waits_and_ends_what_is_being_read(queue):
    dropped = []
    queue.put(B, request(B))
    reading = asyncio.timeout(None)

    async def read():
        async with reading:
            queue.begin(A, request(A), reading)
            queue.clear(dropped.append)
            queue.clear(dropped.append)
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await read()
    assert dropped == [B]
    assert reading.expired()
