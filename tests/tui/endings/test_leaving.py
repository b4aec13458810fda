"""However the application ends: at once, with the right code, the terminal as before."""

import asyncio
import signal
from itertools import cycle
from pathlib import Path

import pytest
from behaviours import Content, stall
from command import BAKEFERRY
from ending import application, assert_left_behind_nothing, processes_of
from faulty_server import serving
from stopwatch import Stopwatch
from terminal import Terminal
from waiting import wait_until
from workspace import ADDRESS, new_workspace, template_text

AT_ONCE = 2.0
"""Seconds, of those that the machine has time for."""


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
    """Send signals one after the other, each once the last one has been heard."""

    def send(terminal: Terminal) -> None:
        for number in numbers:
            wait_until(lambda: not waiting_signals(terminal.process.pid))
            terminal.signal(number)

    return send


def waiting_signals(process: int) -> int:
    """A bit for each signal that the process has not been told yet."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(dict(line.split(":", 1) for line in lines)["ShdPnd"], 16)


ENDINGS = {
    "q": (typing("q", "Stop and quit"), answering("\t\r"), 0),
    "Ctrl-C twice": (typing("\x03", "Ctrl-C again"), answering("\x03"), 130),
    "SIGINT": (no_question, signalling(signal.SIGINT), 130),
    "SIGTERM": (no_question, signalling(signal.SIGTERM), 143),
    "SIGHUP": (no_question, signalling(signal.SIGHUP), 129),
    "SIGQUIT": (no_question, signalling(signal.SIGQUIT), 131),
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


def test_a_terminal_that_takes_nothing_does_not_hold_it_back(folder):
    with application(folder) as terminal:
        terminal.wait_for("verify 1 artifact")
        terminal.stand_still()
        with Stopwatch() as watch:
            terminal.signal(signal.SIGTERM)
            left_with = terminal.process.wait(30)

        assert left_with == 143
    assert watch.seconds < AT_ONCE


def test_a_screen_that_waits_for_its_terminal_leaves_too(folder):
    def waits_to_write() -> bool:
        terminal.resize(*next(sizes))
        process = terminal.process.pid
        doing = Path(f"/proc/{process}/task/{process}/wchan").read_text()
        return doing.startswith("futex")

    sizes = cycle([(80, 24), (100, 30)])
    with application(folder) as terminal:
        terminal.wait_for("verify 1 artifact")
        terminal.stand_still()
        wait_until(waits_to_write)
        with Stopwatch() as watch:
            terminal.signal(signal.SIGTERM)
            left_with = terminal.process.wait(30)

        assert left_with == 143
    assert watch.seconds < AT_ONCE


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


DIALOGS = {
    "help": ("?", "esc close"),
    "theme": ("\x14", "high-contrast"),
    "palette": ("\x10", "A few letters of what to do"),
    "quit": ("q", "Stop and quit"),
}
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@pytest.mark.parametrize(("key", "shown"), DIALOGS.values(), ids=DIALOGS.keys())
@pytest.mark.parametrize("number", SIGNALS)
def test_a_dialog_does_not_hold_it_back(key, shown, number, folder):
    with application(folder, f"--map={ADDRESS}={folder / 'artifacts'}") as terminal:
        at_work(terminal)
        typing(key, shown)(terminal)
        terminal.signal(number)

        assert terminal.wait_for_end() == 128 + number
        assert_left_behind_nothing(terminal)
