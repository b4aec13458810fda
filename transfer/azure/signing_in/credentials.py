"""Tokens: kept as long as they are good, renewed one at a time, never shown."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import field
from typing import Protocol

from integrity.dataclass import dataclass
from transfer.errors import AzureError

_log = logging.getLogger(__name__)

_SPENT = 0.8
"""A token is renewed after this part of its life."""

_MARGIN = 300.0
"""Or when it is good for fewer seconds than these."""

_PAUSE = 30.0
"""But not sooner than this many seconds after the last time, unless it is spent."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer token that shows nothing of itself."""

    _secret: str = field(repr=False)

    issued: float
    """When we were given it, in Unix seconds."""

    expires: float
    """Unix seconds."""

    def reveal(self) -> str:
        """The token itself, for the transport and nobody else."""
        return self._secret

    def is_fresh(self, now: float) -> bool:
        """Whether it need not be renewed yet."""
        spent = self.issued + _SPENT * (self.expires - self.issued)
        due = max(min(spent, self.expires - _MARGIN), self.issued + _PAUSE)
        return now < min(due, self.expires)


class TokenIssuer(Protocol):
    """Where tokens come from; each call may take seconds, or wait for a person."""

    async def issue(self, scope: str, claims: str | None = None) -> AccessToken:
        """Get a new token.

        Raises:
            SignInFailed: Nobody could be signed in.
        """


class TokenSource(Protocol):
    """Where the transport has its tokens from."""

    async def token(self, scope: str) -> AccessToken:
        """A token that is good now."""

    async def renewed(
        self, scope: str, refused: AccessToken, *, claims: str | None
    ) -> AccessToken:
        """A token in place of one that was refused."""


class CachedTokens:
    """A `TokenSource` that asks its issuer as seldom as can be, and once at a time."""

    def __init__(
        self, issuer: TokenIssuer, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._issuer = issuer
        self._clock = clock
        self._tokens: dict[str, AccessToken] = {}
        self._renewing = asyncio.Lock()
        """One for all scopes: two sign-ins at once would ask a person twice."""

    async def token(self, scope: str) -> AccessToken:
        """A token that is good now: the one we have, or a new one.

        A sign-in that fails is told only when the old token is no longer good.

        Raises:
            SignInFailed: Nobody could be signed in.
        """
        if (known := self._fresh(scope)) is not None:
            return known
        async with self._renewing:
            if (known := self._fresh(scope)) is not None:
                return known
            try:
                return await self._issue(scope, None)
            except AzureError:
                old = self._tokens.get(scope)
                if old is None or self._clock() >= old.expires:
                    raise
                _log.warning("a token could not be renewed; the old one is still good")
                return old

    async def renewed(
        self, scope: str, refused: AccessToken, *, claims: str | None
    ) -> AccessToken:
        """A token in place of one that was refused, however good it looked.

        Raises:
            SignInFailed: Nobody could be signed in.
        """
        async with self._renewing:
            known = self._tokens.get(scope)
            if known is not None and known is not refused and claims is None:
                return known
            return await self._issue(scope, claims)

    async def _issue(self, scope: str, claims: str | None) -> AccessToken:
        token = await self._issuer.issue(scope, claims)
        self._tokens[scope] = token
        return token

    def _fresh(self, scope: str) -> AccessToken | None:
        token = self._tokens.get(scope)
        if token is None or not token.is_fresh(self._clock()):
            return None
        return token
