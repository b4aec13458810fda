"""What tests of rescues in a window share: where they put disks, and a service that hangs."""

import os
import signal

import pytest
from live_side import ALWAYS
from pretended_azure import pretended
from rescuing_window import BUSY, SOME_CHUNKS

from tui.jobs.runs import read_runs


@pytest.fixture
def state(tmp_path, monkeypatch):
    """What this machine knows of copies: nothing yet."""
    folder = tmp_path / "state"
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(folder))
    yield folder
    for run in read_runs(folder):
        if run.is_alive and run.holder.pid != os.getpid():
            os.kill(run.holder.pid, signal.SIGKILL)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def azure():
    """The demo's subscription, of which nothing can be read after a few chunks."""
    with pretended() as (simulator, origin):
        simulator.faults.add("Get Blob", BUSY, after=SOME_CHUNKS, times=ALWAYS)
        yield simulator, origin
