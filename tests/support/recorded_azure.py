"""Real traffic of the service, recorded by others, played to our client."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import yaml
from scripted_azure import reply

PROJECT = Path(__file__).parents[2]
RECORDING = (
    PROJECT.parent
    / "shared"
    / "recordings"
    / "test_cli_mgmt_imagebuilder.test_imagebuilder.yaml"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of the recording, and what the service answered."""

    method: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def exchanges() -> list[Exchange]:
    """All of the recording, in its order."""
    cassette = yaml.safe_load(RECORDING.read_text())
    return [
        Exchange(
            one["request"]["method"],
            one["request"]["uri"],
            one["response"]["status"]["code"],
            {name: values[0] for name, values in one["response"]["headers"].items()},
            one["response"]["body"]["string"].encode(),
        )
        for one in cassette["interactions"]
    ]


class Playback:
    """A script that answers each address as recorded, one time after the other.

    The template is not there before it is made, nor once it is deleted; the recording
    has no request for it then.
    """

    def __init__(self) -> None:
        self._left: dict[str, list[Exchange]] = {}
        for exchange in exchanges():
            key = self._key(exchange.method, exchange.url)
            self._left.setdefault(key, []).append(exchange)
        self._heard: set[int] = set()
        self._is_there = False

    def _key(self, method: str, url: str) -> str:
        parts = urlsplit(url)
        return f"{method} {parts.path.casefold()}?{parts.query}"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method in ("PUT", "DELETE"):
            self._is_there = request.method == "PUT"
        elif not self._is_there and request.url.path.endswith("/MyImageTemplate"):
            return reply(404, {"error": {"code": "ResourceNotFound", "message": "-"}})
        left = self._left[self._key(request.method, str(request.url))]
        exchange = left.pop(0) if len(left) > 1 else left[0]
        self._heard.add(id(exchange))
        return reply(exchange.status, exchange.body, exchange.headers)

    @property
    def unheard(self) -> list[Exchange]:
        """What nobody has asked for."""
        left = (exchange for each in self._left.values() for exchange in each)
        return [exchange for exchange in left if id(exchange) not in self._heard]
