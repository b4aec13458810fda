"""Processes that are warm, and blob services, scripted or whole, to copy between."""

import multiprocessing
import os
import sys

import pytest
from blob_services import BlobServices, two_accounts
from blobs_of_both import Blobs
from copying import Bench

from transfer.simulator.server import served
from transfer.simulator.simulator import Simulator


@pytest.fixture(scope="session")
def processes():
    """Forks of a process that is warm; it has to be told where modules are found."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["killable"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        yield context


@pytest.fixture
def bench(tmp_path):
    """A scripted blob service, a journal, and time that passes when it is waited."""
    return Bench(tmp_path)


@pytest.fixture(params=["simulator", "azurite"])
def services(request):
    """Two accounts of a service."""
    if request.param == "azurite":
        running = request.getfixturevalue("azurite")
        yield BlobServices(running.origin, "azurite")
        return
    with served(Simulator(two_accounts())) as server:
        yield BlobServices(server.origin, "simulator")


@pytest.fixture
def blobs(services, tmp_path):
    """A container in each account, a file to copy, a journal."""
    return Blobs(services, tmp_path)


@pytest.fixture
def simulated(tmp_path):
    """The simulator alone, which can be told what goes wrong."""
    simulator = Simulator(two_accounts())
    with served(simulator) as server:
        blobs = Blobs(BlobServices(server.origin, "simulator"), tmp_path)
        blobs.faults = simulator.faults
        yield blobs
