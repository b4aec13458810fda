"""Where there is no terminal to draw on, it says what to use instead."""

import os
import subprocess

import pytest
from command import BAKEFERRY, bakeferry, environment, on_terminal
from ending import application
from terminal import Terminal

INSTEAD = (
    b"Use  bakeferry lint template.json  or  bakeferry verify template.json  instead."
)


def test_without_standard_input_it_says_what_to_use_instead(folder):
    shown = on_terminal("tui", "template.json")

    assert shown.code == 2
    assert b"standard input is not one" in shown.data
    assert INSTEAD in shown.data


def test_without_any_terminal_it_says_what_to_use_instead(folder):
    done = bakeferry("tui", "template.json")

    assert done.returncode == 2
    assert done.stdout == b""
    assert INSTEAD in done.stderr


def test_without_a_terminal_for_errors_it_says_what_to_use_instead(folder):
    ours, its = os.openpty()
    done = subprocess.run(
        [*BAKEFERRY, "tui", "template.json"],
        stdin=its,
        stdout=its,
        stderr=subprocess.PIPE,
        env=environment(TERM="xterm"),
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(its)

    assert done.returncode == 2
    assert b"standard error is not one" in done.stderr
    assert INSTEAD in done.stderr


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_dumb_terminal_is_none(name, folder):
    with application(folder, env={"TERM": name}) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"TERM is dumb" in terminal.data
        assert b"\x1b" not in terminal.data


def test_on_a_dumb_terminal_the_demo_does_its_work_as_a_script(tmp_path):
    env = {"TERM": "dumb", "BAKEFERRY_STATE_DIR": str(tmp_path / "state")}
    with Terminal([*BAKEFERRY, "demo"], cwd=str(tmp_path), env=env) as terminal:
        assert terminal.wait_for_end() == 0
        assert b"planted problems were found" in terminal.data
