"""Who may see a token: decided by host, in one place, never where a call is made."""

import base64
import binascii
import re
from enum import Enum
from urllib.parse import unquote_plus

import httpx

from integrity.safe_text import Safe, safe_text
from integrity.secret_url import redacted
from transfer.azure.clouds import PORTS, Cloud, Origin
from transfer.azure.signing_in.credentials import AccessToken, TokenSource
from transfer.errors import HostRefused

COPY_SOURCE = "x-ms-copy-source"
_COPY_SOURCE_AUTHORIZATION = "x-ms-copy-source-authorization"
_OURS = frozenset(("authorization", _COPY_SOURCE_AUTHORIZATION))
"""The headers that are set here alone; in lower case, as names are compared."""

_ADDRESS = re.compile(
    r"(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?)"
    r"(?:[/?][\x21-\x7e]*)?",
    re.IGNORECASE | re.ASCII,
)
"""No user, no backslash, no escape and no letter beyond ASCII before the path.

Whatever parses such an address, there is one host that it can mean.
"""

_MANAGED = re.compile(r"/(?:subscriptions|providers|tenants)(?=[/?]|$)", re.IGNORECASE)
"""Paths of Resource Manager, where an emulator has it and accounts at one origin."""

_ACCOUNT = "[a-z0-9]{3,24}"
_ZONED = re.compile(rf"{_ACCOUNT}\.z[0-9]{{1,3}}\.blob\.storage\.azure\.net")
_CLAIMS = re.compile(r'\bclaims="(?P<claims>[A-Za-z0-9+/=_-]+)"')


class Audience(Enum):
    """Which of a cloud's services an address belongs to."""

    MANAGEMENT = "Resource Manager"
    BLOBS = "blob storage"


def audience(cloud: Cloud, url: str) -> Audience | None:
    """The service that an address belongs to; None for everybody else's."""
    match = _ADDRESS.fullmatch(url)
    if match is None:
        return None
    scheme = match["scheme"].lower()
    port = int(match["port"] or PORTS[scheme])
    asked = Origin(scheme, match["host"].lower(), port)
    holds_accounts = asked in cloud.blob_origins
    if asked == cloud.resource_manager:
        is_blob = holds_accounts and not _MANAGED.match(url, match.end("origin"))
        return Audience.BLOBS if is_blob else Audience.MANAGEMENT
    if holds_accounts or _is_account(cloud, asked):
        return Audience.BLOBS
    return None


def _is_account(cloud: Cloud, asked: Origin) -> bool:
    if (asked.scheme, asked.port) != ("https", 443):
        return False
    if cloud.dns_zones and _ZONED.fullmatch(asked.host):
        return True
    account, _, suffix = asked.host.partition(".")
    return suffix in cloud.blob_suffixes and bool(re.fullmatch(_ACCOUNT, account))


def authorize(cloud: Cloud, url: str) -> Audience:
    """Let an address pass that must be Azure's: a nextLink, a poll URL, an artifactUri.

    Raises:
        HostRefused: It is somebody else's.
    """
    found = audience(cloud, url)
    if found is None:
        raise HostRefused(_shown_host(url), cloud.name)
    return found


def _shown_host(url: str) -> Safe:
    """The host that a person should read in a refusal."""
    authority = re.split(r"[/?#\\]", url.partition("://")[2] or url, maxsplit=1)[0]
    return safe_text(authority.rpartition("@")[2]) or redacted(url)


def carries_sas(url: str) -> bool:
    """Whether an address brings its own authorisation: the `sig` of a SAS."""
    query = url.partition("?")[2].partition("#")[0]
    keys = (pair.partition("=")[0] for pair in re.split("[&;]", query))
    return any(unquote_plus(key).casefold() == "sig" for key in keys)


class AuthorizingTransport(httpx.AsyncBaseTransport):
    """Gives a token to requests for Azure's own hosts, and takes it from all others.

    Whatever a caller has put into `Authorization` is taken out first: a token goes
    where this class says, or nowhere. A blob that another blob is copied from gets
    its token by the same rule.
    """

    def __init__(
        self, inner: httpx.AsyncBaseTransport, cloud: Cloud, tokens: TokenSource
    ) -> None:
        self._inner = inner
        self._cloud = cloud
        self._tokens = tokens

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request with the token that its host may see, if there is one.

        A token that is refused is renewed once, with the claims that were asked for.
        """
        await request.aread()
        scope = self._scope(str(request.url))
        token = None if scope is None else await self._tokens.token(scope)
        response = await self._send(request, token)
        if response.status_code != 401 or scope is None or token is None:
            return response
        claims = _claims(response.headers.get("WWW-Authenticate", ""))
        try:
            renewed = await self._tokens.renewed(scope, token, claims=claims)
        except BaseException:  # a cancelled call gives its connection back, too
            await response.aclose()
            raise
        if renewed.reveal() == token.reveal():
            return response
        await response.aclose()
        return await self._send(request, renewed)

    async def _send(
        self, request: httpx.Request, token: AccessToken | None
    ) -> httpx.Response:
        source = await self._copied_from(request)
        if token is source is None and _OURS.isdisjoint(request.headers):
            return await self._inner.handle_async_request(request)
        headers = request.headers.copy()
        for name in _OURS:
            headers.pop(name, None)
        if token is not None:
            headers["Authorization"] = f"Bearer {token.reveal()}"
        if source is not None:
            headers[_COPY_SOURCE_AUTHORIZATION] = f"Bearer {source.reveal()}"
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                request.url,
                headers=headers,
                content=request.content,
                extensions=request.extensions,
            )
        )

    async def _copied_from(self, request: httpx.Request) -> AccessToken | None:
        """The token for the blob that is copied from, if one may be sent along."""
        source = request.headers.get(COPY_SOURCE)
        ends = (str(request.url), source)
        if source is None or not all(self._is_blob(end) for end in ends):
            return None
        scope = self._scope(source)
        return None if scope is None else await self._tokens.token(scope)

    def _is_blob(self, url: str) -> bool:
        return audience(self._cloud, url) is Audience.BLOBS

    def _scope(self, url: str) -> str | None:
        if carries_sas(url):
            return None
        match audience(self._cloud, url):
            case Audience.MANAGEMENT:
                return self._cloud.management_scope
            case Audience.BLOBS:
                return self._cloud.storage_scope
            case None:
                return None

    async def aclose(self) -> None:
        """Close the transport beneath."""
        await self._inner.aclose()


def _claims(challenge: str) -> str | None:
    """The claims that a challenge of continuous access evaluation asks for."""
    match = _CLAIMS.search(challenge)
    if match is None or "insufficient_claims" not in challenge:
        return None
    encoded = match["claims"].rstrip("=")
    try:
        padded = encoded + "=" * (-len(encoded) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=False).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
