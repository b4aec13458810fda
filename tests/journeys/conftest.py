"""What the journeys share: a workspace, and the command as a user runs it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pretended_azure import PretendedAzure, pretended
from workspace import Workspace, new_workspace

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
