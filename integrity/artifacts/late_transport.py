"""The same late wire for clients of httpx."""

import httpx

from integrity.artifacts.late_wire import LateWire


class LateTransport(LateWire, httpx.AsyncBaseTransport):
    """Loads aiohttp with the first request; httpx is there already."""
