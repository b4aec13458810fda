"""Blocking work in a thread that is waited for, whatever becomes of the waiter."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from threading import Event
from typing import ParamSpec, TypeVar

from integrity.errors import IntegrityError

Result = TypeVar("Result")
P = ParamSpec("P")


async def settled(
    executor: Executor | None,
    do: Callable[P, Result],
    *args: P.args,
    **named: P.kwargs,
) -> Result:
    """Do something in a thread; when cancelled, wait until it has ended.

    A write that ran on after its file was closed could hit another file, and the
    failure of a sync that nobody hears of can never be heard again.

    Args:
        executor: Whose threads; None: the event loop's own.

    Raises:
        Exception: What `do` raised, also when cancelled meanwhile.
    """
    loop = asyncio.get_running_loop()
    work = loop.run_in_executor(executor, lambda: do(*args, **named))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        if error := work.exception():
            raise error from None
        raise


async def cancellable(
    executor: Executor | None, read: Callable[[], Result], cancel: Event
) -> Result:
    """Read in a thread that ends soon when nobody waits for it any more.

    Args:
        executor: As for `settled`.
        cancel: Is set then; `read` raises an `IntegrityError` when it sees that.
    """
    work = asyncio.get_running_loop().run_in_executor(executor, read)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        cancel.set()
        with suppress(IntegrityError):
            await work
        raise
