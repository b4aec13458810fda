"""A relay on loopback that counts what passes it, and may cut in at a certain byte."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

_BUFFER = 256 * 1024


class Relay:
    """Hands bytes on between its clients and one server, on threads of its own."""

    def __init__(self, server: tuple[str, int]) -> None:
        """Open a port; nothing is taken before `running`."""
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._lock = Lock()
        self._passed = 0
        self._limit: int | None = None
        self._cut: Callable[[], object] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def count(self) -> int:
        """Bytes that have passed, in both directions, since this was asked last."""
        with self._lock:
            passed, self._passed = self._passed, 0
        return passed

    def cut_at(self, limit: int, cut: Callable[[], object]) -> None:
        """Call once, as soon as so many bytes have passed."""
        with self._lock:
            self._passed, self._limit, self._cut = 0, limit, cut

    def serve(self) -> None:
        """Take clients until it is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                for ends in ((client, server), (server, client)):
                    Thread(target=self._carry, args=ends, daemon=True).start()

    def close(self) -> None:
        """Take nobody any more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _carry(self, giver: socket.socket, taker: socket.socket) -> None:
        giver.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        buffer = memoryview(bytearray(_BUFFER))
        with suppress(OSError):
            while size := giver.recv_into(buffer):
                taker.sendall(buffer[:size])
                self._passes(size)
        with suppress(OSError):
            taker.shutdown(socket.SHUT_WR)

    def _passes(self, size: int) -> None:
        cut = None
        with self._lock:
            self._passed += size
            if self._limit is not None and self._passed >= self._limit:
                cut, self._limit, self._cut = self._cut, None, None
        if cut:
            cut()


@contextmanager
def running(host: str, port: int) -> Iterator[Relay]:
    """A relay before a server, closed at the end."""
    relay = Relay((host, port))
    thread = Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.close()
        thread.join()
