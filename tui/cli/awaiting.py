"""From commands, which are called, to work, which is awaited."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from tui.cli.engine_warnings import warnings_to
from tui.cli.shown import say_aside

T = TypeVar("T")


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """What `asyncio.run` gives; what the work warns of is told meanwhile.

    `asyncio.run` restores a signal's handler in the end by way of an error which nobody sees,
    and which quotes all that the work has found: for 240 templates with 720 artifacts
    that took eleven times as long as the work itself. So here it finds nothing.
    """
    found: list[T] = []

    async def keep() -> None:
        found.append(await work)

    with warnings_to(say_aside, of="integrity"):
        try:
            asyncio.run(keep())
        except RuntimeError:  # the loop's own end wants one more thread
            if not found:
                raise
    return found[0]
