"""Mishaps on demand: which operation, which time, and what goes wrong."""

import json
from collections.abc import Callable, Mapping
from dataclasses import field, replace

from integrity.dataclass import dataclass
from transfer.simulator.messages import Answer, Handler, Request, xml_answer

DROPPED = -1
"""As `Answer.cut_after`: the connection breaks before a single byte."""

Act = Callable[[Request, Handler], Answer]
"""Answers in place of the handler, which it may call, or not, or with something else."""


@dataclass(slots=True)
class Fault:
    """One mishap."""

    operation: str
    """Its name, such as `Get Blob` or `Put Template`; `*`: whichever comes."""

    act: Act

    after: int = 0
    """How many such requests go well before."""

    times: int = 1
    """How often it goes wrong then; a large number: always."""

    where: str = ""
    """Only for addresses whose path holds this text."""

    def fits(self, operation: str, request: Request) -> bool:
        """Whether it is for such a request."""
        is_meant = self.operation in ("*", operation)
        return is_meant and self.where in request.path


@dataclass(slots=True)
class FaultScript:
    """All mishaps that are yet to come."""

    faults: list[Fault] = field(default_factory=list)
    fired: int = 0
    """How many have come."""

    def add(
        self,
        operation: str,
        act: Act,
        *,
        after: int = 0,
        times: int = 1,
        where: str = "",
    ) -> None:
        """Have something go wrong; the fields are those of `Fault`."""
        self.faults.append(Fault(operation, act, after, times, where))

    def clear(self) -> None:
        """Let everything go well from now on."""
        self.faults.clear()

    def answer(self, operation: str, request: Request, handler: Handler) -> Answer:
        """Answer a request, well or as the first fault has it that is due."""
        for fault in self.faults:
            if not fault.fits(operation, request):
                continue
            if fault.after:
                fault.after -= 1
                continue
            if fault.times:
                fault.times -= 1
                self.fired += 1
                return fault.act(request, handler)
        return handler(request)


def refuse(
    status: int,
    code: str,
    *,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
    message: str = "",
) -> Act:
    """Refuse, in the way of the service that was asked; nothing is done."""

    def act(request: Request, _: Handler) -> Answer:
        more = dict(headers or {})
        if retry_after is not None:
            more["retry-after"] = str(retry_after)
        return refusal(request, status, code, message).with_headers(more)

    return act


def refusal(request: Request, status: int, code: str, message: str = "") -> Answer:
    """A refusal as Resource Manager writes it, or the blob service."""
    why = message or f"The request failed: {code}."
    if "api-version" in request.query:
        body = json.dumps({"error": {"code": code, "message": why}})
        return Answer(status, {"content-type": "application/json"}, body.encode())
    text = f"<Error><Code>{code}</Code><Message>{why}</Message></Error>"
    answer = xml_answer(text, {"x-ms-error-code": code}, status=status)
    return replace(answer, body=b"") if request.method == "HEAD" else answer


def done_but(status: int, code: str) -> Act:
    """Do it, and say that it failed."""

    def act(request: Request, handler: Handler) -> Answer:
        handler(request)
        return refusal(request, status, code)

    return act


def done_but_reply_lost(request: Request, handler: Handler) -> Answer:
    """Do it, and break the connection before the answer."""
    return replace(handler(request), cut_after=DROPPED)


def drop(_: Request, __: Handler) -> Answer:
    """Break the connection; nothing is done."""
    return Answer(200, cut_after=DROPPED)


def cut(after: int) -> Act:
    """Break the connection after so many bytes of the body."""

    def act(request: Request, handler: Handler) -> Answer:
        return replace(handler(request), cut_after=after)

    return act


def shift_range(distance: int) -> Act:
    """Answer another range of the same size, and say so in Content-Range."""

    def act(request: Request, handler: Handler) -> Answer:
        asked = request.header("x-ms-range") or request.header("range")
        first, _, last = asked.removeprefix("bytes=").partition("-")
        moved = f"bytes={int(first) + distance}-{int(last) + distance}"
        headers = dict(request.headers) | {"x-ms-range": moved}
        return handler(replace(request, headers=headers))

    return act


def ignore_range(request: Request, handler: Handler) -> Answer:
    """Answer the whole blob with 200."""
    dropped = ("range", "x-ms-range", "x-ms-range-get-content-md5")
    headers = {
        name: value
        for name, value in request.headers.items()
        if name not in (*dropped, "x-ms-range-get-content-crc64")
    }
    return handler(replace(request, headers=headers))


def shorten(by: int) -> Act:
    """Leave out the end of the body, and give the length of the rest."""

    def act(request: Request, handler: Handler) -> Answer:
        answer = handler(request)
        whole = b"".join(answer.pieces())
        return replace(answer, body=whole[: len(whole) - by])

    return act


def corrupt(request: Request, handler: Handler) -> Answer:
    """Change the first byte of the body, and leave every checksum as it is."""
    answer = handler(request)
    whole = bytearray(b"".join(answer.pieces()))
    whole[0] ^= 0xFF
    return replace(answer, body=bytes(whole))


def change_headers(**headers: str) -> Act:
    """Answer with other headers: `x_ms_content_crc64="…"`; empty ones are left out."""
    stated = {name.replace("_", "-").lower(): value for name, value in headers.items()}

    def act(request: Request, handler: Handler) -> Answer:
        answer = handler(request)
        kept = {
            name: value
            for name, value in answer.headers.items()
            if name.lower() not in stated
        }
        return replace(answer, headers=kept).with_headers(
            {name: value for name, value in stated.items() if value}
        )

    return act


def replace_body(body: bytes) -> Act:
    """Answer something else."""

    def act(request: Request, handler: Handler) -> Answer:
        return replace(handler(request), body=body)

    return act


def first(change: Callable[[], object]) -> Act:
    """Let something happen before the request is answered: a lease is broken."""

    def act(request: Request, handler: Handler) -> Answer:
        change()
        return handler(request)

    return act
