"""A small Azure of answers written down, for tests of the client that asks it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import httpx
from reading import Time

from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import AuthorizingTransport
from transfer.azure.calls import ARM_POLICY, Caller
from transfer.azure.clouds import PUBLIC, Cloud
from transfer.azure.resource_ids import template_id
from transfer.azure.signing_in.credentials import AccessToken

SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a"
TEMPLATE = template_id(SUBSCRIPTION, "images", "web")
TEMPLATES = f"/subscriptions/{SUBSCRIPTION}/providers/{TEMPLATE.kind}"
MANAGEMENT = "https://management.azure.com"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})

POLL = f"{MANAGEMENT}/subscriptions/{SUBSCRIPTION}/providers/P/operations/1?t=9&c=x"

Reply = httpx.Response | Exception
Script = Callable[[httpx.Request], Reply]


def reply(
    status: int = 200, body: object = None, headers: Mapping[str, str] = NO_HEADERS
) -> httpx.Response:
    """An answer whose body is JSON, or the bytes that are given."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.Response(
        status,
        headers=headers,
        stream=httpx.ByteStream(b"" if body is None else raw),
    )


def begun(status: int = 202, body: object = None, **headers: str) -> httpx.Response:
    """An answer that has begun an operation."""
    return reply(status, body, {"Azure-AsyncOperation": POLL, **headers})


def in_turn(*replies: Reply | Callable[[], Reply]) -> Script:
    """One answer after the other, whatever is asked; the last one again and again."""
    waiting = list(replies)

    def answer(_: httpx.Request) -> Reply:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return answer


def by_call(table: Mapping[str, Reply | Script | Iterable[Reply]]) -> Script:
    """Answers by method and end of the path: `"GET /imageTemplates/web"`."""
    scripts = {
        call: in_turn(*found) if isinstance(found, list) else found
        for call, found in table.items()
    }

    def answer(request: httpx.Request) -> Reply:
        for call, found in scripts.items():
            method, _, end = call.partition(" ")
            if request.method == method and request.url.path.endswith(end):
                return found(request) if callable(found) else found
        return reply(
            404, {"error": {"code": "NotScripted", "message": "no such thing"}}
        )

    return answer


class ScriptedTransport(httpx.AsyncBaseTransport):
    """Answers from a script, and remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.script(request)
        if isinstance(answer, Exception):
            raise answer
        return reply(answer.status_code, b"".join(answer.stream), dict(answer.headers))

    @property
    def calls(self) -> list[str]:
        """Method and last part of the path of each request."""
        return [
            f"{request.method} {request.url.path.rpartition('/')[2]}"
            for request in self.requests
        ]


@dataclass(slots=True)
class FixedTokens:
    """A `TokenSource` whose tokens are counted: `secret-1`, after a renewal `secret-2`."""

    secret: str = "secret"
    issued: int = 1
    asked: list[str] = field(default_factory=list)
    claims: list[str | None] = field(default_factory=list)

    def _token(self) -> AccessToken:
        return AccessToken(f"{self.secret}-{self.issued}", 0.0, 1e12)

    async def token(self, scope: str) -> AccessToken:
        self.asked.append(scope)
        return self._token()

    async def renewed(
        self, scope: str, refused: AccessToken, *, claims: str | None
    ) -> AccessToken:
        self.claims.append(claims)
        self.issued += 1
        return self._token()


@dataclass(slots=True)
class Azure:
    """Everything that a test of the client needs, wired together."""

    transport: ScriptedTransport
    caller: Caller
    manager: ResourceManager
    time: Time
    tokens: FixedTokens


def azure(
    script: Script,
    *,
    cloud: Cloud = PUBLIC,
    api_version: str | None = None,
    tokens: FixedTokens | None = None,
) -> Azure:
    """A client of a scripted Azure, whose time passes at once."""
    time, tokens = Time(), tokens or FixedTokens()
    transport = ScriptedTransport(script)
    policy = replace(ARM_POLICY, clock=time.clock, sleep=time.sleep, jitter=lambda: 1.0)
    caller = Caller(AuthorizingTransport(transport, cloud, tokens), cloud, policy)
    manager = ResourceManager(caller, SUBSCRIPTION, api_version=api_version)
    return Azure(transport, caller, manager, time, tokens)


def template_body(
    name: str = "web", *, state: str = "Succeeded", **properties: object
) -> dict[str, object]:
    """An image template as the service answers it."""
    return {
        "id": str(template_id(SUBSCRIPTION, "images", name)).replace(
            "resourceGroups", "resourcegroups"
        ),
        "name": name,
        "type": TEMPLATE.kind,
        "location": "westeurope",
        "properties": {"provisioningState": state, **properties},
    }


def run_status(state: str, started: str = "2026-01-01T10:00:00Z") -> dict[str, str]:
    """A `lastRunStatus` as the service answers it."""
    running = state in ("Running", "Canceling")
    ended = "0001-01-01T00:00:00Z" if running else "2026-01-01T10:30:00Z"
    return {"runState": state, "startTime": started, "endTime": ended, "message": ""}
