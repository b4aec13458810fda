"""What is refused before a window opens."""

import pytest

from tui.cli import application
from tui.cli.exit_codes import ExitCode
from tui.cli.main import run


@pytest.fixture
def closed(tmp_path, monkeypatch):
    """A folder that may not be entered, a file in it and one beside it; a terminal."""
    monkeypatch.setattr(application, "why_no_screen", lambda: None)
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "a.json").write_text("{}")
    folder.with_name("b.json").touch(0o000)
    folder.chmod(0o000)
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize("command", ["tui", "open"])
@pytest.mark.parametrize("inside", ["", "a.json"])
def test_a_window_opens_on_nothing_that_may_not_be_looked_into(
    closed, unprivileged, capsys, command, inside
):
    code = run([command, str(closed / inside)])

    assert code is ExitCode.PERMISSION
    told = capsys.readouterr().err
    assert told == f"bakeferry: {closed / inside}: Permission denied\n"


@pytest.mark.parametrize("command", ["tui", "open"])
def test_a_file_that_may_not_be_read_opens_no_window(
    closed, unprivileged, capsys, command
):
    file = closed.with_name("b.json")

    assert run([command, str(file)]) is ExitCode.PERMISSION
    assert f"{file}: Permission denied" in capsys.readouterr().err
