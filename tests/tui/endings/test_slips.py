"""A slip of ours is told, and what it had in its hands is not."""

import pytest
from command import BAKEFERRY
from ending import application, assert_left_behind_nothing

SECRET = "cAnArY1sIgNaTuRe0123456789abcdef"
SLIP = f"""
import sys
def slip(*arguments, **options):
    token = "Bearer {SECRET}"
    raise RuntimeError("https://a.blob.core.windows.net/x?sv=1&sig={SECRET}")
async def slip_later(*arguments, **options):
    slip()
import tui.screens.everywhere, tui.app, tui.workspace.looking
PATCH
from tui.cli.main import main
main()
"""
SLIPS = {
    "an action": ("tui.screens.everywhere._show_help = slip", "?"),
    "a worker": ("tui.app.BakeferryApp._draw_anew = slip_later", "\x07"),
    "the engine": ("tui.workspace.looking.Looking.live = slip_later", ""),
    "the painting": ("tui.app.FrameScreen.show_snapshot = slip", ""),
}


@pytest.mark.parametrize(("patch", "key"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_of_ours_is_told_without_what_it_had_in_its_hands(patch, key, folder):
    command = (BAKEFERRY[0], "-c", SLIP.replace("PATCH", patch))
    with application(folder, command=command) as terminal:
        if key:
            terminal.wait_for("verify 1 artifact")
            terminal.type(key)

        assert terminal.wait_for_end() == 1
        assert_left_behind_nothing(terminal)
        told = terminal.data.rpartition(b"\x1b[?1049l")[2]
    kept = (folder / "state" / "crash.txt").read_bytes()
    assert b"something of ours broke: RuntimeError" in told
    assert b"crash.txt" in told
    assert b"in slip" in kept
    assert SECRET.encode() not in terminal.data + kept
    assert b"token" not in terminal.data + kept
