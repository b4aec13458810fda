"""The demo's window, as somebody has it who has nothing else yet."""

from command import BAKEFERRY
from terminal import Terminal


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
