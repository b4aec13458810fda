"""Whoever is asked for a cluster has little time to prove that it is one."""

import socket

import pytest

from tui.cluster.connection import connected
from tui.cluster.errors import SchedulerUnreachable


def test_a_port_that_takes_connections_and_says_nothing_is_no_scheduler():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with (
            pytest.raises(SchedulerUnreachable) as raised,
            connected(address, patience=0.2),
        ):
            pass

    assert str(raised.value) == (
        f"the scheduler {address} does not answer as one within 0.2 seconds"
    )
