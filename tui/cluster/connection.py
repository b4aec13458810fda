"""The connection to a cluster: opened, looked at, given work, closed."""

import asyncio
import logging
import pkgutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from types import ModuleType
from typing import Any, TypeVar
from uuid import uuid4

from integrity.safe_text import safe_text
from tui.cluster.errors import (
    ClusterUnfit,
    DaskMissing,
    SchedulerUnreachable,
    WorkFailed,
)
from tui.cluster.work import TOPIC, Order, Told, Work

Client = Any
Security = Any
"""Dask's; too little of them is typed to be of use."""

Result = TypeVar("Result")

Listener = Callable[[int, str, int, int | None], object]
"""Hears the part of a work, its stage, bytes done and bytes in all.

It is called in a thread of the connection, and must return at once.
"""

_PATIENCE = 10.0
"""Seconds."""

_VERSIONS: Mapping[str, str] = {
    "bakeferry": "tui.version:__version__",
    "distributed": "distributed:__version__",
}
"""What must be equal everywhere, because work is named and not sent along."""


@contextmanager
def connected(address: str, *, patience: float = _PATIENCE) -> Iterator["Cluster"]:
    """A cluster whose scheduler is at an address; leaving cancels what it still does.

    Args:
        patience: Seconds to wait for a scheduler that does not answer.

    Raises:
        DaskMissing: There is nothing here that could speak to it.
        SchedulerUnreachable: Nobody answers there.
        ClusterUnfit: Its workers could not do what we would ask for.
    """
    client = _client(_distributed(), address, patience)
    try:
        yield Cluster(client, address, threads=_threads(client, address))
    finally:
        client.close(timeout=_PATIENCE)


class Cluster:
    """Workers that take work, and a count of their threads."""

    def __init__(self, client: Client, address: str, *, threads: int) -> None:
        self.threads = threads
        self._client = client
        self._address = address
        self._executor = client.get_executor(pure=False)
        self._run = uuid4().hex
        self._numbers = count()
        self._listeners: dict[int, Listener] = {}
        client.subscribe_topic(TOPIC, self._hear)

    def submit(
        self, do: Callable[[Work[Order]], Result], order: Order, listener: Listener
    ) -> Future[Result]:
        """Have a worker do something; when it dies, another one does.

        Args:
            do: Is imported by the worker, and returns what went wrong.

        Raises:
            SchedulerUnreachable: The scheduler went away.
        """
        if self._client.status != "running":
            raise self._lost()
        number = next(self._numbers)
        self._listeners[number] = listener
        work = Work(self._run, number, order)
        future: Future[Result] = self._executor.submit(do, work)
        future.add_done_callback(lambda _: self._listeners.pop(number, None))
        return future

    def result(self, future: Future[Result]) -> Result:
        """What has come of work that is done.

        Raises:
            WorkFailed: Its workers died, or could not even begin.
            SchedulerUnreachable: The scheduler went away.
        """
        from distributed.scheduler import KilledWorker

        if future.cancelled():
            raise self._lost()
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, KilledWorker):
            raise WorkFailed("every worker that tried it died") from error
        why = f"a worker could not begin: {safe_text(f'{error}')}"
        raise WorkFailed(why) from error

    def _lost(self) -> SchedulerUnreachable:
        return SchedulerUnreachable(self._address, "went away")

    def _hear(self, event: tuple[float, Told]) -> None:
        run, number, part, stage, done, total = event[1]
        listener = self._listeners.get(number)
        if run == self._run and listener is not None:
            listener(part, stage, done, total)


def _distributed() -> ModuleType:
    """Dask's own package; its logs and warnings stay out of our standard error."""
    try:
        import dask

        with dask.config.set(logging={"distributed": "critical"}):
            import distributed
    except ImportError as error:
        raise DaskMissing from error
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")
    return distributed


def _client(distributed: ModuleType, address: str, patience: float) -> Client:
    """Dask's client, once a scheduler has answered.

    Raises:
        SchedulerUnreachable: Nobody is there, or nobody that speaks as one does.
    """
    security = _certificates(distributed, address)
    certificates = security.get_connection_args("client")
    try:
        asyncio.run(_greet(distributed, address, certificates, patience))
        return distributed.Client(
            address, security=security, timeout=patience, set_as_default=False
        )
    except (OSError, ValueError, MemoryError) as error:
        # another service's first words are taken for the length of a message
        why = f"does not answer as one within {patience:g} seconds"
        raise SchedulerUnreachable(address, why) from error


async def _greet(
    distributed: ModuleType,
    address: str,
    certificates: Mapping[str, Any],
    patience: float,
) -> None:
    """Hear from whoever is there: Dask's client would wait for a silent one for ever."""
    async with asyncio.timeout(patience):
        comm = await distributed.comm.connect(address, timeout=patience, **certificates)
    comm.abort()


def _certificates(distributed: ModuleType, address: str) -> Security:
    """What Dask's own settings say of TLS.

    Raises:
        ClusterUnfit: The address needs certificates, and there are none.
    """
    try:
        security = distributed.Security()
        context = security.get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:
        why = f"Dask's settings for TLS cannot be used: {safe_text(str(error))}"
        raise ClusterUnfit(why) from error
    if context is None and address.startswith(("tls:", "wss:")):
        raise ClusterUnfit(
            f"{address} needs certificates; Dask's settings name none "
            "(DASK_DISTRIBUTED__COMM__TLS__CA_FILE and CLIENT__CERT, CLIENT__KEY)"
        )
    return security


def _threads(client: Client, address: str) -> int:
    """Threads of all workers, once it is clear that they are of our kind.

    Raises:
        ClusterUnfit: They are not, or there are none.
    """
    threads: int = sum(client.nthreads().values())
    if not threads:
        raise ClusterUnfit(
            f"the scheduler {address} has no workers; start one: dask worker {address}"
        )
    for package, place in _VERSIONS.items():
        ours = pkgutil.resolve_name(place)
        for where, version in _versions(client, place):
            if version != ours:
                raise ClusterUnfit(
                    f"{where} has {package} {version}, and here it is {ours}; "
                    "install the same on every machine of the cluster"
                )
    return threads


def _versions(client: Client, place: str) -> Iterator[tuple[str, str]]:
    """Who has which version of something, the scheduler first."""
    try:
        found = client.run_on_scheduler(pkgutil.resolve_name, place)
    except (ImportError, AttributeError):
        found = None
    yield "the scheduler", _told(found)
    found = client.run(pkgutil.resolve_name, place, on_error="return")
    for worker, version in found.items():
        yield f"the worker {worker}", _told(version)


def _told(version: object) -> str:
    """What came back in place of a version is the error of not having it."""
    return safe_text(version) if isinstance(version, str) else "not installed"
