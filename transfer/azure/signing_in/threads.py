"""Calls that block, on a thread that nobody has to wait for at the end."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

Result = TypeVar("Result")


async def in_daemon_thread(call: Callable[[], Result]) -> Result:
    """Run a call that may block for minutes, and give its result or its error.

    A person who is asked for a code may never type it. The pool's threads would hold
    up the end of the process until then; a daemon's does not. A caller that is
    cancelled leaves the call to itself.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        if not outcome.done():
            settle()

    def run() -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 -- raised again where it is awaited
            settle: Callable[[], None] = partial(outcome.set_exception, error)
        else:
            settle = partial(outcome.set_result, result)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, settle)

    threading.Thread(target=run, name="sign-in", daemon=True).start()
    return await outcome
