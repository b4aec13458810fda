"""Azure pretended on loopback, and what a command told of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from strict_schemas import errors

from transfer.simulator.demo import demo_scenario
from transfer.simulator.scenario import Scenario
from transfer.simulator.server import served
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import EVERYTHING, Rights
from tui.simulator_session import admit_fixed_tokens

PACE = 10.0
"""Simulated seconds that pass at each request to Resource Manager."""


@contextmanager
def pretended(
    scenario: Scenario | None = None, *, rights: Rights = EVERYTHING, pace: float = PACE
) -> Iterator[tuple[Simulator, str]]:
    """A simulator that is served, and its address."""
    simulator = Simulator(scenario or demo_scenario(), seconds_each_request=pace)
    admit_fixed_tokens(simulator, rights)
    with served(simulator) as server:
        yield simulator, server.origin


_HARMLESS = frozenset(("List Keys", "Get User Delegation Key"))


@dataclass(frozen=True)
class Told:
    """How a command ended, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    def document(self, schema: str) -> dict[str, Any]:
        """The document on standard output, which keeps strictly to its schema."""
        found = json.loads(self.out)
        assert errors(schema, found) == []
        return found


@dataclass(frozen=True)
class PretendedAzure:
    """Runs commands against a simulator that is served."""

    simulator: Simulator
    origin: str
    command: Callable[..., int]
    capsys: Any

    def __call__(self, *arguments: object) -> Told:
        self.capsys.readouterr()
        code = self.command(*arguments)
        out, err = self.capsys.readouterr()
        return Told(code, out, err)

    @property
    def changes(self) -> list[str]:
        """What was asked of Resource Manager that changes something."""
        changing = {"PUT", "POST", "PATCH", "DELETE"}
        return [
            heard.operation
            for heard in self.simulator.heard
            if heard.method in changing and heard.operation not in _HARMLESS
        ]
