"""Shared access signatures, signed here: short, and for nothing but reading.

The fields are those of service version 2022-11-02, in the order in which
https://learn.microsoft.com/rest/api/storageservices/create-service-sas has them signed.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from integrity.secret_url import SecretUrl

SERVICE_VERSION = "2022-11-02"
LIFE = timedelta(hours=1)
SKEW = timedelta(minutes=5)
"""How much a clock of ours may be ahead of Azure's."""

_READ_AND_LIST = "rl"
_CONTAINER = "c"
_NO_HEADERS = ("",) * 5
"""Cache-Control, Content-Disposition, -Encoding, -Language and -Type of the answer."""


@dataclass(frozen=True, slots=True)
class AccountKey:
    """A storage account's key that shows nothing of itself."""

    account: str
    _secret: str = field(repr=False)
    """Base64, as listKeys answers it."""

    def sign(self, text: str) -> str:
        """The signature of a text, in base64.

        Raises:
            ValueError: The key is no base64.
        """
        key = base64.b64decode(self._secret, validate=True)
        signature = hmac.digest(key, text.encode(), hashlib.sha256)
        return base64.b64encode(signature).decode()


@dataclass(frozen=True, slots=True)
class Sas:
    """A signature's query, which is as good as a key while it lasts."""

    _query: str = field(repr=False)
    expires: datetime

    def on(self, address: str) -> SecretUrl:
        """An address with it; the address has no query of its own."""
        return SecretUrl(f"{address}?{self._query}")


def container_sas(
    key: AccountKey,
    container: str,
    *,
    now: datetime,
    life: timedelta = LIFE,
    protocol: str = "https",
) -> Sas:
    """A service SAS to read and list one container.

    Args:
        protocol: `https,http` for an emulator on this machine.

    Raises:
        ValueError: The key is no base64.
    """
    expires = (now + life).astimezone(UTC)
    start, expiry = _text(now - SKEW), _text(expires)
    resource = f"/blob/{key.account}/{container}"
    identifier = address = snapshot = encryption_scope = ""
    text = "\n".join(
        (
            _READ_AND_LIST, start, expiry, resource, identifier, address, protocol,
            SERVICE_VERSION, _CONTAINER, snapshot, encryption_scope, *_NO_HEADERS,
        )
    )  # fmt: skip
    query = {
        "sv": SERVICE_VERSION,
        "st": start,
        "se": expiry,
        "sr": _CONTAINER,
        "sp": _READ_AND_LIST,
        "spr": protocol,
        "sig": key.sign(text),
    }
    return Sas(urlencode(query), expires)


def _text(moment: datetime) -> str:
    """A time as a signature has it: whole seconds, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
