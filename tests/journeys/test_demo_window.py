"""The demo's window, as somebody has it who has nothing else yet."""

import signal
import sqlite3
from contextlib import closing

from command import BAKEFERRY
from terminal import Terminal
from waiting import wait_until

from transfer.journal.store import FILE_NAME
from tui.cli.exit_codes import ExitCode
from tui.jobs.runs import Run, read_runs, write_run


def window(state):
    return Terminal(
        [*BAKEFERRY, "demo"],
        columns=120,
        lines=36,
        env={"BAKEFERRY_STATE_DIR": str(state)},
    )


def test_what_the_demo_has_read_is_known_the_next_time_and_is_not_the_users(tmp_path):
    with window(tmp_path) as terminal:
        terminal.wait_for("win11-avd")
        terminal.type("\x1b[15~")  # F5: verify all
        terminal.wait_for("differs")
        terminal.wait_for("S stamps")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert [one.name for one in tmp_path.iterdir()] == ["demo"]

    with window(tmp_path) as terminal:
        terminal.wait_for("win11-avd")
        terminal.type("5")
        shown = terminal.wait_for("fonts.zip")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert "Digests" in shown


def test_a_copy_does_not_go_on_against_a_demo_that_has_ended(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with window(tmp_path / "state") as terminal:
        terminal.wait_for("At risk 1 VHD")
        terminal.type("2")
        terminal.wait_for("7 of 7 templates asked")
        terminal.type("R")
        terminal.wait_for("Same as")
        terminal.type("\x15")
        terminal.wait_for("Say where to.")
        terminal.type(str(home))
        terminal.type("\r")
        terminal.wait_for("Rescuing ")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 143

    state = tmp_path / "state" / "demo"
    wait_until(lambda: not any(run.is_alive for run in read_runs(state)))


def test_a_journal_that_cannot_be_used_when_the_demo_ends_is_told(tmp_path):
    state = tmp_path / "demo"
    with window(tmp_path) as terminal:
        terminal.wait_for("At risk 1 VHD")
        state.mkdir(exist_ok=True)
        with closing(sqlite3.connect(state / FILE_NAME)) as newer:
            newer.execute("PRAGMA user_version = 99")
        write_run(state, Run("0", 0.0, code=0))
        terminal.type("q")
        assert terminal.wait_for_end() == ExitCode.PARTIAL
        told = terminal.screen

    assert "Traceback" not in told
    assert "given up when it is opened the next time" in " ".join(told.split())
