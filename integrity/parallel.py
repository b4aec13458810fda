"""The one place that starts tasks, and a wait that comes to an end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")
Failure = TypeVar("Failure", bound=BaseException)


async def for_each(
    items: Iterable[Item],
    do: Callable[[Item], Awaitable[object]],
    *,
    at_once: int,
) -> None:
    """Do something to each item, `at_once` of them side by side, in their order.

    The first failure cancels the others and is raised when all have ended; so does
    a cancellation from outside. Nothing runs on after this returns.

    Raises:
        ExceptionGroup: What the failed items raised.
    """
    waiting = iter(items)

    async def take() -> None:
        for item in waiting:  # shared by all takers: each item is taken once
            await do(item)

    async with asyncio.TaskGroup() as takers:
        for _ in range(at_once):
            takers.create_task(take())


async def for_each_found(
    items: AsyncIterator[Item],
    do: Callable[[Item], Awaitable[object]],
    *,
    at_once: int,
) -> None:
    """The same for items that are found meanwhile: no more of them than are worked on.

    Raises:
        ExceptionGroup: What the failed items raised, or the finding of them.
    """
    turn = asyncio.Lock()

    async def found() -> Item | None:
        async with turn:
            return await anext(items, None)

    async def take(_: int) -> None:
        while (item := await found()) is not None:
            await do(item)

    await for_each(range(at_once), take, at_once=at_once)


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Wait until something is so, and no longer than that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def leaves(group: BaseExceptionGroup[Failure]) -> Iterator[Failure]:
    """What has failed, out of however many groups it was put into."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error
