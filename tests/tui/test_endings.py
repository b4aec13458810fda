"""However the application ends: at once, with the right code, the terminal as before."""

import asyncio
import os
import re
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from behaviours import Content, stall
from command import BAKEFERRY, bakeferry, environment, on_terminal
from faulty_server import serving
from stopwatch import Stopwatch
from terminal import Terminal
from waiting import wait_until
from workspace import ADDRESS, new_workspace, template_text

AT_ONCE = 2.0
"""Seconds, of those that the machine has time for."""

TIB = 2**40


@pytest.fixture
def folder(tmp_path) -> Path:
    """One template, whose artifact nobody has the time to read to its end."""
    workspace = new_workspace(tmp_path)
    workspace.write(template_text("0" * 64))
    os.truncate(workspace.script, 4 * TIB)
    return tmp_path


@contextmanager
def application(folder: Path, *arguments: str, command=BAKEFERRY, **options):
    """The application on a terminal over a folder, its list on the screen."""
    env = {"BAKEFERRY_STATE_DIR": str(folder / "state"), **options.pop("env", {})}
    with Terminal(
        [*command, "tui", "template.json", *arguments],
        cwd=str(folder),
        env=env,
        **options,
    ) as terminal:
        yield terminal


def at_work(terminal: Terminal) -> None:
    """Begin to verify, and wait until it is under way."""
    terminal.wait_for("verify 1 artifact")
    terminal.type("v")
    terminal.wait_for("verify 0 of 1")


def typing(key: str, answer: str):
    """Type what is answered with a question, or a hint: half of the way."""

    def ask(terminal: Terminal) -> None:
        terminal.type(key)
        terminal.wait_for(answer)

    return ask


def answering(keys: str):
    """Type what is meant then."""
    return lambda terminal: terminal.type(keys)


def no_question(terminal: Terminal) -> None:
    """A signal asks nothing."""


def signalling(*numbers: signal.Signals):
    """Send signals one after the other."""

    def send(terminal: Terminal) -> None:
        for number in numbers:
            terminal.signal(number)

    return send


ENDINGS = {
    "q": (typing("q", "Stop and quit"), answering("\t\r"), 0),
    "Ctrl-C twice": (typing("\x03", "Ctrl-C again"), answering("\x03"), 130),
    "SIGINT": (no_question, signalling(signal.SIGINT), 130),
    "SIGTERM": (no_question, signalling(signal.SIGTERM), 143),
    "SIGHUP": (no_question, signalling(signal.SIGHUP), 129),
    "SIGINT twice": (no_question, signalling(signal.SIGINT, signal.SIGINT), 130),
}


@pytest.mark.parametrize(("ask", "end", "code"), ENDINGS.values(), ids=ENDINGS.keys())
def test_while_terabytes_are_read_it_leaves_at_once(ask, end, code, folder):
    mapped = f"--map={ADDRESS}={folder / 'artifacts'}"
    with application(folder, mapped) as terminal:
        at_work(terminal)
        ask(terminal)
        with Stopwatch() as watch:
            end(terminal)
            left_with = terminal.wait_for_end()

        assert left_with == code
        assert_left_behind_nothing(terminal)
    assert watch.seconds < AT_ONCE


def assert_left_behind_nothing(terminal: Terminal) -> None:
    """The terminal is as it was before, and no process is left."""
    assert terminal.is_restored
    for mode in (b"1049", b"1000", b"1003", b"1006", b"2004", b"1004"):
        last_on = terminal.data.rindex(b"\x1b[?%sh" % mode)
        assert terminal.data.rindex(b"\x1b[?%sl" % mode) > last_on
    assert terminal.data.rindex(b"\x1b[?25h") > terminal.data.rindex(b"\x1b[?25l")
    assert b"Traceback" not in terminal.data
    assert processes_of(terminal.process.pid) == []


def processes_of(session: int) -> list[str]:
    """The processes of a session that are still there."""
    told = (path.read_text() for path in _stats())
    parts = (text.rpartition(") ")[2].split() for text in told)
    return [part[0] for part in parts if int(part[3]) == session]


def _stats():
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            path.read_text()
        except OSError:
            continue
        yield path


def test_a_terminal_that_is_closed_ends_it(folder):
    mapped = f"--map={ADDRESS}={folder / 'artifacts'}"
    with application(folder, mapped) as terminal:
        at_work(terminal)
        with Stopwatch() as watch:
            terminal.hang_up()
            left_with = terminal.process.wait(30)

        assert left_with == 129
        assert processes_of(terminal.process.pid) == []
    assert watch.seconds < AT_ONCE


def test_a_terminal_that_goes_without_a_signal_ends_it_too(folder):
    with application(folder, command=("setsid", "--wait", *BAKEFERRY)) as terminal:
        terminal.wait_for("verify 1 artifact")
        its = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
        (process,) = map(int, its.read_text().split())
        terminal.hang_up()

        wait_until(lambda: processes_of(process) == [])


async def test_a_server_that_falls_silent_does_not_hold_it_back(tmp_path):
    workspace = new_workspace(tmp_path)
    async with serving(stall(Content(b"x" * 4096))) as server:
        address = server.url().rpartition("/")[0]
        workspace.write(template_text("0" * 64).replace(ADDRESS, address))
        with application(
            tmp_path, "--allow-insecure-http", "--allow-private=127.0.0.1"
        ) as terminal:
            await asyncio.to_thread(at_work, terminal)
            await asyncio.to_thread(wait_until, lambda: server.requests)
            with Stopwatch() as watch:
                terminal.signal(signal.SIGTERM)
                left_with = await asyncio.to_thread(terminal.wait_for_end)

            assert left_with == 143
            assert_left_behind_nothing(terminal)
    assert watch.seconds < AT_ONCE


HANGS = """
import threading
import tui.session
class Session(tui.session.Session):
    async def __aexit__(self, *error):
        threading.Event().wait()  # a file system that does not answer
tui.session.Session = Session
from tui.cli.main import main
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_hangs_does_not_hold_it_back(number, folder):
    command = (BAKEFERRY[0], "-c", HANGS)
    with application(
        folder, f"--map={ADDRESS}={folder / 'artifacts'}", command=command
    ) as terminal:
        at_work(terminal)
        with Stopwatch() as watch:
            terminal.signal(number)
            left_with = terminal.wait_for_end()

        assert left_with == 128 + number
        assert_left_behind_nothing(terminal)
    assert watch.seconds < AT_ONCE


@pytest.mark.parametrize("key", ["q", "\x11"], ids=["q", "Ctrl-Q"])
def test_while_nothing_runs_a_key_is_enough(key, folder):
    with application(folder) as terminal:
        terminal.wait_for("verify 1 artifact")
        terminal.type(key)

        assert terminal.wait_for_end() == 0
        assert_left_behind_nothing(terminal)


# A slip of ours.

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


# No terminal to draw on.

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


def test_a_dumb_terminal_is_none(folder):
    with application(folder, env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"TERM is dumb" in terminal.data
        assert b"\x1b" not in terminal.data


# What a terminal may do meanwhile.


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


def state_of(process: int) -> str:
    """`T` when it is stopped."""
    told = Path(f"/proc/{process}/stat").read_text()
    return told.rpartition(") ")[2].split()[0]
