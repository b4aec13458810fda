"""An address whose query may be a secret."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text

_PUBLIC_QUERY_KEYS = frozenset(
    ("sv", "se", "sp", "sr", "st", "spr", "comp", "restype", "api-version")
)
"""Parts of a query that tell nothing a stranger could use (a SAS's `sig` does)."""

_REDACTED = "…"

_PORTS = {"https": ":443", "http": ":80"}
"""Those that go without saying."""

_IN_TEXT = re.compile(
    r"//(?P<user>[^\s/?#\"'<>]+(?=@))?[^\s?#\"'<>]*(?P<query>\?[^\s#\"'<>]*)?"
)
_PAIR = re.compile(r"(?:\\u0026)*(?P<pair>(?:(?!\\u0026)[^?&;])+)")
"""PowerShell writes the `&` of an address in JSON as `\\u0026`."""


def _shown_pair(pair: str) -> str:
    key, equals, _ = pair.partition("=")
    if not equals or key.casefold() in _PUBLIC_QUERY_KEYS:
        return pair if equals else _REDACTED
    return f"{key}={_REDACTED}"


def redacted(url: str) -> Safe:
    """The address as it may be shown: no user, no password, no secret in its query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        shown = re.split("[?#]", url, maxsplit=1)[0]
        return safe_text(re.sub("//.*@", f"//{_REDACTED}@", shown))
    host = parts.netloc.rpartition("@")[2]
    if host == parts.netloc and not (parts.query or parts.fragment):
        return safe_text(url)
    if host != parts.netloc:
        host = f"{_REDACTED}@{host}"
    query = "&".join(_shown_pair(pair) for pair in parts.query.split("&") if pair)
    shown = urlunsplit((parts.scheme, host, parts.path, query, ""))
    return safe_text(url if shown == url else shown)  # not kept twice


def secret_places(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses within a text hold what `redacted` hides of them."""
    for address in _IN_TEXT.finditer(text):
        if address["user"]:
            yield address.span("user")
        for pair in _PAIR.finditer(text, *address.span("query")):
            key, equals, _ = pair["pair"].partition("=")
            if not equals:
                yield pair.span("pair")
            elif key.casefold() not in _PUBLIC_QUERY_KEYS:
                yield pair.start("pair") + len(key) + 1, pair.end()


@dataclass(frozen=True, slots=True, repr=False)
class SecretUrl:
    """An address that shows itself redacted, whoever prints, formats or logs it."""

    _url: str

    def reveal(self) -> str:
        """The whole address, for the transport and nobody else."""
        return self._url

    @property
    def without_query(self) -> str:
        """Scheme, host and path: what names the artifact, its host spelled in one way."""
        named = re.split("[?#]", self._url, maxsplit=1)[0]
        scheme, mark, rest = named.partition("://")
        host, slash, path = rest.partition("/")
        if not mark or "@" in host:
            return named
        scheme = scheme.lower()
        host = host.lower().removesuffix(_PORTS.get(scheme, "")).removesuffix(".")
        return f"{scheme}://{host}{slash}{path}"

    def __str__(self) -> str:
        return redacted(self._url)

    def __repr__(self) -> str:
        return f"SecretUrl({redacted(self._url)!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
