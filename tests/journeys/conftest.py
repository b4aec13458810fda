"""What the journeys share: a workspace, and the command as a user runs it."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pretended_azure import PretendedAzure, Told, pretended
from trees import FILES
from workspace import Workspace, new_workspace

from integrity.sizes import MIB
from transfer.simulator.disks import Disk, fixed_vhd
from tui.cli.main import run


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path)


@pytest.fixture
def bakeferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command in this process; returns its exit code."""
    monkeypatch.setenv("BAKEFERRY_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: run([str(argument) for argument in arguments])


@pytest.fixture
def azure(
    bakeferry: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., PretendedAzure]]:
    """Serve a scenario on loopback, and run commands against it in this process."""
    with ExitStack() as stack:

        def serve(scenario=None, **more) -> PretendedAzure:
            simulator, origin = stack.enter_context(pretended(scenario, **more))
            monkeypatch.setenv("BAKEFERRY_SIMULATOR", origin)
            return PretendedAzure(simulator, origin, bakeferry, capsys)

        yield serve


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal of its own."""
    folder = tmp_path / "state"
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder to copy to."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def told(
    bakeferry: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> Callable[..., Told]:
    """Run the command without any Azure."""

    def run_it(*arguments) -> Told:
        capsys.readouterr()
        code = bakeferry(*arguments)
        return Told(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A fixed VHD of 8 MiB, 2 of them data, without any other program."""
    whole = fixed_vhd(Disk(size=8 * MIB, data=2 * MIB, stretches=4, seed=3))
    path = tmp_path / "disk.vhd"
    path.write_bytes(whole.read(0, whole.size))
    return path


@pytest.fixture
def nobody(monkeypatch, tmp_path):
    """A machine where nobody has ever signed in, and az is not installed."""
    for name in ("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "BAKEFERRY_SIMULATOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZURE_CONFIG_DIR", str(tmp_path / "azure"))
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", "0f0f0f0f-0000-0000-0000-000000000000")


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.fixture
def az(nobody, tmp_path: Path) -> Callable[[str], Path]:
    """Have `az` hand out a token from now on; the file holds what it was asked."""
    asked = tmp_path / "asked-of-az"

    def signed_in(token: str, seconds: int = 3600) -> Path:
        answer = {"accessToken": token, "expires_on": int(time.time()) + seconds}
        (tmp_path / "az").write_text(
            f"#!/bin/sh\necho \"$@\" >> '{asked}'\necho '{json.dumps(answer)}'\n"
        )
        (tmp_path / "az").chmod(0o755)
        return asked

    return signed_in


@pytest.fixture
def tree(tmp_path):
    """A folder with folders in it."""
    folder = tmp_path / "tree"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
