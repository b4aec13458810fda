"""Folders that stand in for addresses."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from integrity.dataclass import dataclass

_PORTS = {"https": 443, "http": 80}
"""The ports that go without saying."""


@dataclass(frozen=True, slots=True)
class UrlMap:
    """A folder that stands in for everything below an address."""

    prefix: str
    """An address without a query; what it covers begins with it, up to a slash."""

    directory: Path

    def rest(self, url: str) -> str | None:
        """The path below the folder that stands in for `url`; None if none does."""
        address, prefix = _normal(url), _normal(self.prefix).rstrip("/")
        if address != prefix and not address.startswith(f"{prefix}/"):
            return None
        return address[len(prefix) :].lstrip("/")


def _normal(url: str) -> str:
    """Scheme and host in lower case, no query: addresses as they are compared."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if parts.port is not None and parts.port == _PORTS.get(parts.scheme):
        host = host.rpartition(":")[0]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
