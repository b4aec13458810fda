"""Where a blob is, and how its address is shown, compared and extended."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import httpx

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl, redacted
from transfer.azure.authorization import carries_sas
from transfer.azure.clouds import is_loopback
from transfer.copy_errors import NoBlobAddress

_NAMING = frozenset(("snapshot", "versionid"))
"""Parts of a query that say which blob is meant, and are no secret."""


@dataclass(frozen=True, slots=True, repr=False)
class BlobAddress:
    """The https address of one blob, with or without a signature in its query."""

    url: SecretUrl

    @classmethod
    def parse(cls, text: str) -> Self:
        """Look whether an address can be a blob's.

        Raises:
            NoBlobAddress: It is none, or its bytes could be changed on the way.
        """
        shown = redacted(text)
        try:
            parts = urlsplit(text)
            host = httpx.URL(text).host  # fails over what IDNA does not allow
        except (httpx.InvalidURL, ValueError):
            raise NoBlobAddress(shown, "is no address") from None
        if parts.scheme == "http" and not is_loopback(host):
            raise NoBlobAddress(shown, "http can be changed on the way: use https")
        if parts.scheme not in ("http", "https") or not host:
            raise NoBlobAddress(shown, "is not the https address of a blob")
        if parts.username or parts.password:
            raise NoBlobAddress(shown, "has a user name or password in it")
        if parts.path.strip("/").count("/") < 1:
            raise NoBlobAddress(shown, "names a container at most, not a blob in it")
        return cls(SecretUrl(text.partition("#")[0]))

    @property
    def shown(self) -> str:
        """For messages: what names the blob, without a signature."""
        return _shown(self)

    @property
    def identity(self) -> str:
        """What names the blob, and nothing else: fit for a journal."""
        pairs = [
            f"{key}={quote(value)}"
            for key, value in parse_qsl(urlsplit(self.url.reveal()).query)
            if key.lower() in _NAMING
        ]
        return self.url.without_query + ("?" + "&".join(pairs) if pairs else "")

    @property
    def name(self) -> str:
        """The last part of the blob's name, as the service has it: not safe as a path."""
        return unquote(self.url.without_query.rstrip("/").rpartition("/")[2])

    @property
    def is_signed(self) -> bool:
        """Whether the query carries a signature (a SAS)."""
        return carries_sas(self.url.reveal())

    @property
    def signature_ends(self) -> datetime | None:
        """When its signature expires; None if it has none, or does not say."""
        told = dict(parse_qsl(urlsplit(self.url.reveal()).query)).get("se", "")
        try:
            moment = datetime.fromisoformat(told)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def asking(self, query: str = "") -> httpx.URL:
        """The whole address for the transport, with more of a query."""
        base, _, own = self.url.reveal().partition("?")
        joined = "&".join(part for part in (own, query) if part)
        return _parsed(f"{base}?{joined}" if joined else base)

    def child(self, name: str) -> "BlobAddress":
        """A blob below this address, which is a container's or a folder's."""
        base, mark, query = self.url.reveal().partition("?")
        url = f"{base.rstrip('/')}/{quote(name)}{mark}{query}"
        return BlobAddress.parse(url)

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"BlobAddress({self.shown!r})"


@lru_cache
def _shown(address: BlobAddress) -> Safe:
    """What is said of every range of a blob, and of how far its copy has come."""
    return redacted(address.identity)


@lru_cache
def _parsed(url: str) -> httpx.URL:
    """What every range of a blob is asked of."""
    return httpx.URL(url)
