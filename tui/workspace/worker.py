"""One thread that does pieces of work for an event loop, one after another."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


class Worker:
    """Does what would hold the loop up.

    Unlike an executor's, its thread is a daemon: a file system that hangs cannot keep
    the whole process from ending.
    """

    def __init__(self, name: str) -> None:
        """Nothing runs before the first piece of work."""
        self._name = name
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do a piece of work and wait for it; its error is raised here.

        Cancelled while it waits, it is not begun; one that was begun goes on unheard.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Result] = loop.create_future()

        def do() -> None:
            if done.cancelled():
                return
            try:
                settle = partial(done.set_result, work())
            except BaseException as error:  # noqa: BLE001 -- raised in whoever waits
                settle = partial(done.set_exception, error)
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(_unless_done, done, settle)

        self._begin()
        self._queue.put(do)
        return await done

    def stop(self) -> None:
        """Begin nothing more."""
        self._queue.put(None)

    def has_ended(self, patience: float) -> bool:
        """Wait for the thread after `stop`, so many seconds at most."""
        if self._thread is None:
            return True
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while do := self._queue.get():
            do()
            del do  # and with it what it has come to


def _unless_done(done: "asyncio.Future[Result]", settle: Callable[[], object]) -> None:
    """It may have been cancelled on the way."""
    if not done.done():
        settle()
