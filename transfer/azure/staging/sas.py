"""Shared access signatures, signed here: short, and for nothing but reading.

The fields are those of service version 2022-11-02, in the order in which
https://learn.microsoft.com/rest/api/storageservices/create-service-sas and
https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas
have them signed.
"""

import base64
import hashlib
import hmac
from dataclasses import field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from integrity.dataclass import dataclass
from integrity.secret_url import SecretUrl

SERVICE_VERSION = "2022-11-02"
LIFE = timedelta(hours=1)
SKEW = timedelta(minutes=5)
"""How much a clock of ours may be ahead of Azure's."""

_SPENT = 0.8
"""A signature is renewed after this part of its life."""

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

    @property
    def lines(self) -> tuple[str, ...]:
        """What it adds to a text before that is signed: no stored policy is named."""
        return ("",)

    @property
    def told(self) -> dict[str, str]:
        """What it adds to the query of an address."""
        return {}

    @property
    def expires(self) -> datetime:
        """It does not, before somebody rotates it."""
        return datetime.max.replace(tzinfo=UTC)

    def sign(self, text: str) -> str:
        """The signature of a text, in base64.

        Raises:
            ValueError: The key is no base64.
        """
        return _signature(self._secret, text)


@dataclass(frozen=True, slots=True)
class DelegationKey:
    """A key of a person's own for some hours; what it signs can do no more than they."""

    account: str
    object_id: str
    tenant: str
    start: str
    expiry: str
    """Both as the service has told them: they are signed as they are."""

    service: str
    version: str
    expires: datetime
    _secret: str = field(repr=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """As of an `AccountKey`; no user is authorized beside, nothing is correlated."""
        return (*self.told.values(), "", "", "")

    @property
    def told(self) -> dict[str, str]:
        """As of an `AccountKey`."""
        return {
            "skoid": self.object_id,
            "sktid": self.tenant,
            "skt": self.start,
            "ske": self.expiry,
            "sks": self.service,
            "skv": self.version,
        }

    def sign(self, text: str) -> str:
        """As of an `AccountKey`."""
        return _signature(self._secret, text)


SigningKey = AccountKey | DelegationKey


def _signature(secret: str, text: str) -> str:
    key = base64.b64decode(secret, validate=True)
    signature = hmac.digest(key, text.encode(), hashlib.sha256)
    return base64.b64encode(signature).decode()


@dataclass(frozen=True, slots=True)
class Sas:
    """A signature's query, which is as good as a key while it lasts."""

    _query: str = field(repr=False)
    issued: datetime
    expires: datetime

    def on(self, address: str) -> SecretUrl:
        """An address with it; the address has no query of its own."""
        return SecretUrl(f"{address}?{self._query}")

    def added_to(self, url: str) -> str:
        """An address with it, for a transport and nobody else."""
        return f"{url}{'&' if '?' in url else '?'}{self._query}"

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be renewed yet: a fifth of its life is left.

        One that was signed before our clock was set back may not have begun yet.
        """
        spent = self.issued + _SPENT * (self.expires - self.issued)
        return self.issued - SKEW <= now < spent


def container_sas(
    key: SigningKey,
    container: str,
    *,
    now: datetime,
    protocol: str = "https",
) -> Sas:
    """A SAS to read and list one container: of the service, or delegated by a person.

    Args:
        protocol: `https,http` for an emulator on this machine.

    Raises:
        ValueError: The key is no base64.
    """
    expires = min(now + LIFE, key.expires).astimezone(UTC)
    start, expiry = moment_text(now - SKEW), moment_text(expires)
    resource = f"/blob/{key.account}/{container}"
    address = snapshot = encryption_scope = ""
    text = "\n".join(
        (
            _READ_AND_LIST, start, expiry, resource, *key.lines, address, protocol,
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
        **key.told,
        "sig": key.sign(text),
    }
    return Sas(urlencode(query), now, expires)


def moment_text(moment: datetime) -> str:
    """A time as a signature has it: whole seconds, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
