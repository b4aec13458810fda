"""Azure pretended on this machine, for whoever has no account to try things with."""

from collections.abc import Iterator
from contextlib import contextmanager

from transfer.simulator.clock import Clock
from transfer.simulator.demo import demo_scenario
from transfer.simulator.server import SimulatorServer, served
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import EVERYTHING, MANAGEMENT, STORAGE, Rights
from tui.azure_session import MANAGEMENT_TOKEN, STORAGE_TOKEN

_DEMO_HASTE = 30.0
"""How many times faster than Azure it works: a build takes a quarter of a minute."""


def admit_fixed_tokens(simulator: Simulator, rights: Rights = EVERYTHING) -> None:
    """Let in whoever comes with the tokens that `azure_session` has."""
    simulator.tokens.admit(MANAGEMENT_TOKEN, MANAGEMENT, rights=rights)
    simulator.tokens.admit(STORAGE_TOKEN, STORAGE, rights=rights)


def demo_server(port: int) -> SimulatorServer:
    """The demo's subscription as a server on loopback, its clock running.

    Args:
        port: 0: whichever is free.
    """
    return SimulatorServer(_demo(), port=port)


@contextmanager
def demo_served() -> Iterator[str]:
    """The demo's subscription, served by a thread meanwhile; its address."""
    with served(_demo()) as server:
        yield server.origin


def _demo() -> Simulator:
    """Its clock is this machine's, so that what it dates is never yet to come."""
    simulator = Simulator(demo_scenario(), clock=Clock(factor=1.0), haste=_DEMO_HASTE)
    admit_fixed_tokens(simulator)
    return simulator
