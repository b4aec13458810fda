"""The simulator as a real server on loopback, in this event loop or in a thread."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Self

from aiohttp import web

from integrity.sizes import GIB
from transfer.simulator.endpoints import on_one_origin
from transfer.simulator.faults import DROPPED
from transfer.simulator.messages import NO_BODY, Answer, Request
from transfer.simulator.simulator import Simulator

HOST = "127.0.0.1"
_LARGEST_BODY = GIB


class SimulatorServer:
    """Serves a simulator at one address, open inside `async with`.

    Resource Manager answers at the address itself, an account below `/<account>`.
    """

    def __init__(
        self,
        simulator: Simulator,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare, and open nothing yet.

        Args:
            port: 0: whichever is free.
            tls: With a certificate, for clients that insist; None: plain HTTP.
        """
        self._simulator = simulator
        self._port = port
        self._tls = tls
        self._runner: web.AppRunner | None = None
        self.origin = ""
        """Scheme, host and port, once it is open."""

    async def __aenter__(self) -> Self:
        here = self._simulator.endpoints
        self._simulator.move_to(here)  # raises before a port is taken
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port, ssl_context=self._tls)
        await site.start()
        port = self._runner.addresses[0][1]
        self.origin = f"{'https' if self._tls else 'http'}://{HOST}:{port}"
        self._simulator.move_to(on_one_origin(self.origin))
        self._simulator.begin()
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._runner is None:
            return
        server = self._runner.server
        for connection in server.connections if server else ():
            if connection.transport is not None:
                connection.transport.abort()  # else TLS takes its time to say goodbye
        await self._runner.cleanup()
        await asyncio.sleep(0)  # the turn in which the transports close their sockets

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        url = f"{self.origin}{request.raw_path}"
        answer = self._simulator.answer(
            Request.of(request.method, url, request.headers, body)
        )
        if answer.cut_after == DROPPED:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        headers = answer.with_length().headers
        response = web.StreamResponse(status=answer.status, headers=headers)
        try:
            await response.prepare(request)
            if request.method == "HEAD" or answer.status in NO_BODY:
                return response
            return await self._send(request, response, answer)
        except ConnectionError:  # who asked is gone, which is no failure of ours
            return response

    async def _send(
        self, request: web.Request, response: web.StreamResponse, answer: Answer
    ) -> web.StreamResponse:
        for piece in answer.pieces():
            await response.write(piece)
        if not answer.is_cut:
            await response.write_eof()
            return response
        if request.transport is not None:
            request.transport.close()  # what was written still leaves
        return web.Response()


@contextmanager
def served(
    simulator: Simulator, *, tls: ssl.SSLContext | None = None
) -> Iterator[SimulatorServer]:
    """Serve a simulator from a thread of its own, for clients that block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="simulator", daemon=True)
    thread.start()
    server = SimulatorServer(simulator, tls=tls)
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
