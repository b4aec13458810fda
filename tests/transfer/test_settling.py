"""Work in a thread is waited for, and its failure is heard, whoever goes away."""

import asyncio
from threading import Event

import pytest

from integrity.errors import HashingCancelled
from transfer.settling import cancellable, settled


async def test_a_cancelled_waiter_waits_for_its_thread():
    begun, go_on, ended = Event(), Event(), []

    def work():
        begun.set()
        go_on.wait()
        ended.append(True)

    task = asyncio.Task(settled(None, work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go_on.set()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == [True]


async def test_a_failure_is_told_though_the_waiter_was_cancelled():
    begun, go_on = Event(), Event()

    def work():
        begun.set()
        go_on.wait()
        raise OSError("input/output error")

    task = asyncio.Task(settled(None, work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()

    with pytest.raises(OSError, match="input/output"):
        await task


async def test_long_reading_is_told_to_end():
    begun, cancel = Event(), Event()

    def read():
        begun.set()
        cancel.wait()
        raise HashingCancelled

    task = asyncio.Task(cancellable(None, read, cancel))
    await asyncio.to_thread(begun.wait)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert cancel.is_set()
