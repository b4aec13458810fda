"""Redirects, followed by us: each hop is judged like a first request."""

import httpx

from integrity.artifacts.late_wire import Wire
from integrity.dataclass import dataclass
from integrity.errors import ArtifactRefused
from integrity.secret_url import redacted

_MAX_REDIRECTS = 5
REDIRECTS = frozenset((301, 302, 303, 307, 308))
_SAFE_HEADERS = frozenset(("host", "user-agent", "accept", "accept-encoding", "range"))
"""What another origin may see; everything else may be a secret of the first."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The response at the end of all redirects, its body not yet read."""

    response: httpx.Response

    trail: tuple[str, ...]
    """The addresses it led through, as they may be shown, the last one included."""


async def follow(transport: Wire, request: httpx.Request) -> Reply:
    """Send a request, and again wherever it leads, five times at most.

    There is no client in between: one would keep cookies, log whole addresses and
    look at redirects itself.

    Raises:
        ArtifactRefused: It leads to where we do not go.
        httpx.TransportError: The other end failed.
    """
    shown = redacted(str(request.url))
    trail: list[str] = []
    while True:
        response = await (_send_hop if trail else _send)(transport, request)
        location = response.headers.get("Location")
        if response.status_code not in REDIRECTS or location is None:
            return Reply(response, tuple(trail))
        await response.aclose()
        if len(trail) == _MAX_REDIRECTS:
            raise ArtifactRefused(shown, f"redirects more than {_MAX_REDIRECTS} times")
        request = _next_request(request, location, shown)
        trail.append(redacted(str(request.url)))


async def _send(transport: Wire, request: httpx.Request) -> httpx.Response:
    return await transport.handle_async_request(request)


async def _send_hop(transport: Wire, request: httpx.Request) -> httpx.Response:
    """Send a request that a redirect led to, on a connection that is still open.

    Some servers hang up after a redirect without saying so; beginning anew would meet
    the same end each time.
    """
    try:
        return await _send(transport, request)
    except (httpx.RemoteProtocolError, httpx.ReadError):
        return await _send(transport, request)


def _next_request(request: httpx.Request, location: str, shown: str) -> httpx.Request:
    try:
        url = request.url.join(location).copy_with(fragment=None)
        origin = _origin(url)  # fails over what IDNA does not allow in a host
    except (httpx.InvalidURL, ValueError):
        why = "redirects to something that is no address"
        raise ArtifactRefused(shown, why) from None
    objection = _objection(request.url, url)
    if objection is not None:
        raise ArtifactRefused(shown, f"redirects to {redacted(str(url))}, {objection}")
    headers = [
        (name, value)
        for name, value in request.headers.multi_items()
        if name != "host" and (name in _SAFE_HEADERS or origin == _origin(request.url))
    ]
    return httpx.Request(
        request.method, url, headers=headers, extensions=request.extensions
    )


def _objection(here: httpx.URL, there: httpx.URL) -> str | None:
    """Why this hop is not taken; None if it may be."""
    if there.scheme not in ("http", "https"):
        return f"and {there.scheme}: is not followed"
    if there.scheme == "http" and here.scheme == "https":
        return "where anybody on the way could change it"
    if there.userinfo:
        return "with a user name in it"
    return None


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
