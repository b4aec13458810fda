"""One call to Azure: sent, asked again where that is safe, understood."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import field, replace

import httpx

from integrity.artifacts.failures import (
    AddressRefused,
    CertificateRefused,
    HostUnknown,
)
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.retries import Patience, TryAgain, retry_after
from integrity.dataclass import dataclass
from integrity.errors import ArtifactUnreachable
from integrity.safe_text import safe_text
from integrity.secret_url import SecretUrl
from integrity.sizes import MIB
from transfer.azure.authorization import Audience, authorize
from transfer.azure.bodies import Body, mapping, parsed
from transfer.azure.clouds import Cloud
from transfer.azure.our_clock import time_of
from transfer.azure.refusals import body_of_xml, refusal
from transfer.errors import (
    AnswerUnusable,
    AzureUnreachable,
    HostRefused,
    ReplyLost,
    ServiceError,
)

_log = logging.getLogger(__name__)

ARM_POLICY = ReadingPolicy(max_bytes=16 * MIB, patience=300.0)
"""Bodies up to 16 MiB; five minutes of asking again while Azure is busy."""

_CONNECT_PATIENCE = 30.0
"""Seconds of asking again when nobody answers at all: a person waits."""

_FINAL = (AddressRefused, CertificateRefused, HostUnknown)
"""What asking again does not mend."""

SHORTEST_RETRY_AFTER = 1.0
"""Seconds; the longest is the policy's."""

