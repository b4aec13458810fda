"""The one HTTP client of a run, with everything off that acts on its own."""

import logging
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

USER_AGENT = "bakeferry"

_LOGGERS_WITH_ADDRESSES = ("httpx", "aiohttp")


def http_client(transport: httpx.AsyncBaseTransport) -> httpx.AsyncClient:
    """A client without cookies, redirects, encodings and settings from outside."""
    for name in _LOGGERS_WITH_ADDRESSES:  # they write whole addresses at INFO
        logging.getLogger(name).setLevel(logging.WARNING)
    client = httpx.AsyncClient(
        transport=transport,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        },
        follow_redirects=False,
        trust_env=False,
    )
    del client.headers["Connection"]
    return client
