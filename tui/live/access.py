"""Whether Azure lets us in, and what goes on once it does again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from transfer.errors import AzureError, AzureUnreachable, SignInFailed, SignInRefused

SHUT_OUT = (SignInFailed, SignInRefused)
"""Nobody is signed in, or not any more."""

_MOST_TRIES = 20
"""Times in a row; a list of templates lies between two of them."""

Result = TypeVar("Result")


class Access:
    """Lets whoever waits for an end outlast a sign-in that expires and a lost network."""

    def __init__(self, look_again: Callable[[], None]) -> None:
        """Nobody waits yet.

        Args:
            look_again: Has the templates listed soon, which shows whether we are let in.
        """
        self._look_again = look_again
        self._regained = asyncio.Event()

    def regained(self) -> None:
        """Azure has answered: whoever waits may go on."""
        self._regained.set()

    async def outlasting(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Do something that may be done again, again and again until it could be done.

        Raises:
            AzureError: Something else went wrong, or the same again and again.
        """
        for _ in range(_MOST_TRIES):
            try:
                return await work()
            except (*SHUT_OUT, AzureUnreachable) as error:
                last: AzureError = error
            self._regained.clear()
            self._look_again()
            await self._regained.wait()
        raise last
