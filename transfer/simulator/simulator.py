"""Azure, pretended: one object that answers requests, whichever wire they come over."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from integrity.dataclass import dataclass
from transfer.simulator.arm.manager import Manager
from transfer.simulator.artifacts import answer_artifact
from transfer.simulator.blobs.authorization import Gate
from transfer.simulator.blobs.service import BlobService
from transfer.simulator.clock import Clock
from transfer.simulator.delivery import write_log
from transfer.simulator.endpoints import PUBLIC_ENDPOINTS, Endpoints
from transfer.simulator.faults import FaultScript
from transfer.simulator.messages import Answer, Handler, Request
from transfer.simulator.scenario import Scenario
from transfer.simulator.seeding import plant
from transfer.simulator.tokens import EVERYTHING, Rights, SimulatedCredential, Tokens
from transfer.simulator.world import World

_MANAGER_PATHS = ("metadata", "subscriptions", "providers", "tenants")


@dataclass(frozen=True, slots=True)
class Heard:
    """One request that was answered, for tests that count."""

    operation: str
    method: str
    path: str
    range: str
    """The range that was asked for; empty: none."""

    sent: int
    """Bytes of the request's body."""

    status: int
    answered: int
    """Bytes of the answer's body, as far as they left."""


class Simulator:
    """A subscription with its storage accounts, from a scenario.

    What stands in `world` may be changed at any time; `faults` makes the answers go
    wrong; `heard` tells what was asked.
    """

    def __init__(
        self,
        scenario: Scenario | None = None,
        *,
        clock: Clock | None = None,
        seconds_each_request: float = 0.0,
        haste: float = 1.0,
    ) -> None:
        """Prepare; the history of the scenario happens when it is first looked at.

        Args:
            clock: What builds, deletions and copies go by; by default it stands still
                until it is advanced.
            seconds_each_request: How far the clock moves at each request to Resource
                Manager, so that a client which polls sees an end without waiting.
            haste: How many times faster than the real service it works.
        """
        self.clock = clock or Clock()
        self.credentials_clock = Clock(factor=1.0)
        """What tokens and signatures expire by: the real time, because clients sign by it."""

        self.tokens = Tokens(self.credentials_clock)
        self.faults = FaultScript()
        self.heard: list[Heard] = []
        self._pace = seconds_each_request
        self._haste = haste
        self._scenario = scenario or Scenario()
        self._endpoints = PUBLIC_ENDPOINTS
        self._world: World | None = None

    @property
    def endpoints(self) -> Endpoints:
        """Where it says that it is."""
        return self._endpoints

    def move_to(self, endpoints: Endpoints) -> None:
        """Be somewhere else, before anything was asked.

        Raises:
            RuntimeError: Addresses were already given out.
        """
        if self._world is not None:
            raise RuntimeError("the simulator was in use before it was served")
        self._endpoints = endpoints

    def begin(self) -> World:
        """Have the scenario's history happen, and not while somebody waits for it."""
        if self._world is None:
            self._world = World(
                self._scenario, self.clock, self._endpoints, haste=self._haste
            )
            plant(self._world)
        return self._world

    @property
    def world(self) -> World:
        """What is there, up to now."""
        world = self.begin()
        world.agenda.run(world.now())
        return world

    def credential(
        self,
        *,
        seconds: float = 3600.0,
        rights: Callable[[], Rights] = lambda: EVERYTHING,
    ) -> SimulatedCredential:
        """Somebody who is signed in; the arguments are `SimulatedCredential`'s."""
        return SimulatedCredential(self.tokens, seconds=seconds, rights=rights)

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        operation, handler = self._handler(request)
        answer = self.faults.answer(operation, request, handler)
        answer = replace(answer, operation=operation)
        self.heard.append(_heard(operation, request, answer))
        return answer

    def _handler(self, request: Request) -> tuple[str, Handler]:
        """The operation that is meant, in the service's words, and who does it."""
        if self._is_for_manager(request):
            self.clock.advance(self._pace)
            manager = Manager(self.world, self.tokens)
            found = manager.route(request)
            return found[0].name if found else "", manager.answer
        authority = f"{self._endpoints.authority}/{self._scenario.tenant}"
        gate = Gate(self.tokens, self.credentials_clock, authority)
        blobs = BlobService(self.world, gate)
        if blobs.locate(request) is None and self._is_elsewhere(request):
            return "Get Artifact", partial(answer_artifact, self._scenario.artifacts)
        self._let_logs_grow()
        operation = blobs.operation(request)
        return operation.name if operation else "", blobs.answer

    def _let_logs_grow(self) -> None:
        """Have whoever reads a log find it as long as it is by now."""
        world = self.world
        for key in list(world.building):
            write_log(world, world.templates[key], world.now())

    def _is_for_manager(self, request: Request) -> bool:
        if request.origin != self._endpoints.manager:
            return False
        first = request.parts.path.lstrip("/").partition("/")[0]
        return bool(self._endpoints.blob_suffix) or first.lower() in _MANAGER_PATHS

    def _is_elsewhere(self, request: Request) -> bool:
        """Whether an address is neither ours nor that of an account."""
        suffix = self._endpoints.blob_suffix
        return bool(suffix) and not request.parts.netloc.endswith(suffix)


def _heard(operation: str, request: Request, answer: Answer) -> Heard:
    return Heard(
        operation,
        request.method,
        request.path,
        request.header("x-ms-range") or request.header("range"),
        len(request.body),
        answer.status,
        answer.sent,
    )
