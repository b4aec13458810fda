"""What the tests of the application share: the demo's files, and its subscription."""

import shutil
from pathlib import Path

import pytest
from application import opening_of
from pretended_azure import pretended
from still_workspace import DEMO


@pytest.fixture
def in_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the demo's files, so that no path of this machine shows."""
    shutil.copytree(DEMO, tmp_path / "demo")
    monkeypatch.chdir(tmp_path / "demo")
    for name in ("VISUAL", "EDITOR", "NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "demo"


@pytest.fixture
def demo_opening(in_demo: Path):
    """How the demo's templates are opened there."""
    return opening_of((Path("templates"),))


@pytest.fixture
def azure():
    """The demo's subscription: its simulator and its address."""
    with pretended() as (simulator, origin):
        yield simulator, origin
