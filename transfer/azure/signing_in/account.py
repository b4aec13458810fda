"""Who is signed in, as far as the token itself tells: for a screen, and not as proof."""

import base64
import binascii
from datetime import UTC, datetime

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from transfer.azure.bodies import mapping, parsed, text
from transfer.azure.signing_in.credentials import AccessToken

_NAMES = ("upn", "unique_name", "preferred_username", "app_displayname", "appid", "oid")


@dataclass(frozen=True, slots=True)
class Account:
    """The one who is signed in; None where the token does not say."""

    name: Safe | None
    """A person's sign-in name, else the id of a program."""

    tenant: Safe | None
    """The tenant's id."""

    until: datetime
    """When the token ends; it renews itself before."""

    def lasting(self, now: datetime) -> str:
        """How long the token is good for, in words."""
        minutes = max(0, int((self.until - now).total_seconds() // 60))
        return f"token good for {minutes} min, renews itself"


def account_of(token: AccessToken) -> Account:
    """Read a token's own claims; nothing of the token itself is kept.

    Not every token is one that can be read; its end is known all the same.
    """
    claims = mapping(parsed(_payload(token.reveal())))
    name = next((found for key in _NAMES if (found := text(claims.get(key)))), None)
    tenant = text(claims.get("tid"))
    return Account(
        name=None if name is None else safe_text(name),
        tenant=None if tenant is None else safe_text(tenant),
        until=datetime.fromtimestamp(token.expires, UTC),
    )


def _payload(token: str) -> bytes:
    """The middle of three parts; nothing where there are not three."""
    parts = token.split(".")
    if len(parts) != 3:
        return b""
    try:
        return base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
    except (binascii.Error, ValueError):
        return b""
