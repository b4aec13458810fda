"""What holds for every test: none of them leaves this machine."""

import ipaddress
import os
import signal
import socket

import azurite as azurite_support
import pytest


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch):
    """Fail whoever dials anything but loopback."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                pytest.fail(f"a test dialled {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def _state_of_our_own(tmp_path_factory):
    """Keep the history of what tests read away from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("state")
        patch.setenv("BAKEFERRY_STATE_DIR", str(folder))
        yield


@pytest.fixture(scope="session", autouse=True)
def _signals_count():
    """Let what is begun here hear signals, even where we run behind nohup."""
    ignored = [one for one in _ENDING if signal.getsignal(one) is signal.SIG_IGN]
    for one in ignored:
        is_ours = one == signal.SIGINT
        signal.signal(one, signal.default_int_handler if is_ours else signal.SIG_DFL)
    yield
    for one in ignored:
        signal.signal(one, signal.SIG_IGN)


_ENDING = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM)


@pytest.fixture(scope="session")
def azurite(tmp_path_factory):
    """A storage emulator with two accounts, of this worker alone."""
    reason = azurite_support.reason_to_skip()
    if reason is not None:
        pytest.skip(reason)
    with azurite_support.running(tmp_path_factory.mktemp("azurite")) as running:
        yield running


@pytest.fixture
def settled(monkeypatch):
    """Every file was left alone for long."""
    from integrity.digests import small

    now = small.time_ns
    monkeypatch.setattr(small, "time_ns", lambda: now() + 2 * small.UNTOUCHED_NS)


@pytest.fixture
def closed(tmp_path):
    """A folder that nobody may look into."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)
    return folder


@pytest.fixture
def unprivileged(tmp_path):
    """Run a test as somebody who may not read everything: root may."""
    if os.geteuid() != 0:
        yield
        return
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        if not os.access(__file__, os.R_OK, effective_ids=True):
            pytest.skip("only root may look into the folder that the project is in")
        yield
    finally:
        os.seteuid(0)
