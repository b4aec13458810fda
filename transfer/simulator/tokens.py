"""Bearer tokens that the simulator gives out and knows again, and what they allow."""

import itertools
import time
from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta
from enum import IntEnum

from integrity.dataclass import dataclass
from transfer.simulator.clock import Clock

MANAGEMENT = "https://management.azure.com"
STORAGE = "https://storage.azure.com"


class DataRole(IntEnum):
    """What somebody may do with the bytes in accounts."""

    NONE = 0
    READER = 1
    CONTRIBUTOR = 2


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bearer of a token may do; by default everything."""

    refused_actions: frozenset[str] = frozenset()
    """Of Resource Manager, such as
    `Microsoft.VirtualMachineImages/imageTemplates/run/action`."""

    blobs: DataRole = DataRole.CONTRIBUTOR
    may_delegate: bool = True
    """Whether user delegation keys are given out."""

    wrong_tenant: bool = False
    """The token is of a tenant that the subscription does not belong to."""


EVERYTHING = Rights()


@dataclass(frozen=True, slots=True)
class Token:
    """A token, as the simulator knows it."""

    text: str = field(repr=False)
    audience: str
    expires: datetime
    rights: Rights


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token as credentials of azure-identity hand it over."""

    token: str = field(repr=False)
    expires_on: int
    refresh_on: int | None = None
    token_type: str = "Bearer"


class Tokens:
    """All tokens that were given out."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none.

        Args:
            clock: What they expire by.
        """
        self._clock = clock
        self._numbers = itertools.count(1)
        self._known: dict[str, Token] = {}

    def issue(
        self, audience: str, *, seconds: float = 3600.0, rights: Rights = EVERYTHING
    ) -> Token:
        """Give out a token for a scope or an audience."""
        token = Token(
            f"simulated-token-{next(self._numbers):04}",
            audience.removesuffix("/.default").rstrip("/"),
            self._clock.now() + timedelta(seconds=seconds),
            rights,
        )
        self._known[token.text] = token
        return token

    def admit(self, text: str, audience: str, *, rights: Rights = EVERYTHING) -> Token:
        """Take a token that was agreed on beforehand; it holds for a year."""
        expires = self._clock.now() + timedelta(days=365)
        token = Token(text, audience, expires, rights)
        self._known[text] = token
        return token

    def find(self, authorization: str) -> Token | None:
        """The token of an `Authorization` header, if it is one of ours and holds."""
        scheme, _, text = authorization.partition(" ")
        token = self._known.get(text.strip()) if scheme.lower() == "bearer" else None
        if token is None or token.expires <= self._clock.now():
            return None
        return token

    def revoke(self) -> None:
        """Forget all: whoever comes with one of them must ask for another."""
        self._known.clear()


class SimulatedCredential:
    """Signs in to the simulator; in place of a credential of azure-identity."""

    def __init__(
        self,
        tokens: Tokens,
        *,
        seconds: float = 3600.0,
        rights: Callable[[], Rights] = lambda: EVERYTHING,
    ) -> None:
        """Prepare.

        Args:
            seconds: How long each token lives.
            rights: What the next token allows.
        """
        self._tokens = tokens
        self._seconds = seconds
        self._rights = rights

    def get_token(self, *scopes: str, **_: object) -> AccessToken:
        """Give out a token for the first scope."""
        token = self._tokens.issue(
            scopes[0], seconds=self._seconds, rights=self._rights()
        )
        return AccessToken(token.text, int(time.time() + self._seconds))

    def get_token_info(self, *scopes: str, options: object = None) -> AccessToken:
        """The same, as newer callers ask for it."""
        return self.get_token(*scopes, options=options)

    def close(self) -> None:
        """Nothing is open."""
