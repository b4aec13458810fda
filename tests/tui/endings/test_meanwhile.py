"""What a terminal may do meanwhile: change its size, stop, and go on."""

import re
import signal
from pathlib import Path

import pytest
from ending import application, assert_left_behind_nothing
from waiting import wait_until


def test_it_outlives_a_storm_of_sizes_in_a_plain_locale(folder):
    with application(folder, env={"LC_ALL": "C"}) as terminal:
        terminal.wait_for("verify 1 artifact")
        for number in range(300):
            terminal.resize(1 + number * 7 % 200, 1 + number * 5 % 60)
        terminal.resize(1, 1)
        terminal.resize(120, 36)
        terminal.wait_for("6 Account")
        terminal.wait_for("^p palette")
        terminal.type("q")

        assert terminal.wait_for_end() == 0
        assert_left_behind_nothing(terminal)
    assert re.findall("[^\x00-\x7f]", terminal.data.decode()) == []


def test_it_can_be_stopped_and_goes_on(folder):
    with application(folder) as terminal:
        terminal.wait_for("verify 1 artifact")
        terminal.signal(signal.SIGTSTP)
        wait_until(lambda: state_of(terminal.process.pid) == "T")
        is_restored_meanwhile = terminal.is_restored
        terminal.signal(signal.SIGCONT)
        terminal.type("3")
        terminal.wait_for("Nothing runs.")
        terminal.type("q")

        assert terminal.wait_for_end() == 0
        assert_left_behind_nothing(terminal)
    assert is_restored_meanwhile


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_it_paints_everything_again_where_it_goes_on(number, folder):
    with application(folder) as terminal:
        terminal.wait_for("verify 1 artifact")
        terminal.signal(number)
        wait_until(lambda: state_of(terminal.process.pid) == "T")
        terminal.wipe()
        terminal.signal(signal.SIGCONT)
        for text in (" bakeferry", "1 T", "State", "verify 1 artifact", "^p palette"):
            terminal.wait_for(text)
        terminal.type("q")

        assert terminal.wait_for_end() == 0
        assert_left_behind_nothing(terminal)


def state_of(process: int) -> str:
    """`T` when it is stopped."""
    told = Path(f"/proc/{process}/stat").read_text()
    return told.rpartition(") ")[2].split()[0]
