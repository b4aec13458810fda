"""A thread with an event loop of its own, for everything the screen must not wait for."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Thread
from typing import Any, TypeVar

Result = TypeVar("Result")


class EngineThread:
    """Runs one coroutine until it is stopped, and whatever else is handed to its loop."""

    def __init__(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Nothing runs before `start`.

        Args:
            main: What lives in the loop; it is cancelled by `stop`.
        """
        self._main = main
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_ready = Event()
        self._thread = Thread(target=self._run, name="engine", daemon=True)
        self.failure: BaseException | None = None
        """What ended the coroutine, when it was not `stop`."""

    def start(self) -> None:
        """Start the thread; returns when its loop runs."""
        self._thread.start()
        self._is_ready.wait()

    def stop(self, patience: float) -> bool:
        """Cancel everything and wait; says whether the thread has ended in time.

        Args:
            patience: Seconds; the thread is a daemon, so a later end harms nobody.
        """
        if not self._thread.is_alive():
            return True
        self.tell(self._cancel)
        self._thread.join(patience)
        return not self._thread.is_alive()

    def tell(self, do: Callable[[], object]) -> None:
        """Have something done on the loop; nothing happens once it has ended.

        What it raises is a mistake of ours, and ends the engine as a failure.
        """

        def do_or_fail() -> None:
            try:
                do()
            except Exception as error:  # noqa: BLE001 -- told to whoever asks for it
                self._fail(error)

        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(do_or_fail)

    def ask(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> "Future[Result]":
        """Have a coroutine run on the loop; its result or error comes in the future.

        The future is cancelled when the loop has ended, or ends before it is done.
        """
        future: Future[Result] = Future()
        if self._loop is None or not self._thread.is_alive():
            future.cancel()
            return future
        asked = work()
        try:
            return asyncio.run_coroutine_threadsafe(asked, self._loop)
        except RuntimeError:  # the loop was closed a moment ago
            asked.close()
            future.cancel()
            return future

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except asyncio.CancelledError:
            return
        except BaseException as error:  # noqa: BLE001 -- told to whoever asks for it
            self.failure = self.failure or error
        finally:
            self._is_ready.set()

    def _fail(self, error: BaseException) -> None:
        self.failure = self.failure or error
        self._cancel()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._is_ready.set()
        await self._main()
