"""The simulator as an httpx transport: no socket, no port, no waiting."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from transfer.simulator.faults import DROPPED
from transfer.simulator.messages import Answer, Request
from transfer.simulator.simulator import Simulator


class _Pieces(httpx.AsyncByteStream):
    """An answer's body; a cut one ends in an error, as a broken connection does."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._answer.pieces():
            await asyncio.sleep(0)  # let others run, as a socket would
            yield piece
        if self._answer.is_cut:
            raise httpx.ReadError("the simulator cut the connection")


class SimulatorTransport(httpx.AsyncBaseTransport):
    """Sends httpx's requests to a simulator in this process."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        body = await request.aread()
        await asyncio.sleep(0)
        names = [name.decode() for name, _ in request.headers.raw]
        spelled = {name: request.headers[name] for name in names}
        asked = Request.of(request.method, str(request.url), spelled, body)
        answer = self._simulator.answer(asked)
        if answer.cut_after == DROPPED:
            raise httpx.ReadError("the simulator broke the connection")
        headers = dict(answer.with_length().headers)
        shown = Answer(answer.status) if request.method == "HEAD" else answer
        return httpx.Response(answer.status, headers=headers, stream=_Pieces(shown))
