"""What the doctor of a window tells."""

from pathlib import Path

from tui.screens.account.doctor import checks, doctor_lines
from tui.widgets.lines import text_of


def told(environ):
    found = checks(
        size=(80, 24),
        colours="256",
        preferences_path=Path("config.toml"),
        state_directory=None,
        environ=environ,
    )
    return [text_of(one).rstrip() for one in doctor_lines(found)]


def test_each_variable_of_the_terminal_has_a_line_in_one_column():
    lines = told({"TERM": "xterm", "LANG": "C.UTF-8", "HOME": "/home/one"})

    first = lines.index("environment       TERM=xterm")
    assert lines[first + 1] == "                  LANG=C.UTF-8"
    assert "/home/one" not in "\n".join(lines)


def test_a_terminal_that_tells_nothing_is_called_that():
    assert "environment       nothing told" in told({})