_BUSY = frozenset((408, 500, 502, 503, 504))
_REPEATABLE = frozenset(("GET", "HEAD", "DELETE"))
"""Methods that do no more when they arrive twice."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of Azure."""

    method: str

    url: SecretUrl
    """Poll addresses have a signature in their query."""

    doing: str
    """In words, for messages: `list image templates`."""

    body: Body | None = field(default=None, repr=False)
    """As JSON; addresses in it may hold secrets."""

    xml: str | None = None
    """In place of a body in JSON: blob services speak XML."""

    audience: Audience = Audience.MANAGEMENT
    """Whose address it must be."""

    headers: Mapping[str, str] = field(default_factory=dict)

    repeats_harmlessly: bool = False
    """A method that changes things in general, but not here: `listKeys`."""

    @property
    def is_repeatable(self) -> bool:
        """Whether it does no more when it arrives twice."""
        return self.repeats_harmlessly or self.method in _REPEATABLE


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, all of it."""

    status: int
    headers: httpx.Headers = field(repr=False)
    """Poll addresses in them have a signature in their query."""

    raw: bytes = field(repr=False)

    body: object = field(repr=False)
    """As JSON; None when it is empty or something else."""

    @property
    def fields(self) -> Body:
        """The body as an object; an empty one in place of anything else."""
        return mapping(self.body)

    @property
    def retry_after(self) -> float | None:
        """Seconds that Azure asks for, not held to any limit yet."""
        return retry_after(self.headers.get("Retry-After"))


class Caller:
    """Sends calls to the services of one cloud, and to no other host."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        cloud: Cloud,
        policy: ReadingPolicy = ARM_POLICY,
    ) -> None:
        """Prepare.

        Args:
            transport: One that authorizes by host.
        """
        self._transport = transport
        self.cloud = cloud
        self.policy = policy
        self._impatient = replace(
            policy, patience=min(policy.patience, _CONNECT_PATIENCE)
        )

    async def send(self, call: Call) -> Answer:
        """Send a call until it is answered.

        What changes something is sent again only when it certainly did not arrive: no
        connection came about, or Azure said that we come too often.

        Raises:
            HostRefused: The address is not that of the service that is meant.
            ServiceError: Azure refused.
            ReplyLost: It left, no answer came, and it is not safe to send it twice.
            AzureUnreachable: No answer came for too long.
            AnswerUnusable: The answer is too large, encoded, or a redirect.
        """
        self._vet(call)
        answering = Patience(call.doing, self.policy)
        connecting = Patience(call.doing, self._impatient)
        while True:
            outcome = await self._attempt(call)
            if isinstance(outcome, Answer):
                if outcome.status != 429:
                    return self._understood(call, outcome)
                again, patience = _throttled(outcome), answering
            else:
                again = outcome
                patience = connecting if again.status is None else answering
            try:
                await patience.wait(again)
            except ArtifactUnreachable as given_up:
                if isinstance(outcome, Answer):
                    raise self._refused(call, outcome) from None
                raise AzureUnreachable(str(given_up)) from None

    async def send_for_object(self, call: Call) -> Body:
        """Send a call whose answer must be a JSON object.

        Raises:
            AnswerUnusable: It is something else: a page of a proxy's, say.
            AzureError: As for `send`.
        """
        answer = await self.send(call)
        if not isinstance(answer.body, dict):
            raise AnswerUnusable(f"{call.doing}: the answer is no JSON object")
        return answer.fields

    def _vet(self, call: Call) -> None:
        if authorize(self.cloud, call.url.reveal()) is not call.audience:
            host = safe_text(httpx.URL(call.url.reveal()).host)
            raise HostRefused(host, f"the {call.audience.value} of {self.cloud.name}")

    async def _attempt(self, call: Call) -> Answer | TryAgain:
        """Send it once; a `TryAgain` says that it is safe to send it again.

        Raises:
            ReplyLost: It left, and it is not safe to send it again.
        """
        try:
            answer = await self._exchange(call)
        except _FINAL as error:
            raise AzureUnreachable(f"{call.doing}: {error}") from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            return TryAgain(str(error) or "could not connect")
        except (httpx.TransportError, TimeoutError) as error:
            return self._lost(call, TryAgain(str(error) or "fell silent"))
        if answer.status in _BUSY:
            why = f"answered {answer.status}"
            again = TryAgain(why, status=answer.status, retry_after=answer.retry_after)
            return self._lost(call, again)
        return answer

    def _lost(self, call: Call, again: TryAgain) -> TryAgain:
        if call.is_repeatable:
            return again
        raise ReplyLost(call.doing, again.why)

    async def _exchange(self, call: Call) -> Answer:
        async with self._sent(call) as response:
            # Not around the sending: a token may have to wait for a person first.
            async with asyncio.timeout(self.policy.answer):
                raw = await self._whole_body(call, response)
        _log.debug("%s: %s answered %s", call.doing, call.url, response.status_code)
        return Answer(response.status_code, response.headers, raw, parsed(raw))

    @asynccontextmanager
    async def _sent(self, call: Call) -> AsyncIterator[httpx.Response]:
        headers = {"Accept": "application/json", **call.headers}
        content = None
        if call.body is not None:
            content = json.dumps(call.body).encode()
            headers["Content-Type"] = "application/json"
        elif call.xml is not None:
            content = call.xml.encode()
            headers["Content-Type"] = "application/xml"
        elif call.method == "POST":
            headers["Content-Length"] = "0"
        timeouts = {"connect": self.policy.connect, "read": self.policy.idle}
        request = httpx.Request(
            call.method,
            call.url.reveal(),
            headers=headers,
            content=content,
            extensions={"timeout": timeouts},
        )
        response = await self._transport.handle_async_request(request)
        try:
            yield response
        finally:
            await response.aclose()

    async def _whole_body(self, call: Call, response: httpx.Response) -> bytes:
        encoding = response.headers.get("Content-Encoding", "identity")
        if encoding.strip().lower() not in ("", "identity"):
            raise AnswerUnusable(f"{call.doing}: the answer is encoded, unasked")
        raw = bytearray()
        async for chunk in response.aiter_bytes():
            raw += chunk
            if len(raw) > self.policy.max_bytes:
                limit = self.policy.max_bytes // MIB
                raise AnswerUnusable(
                    f"{call.doing}: more than {limit} MiB in an answer"
                )
        return bytes(raw)

    def _understood(self, call: Call, answer: Answer) -> Answer:
        if 200 <= answer.status < 300:
            return answer
        if 300 <= answer.status < 400:
            raise AnswerUnusable(f"{call.doing}: redirects ({answer.status})")
        raise self._refused(call, answer)

    def _refused(self, call: Call, answer: Answer) -> ServiceError:
        return refusal(
            call.doing,
            answer.status,
            answer.body
            or body_of_xml(answer.raw, answer.headers.get("x-ms-error-code")),
            request_id=request_id(answer.headers),
            time=time_of(answer.headers),
        )


def _throttled(answer: Answer) -> TryAgain:
    asked = max(answer.retry_after or 0.0, SHORTEST_RETRY_AFTER)
    return TryAgain("throttles us", status=answer.status, retry_after=asked)


def request_id(headers: Mapping[str, str]) -> str | None:
    """What Azure's support asks for; not every answer has one."""
    return headers.get("x-ms-request-id") or headers.get("x-ms-correlation-request-id")
