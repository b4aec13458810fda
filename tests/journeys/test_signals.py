"""Whoever is interrupted leaves at once, with a code, and nothing half-written."""

import asyncio
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from behaviours import Content, drip_headers, endless, hang_up_at_once, stall
from command import BAKEFERRY, environment
from faulty_server import serving
from stopwatch import Stopwatch
from waiting import wait_until
from workspace import SETUP_SHA256, template_at, template_text

AT_ONCE = 2.0
"""Seconds, of those that the machine has time for; mostly it takes a tenth of it."""

SIGNALS = {
    "Ctrl-C": (signal.SIGINT, 130),
    "SIGTERM": (signal.SIGTERM, 143),
    "SIGHUP": (signal.SIGHUP, 129),
    "SIGQUIT": (signal.SIGQUIT, 131),
}
every_signal = pytest.mark.parametrize("how", SIGNALS.values(), ids=SIGNALS.keys())
MIB = 2**20
SILENT = stall(Content(b"x" * 4096))
ANSWERS = {"silent": SILENT, "endless": endless, "no headers": drip_headers}


def started(*arguments, **streams) -> subprocess.Popen:
    """The command under way, as a shell starts it."""
    return subprocess.Popen(
        [*BAKEFERRY, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **streams,
    )


def ended(process: subprocess.Popen) -> tuple[float, int, bytes]:
    """Seconds until the command has ended, its code, and its complaints."""
    with Stopwatch() as watch:
        _, complaints = process.communicate(timeout=30)
    return watch.seconds, process.returncode, complaints


def has_open(process: subprocess.Popen, path: Path) -> bool:
    """Say whether a process has a file open."""
    with suppress(OSError):
        descriptors = Path(f"/proc/{process.pid}/fd").iterdir()
        return any(one.readlink() == path for one in descriptors)
    return False


def has_read(process: subprocess.Popen, size: int) -> bool:
    """Say whether a process has read so many bytes."""
    told = Path(f"/proc/{process.pid}/io").read_text()
    return int(told.split()[1]) > size


def waits_for_input(process: subprocess.Popen) -> bool:
    """Say whether a thread of a process reads standard input, and nothing comes."""
    with suppress(OSError):
        threads = Path(f"/proc/{process.pid}/task").iterdir()
        return any(READS.match((one / "syscall").read_text()) for one in threads)
    return False


READS = re.compile("(0|19) 0x0 ")
"""`read` or `readv` of the first descriptor."""

ONE_LINE = b"bakeferry: interrupted; nothing was left half-written\n"


@pytest.fixture
def reading(workspace):
    """What makes the command read from a server on this machine."""
    return ("--allow-private=127.0.0.1", "--allow-insecure-http", workspace.template)


@every_signal
@pytest.mark.parametrize("command", ["verify", "stamp"])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_a_server_does_not_hold_us_back(answer, command, how, workspace, reading):
    async with serving(answer) as server:
        before = workspace.write(template_at(server.url()))
        process = started(command, *reading)
        await asyncio.to_thread(wait_until, lambda: server.requests, process)
        process.send_signal(how[0])
        seconds, left_with, complaints = await asyncio.to_thread(ended, process)

    assert left_with == how[1]
    assert complaints == ONE_LINE
    assert seconds < AT_ONCE
    assert workspace.template.read_bytes() == before
    assert {path.name for path in workspace.folder.iterdir()} == {
        "artifacts",
        "template.json",
    }


async def test_a_second_ctrl_c_is_no_worse_than_one(workspace, reading):
    async with serving(SILENT) as server:
        workspace.write(template_at(server.url()))
        process = started("verify", *reading)
        await asyncio.to_thread(wait_until, lambda: server.requests, process)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        seconds, left_with, complaints = await asyncio.to_thread(ended, process)

    assert left_with in (130, -signal.SIGINT)  # a shell shows 130 for both
    assert b"Traceback" not in complaints
    assert seconds < AT_ONCE


async def test_while_it_waits_to_ask_again_it_leaves_too(workspace, reading):
    async with serving(hang_up_at_once) as server:
        workspace.write(template_at(server.url()))
        process = started("verify", *reading)
        await asyncio.to_thread(wait_until, lambda: len(server.requests) > 1, process)
        process.send_signal(signal.SIGINT)
        seconds, left_with, complaints = await asyncio.to_thread(ended, process)

    assert left_with == 130
    assert complaints == ONE_LINE
    assert seconds < AT_ONCE


@every_signal
@pytest.mark.parametrize(
    "options", [[], ["-a", "sha256,blake3"], ["--manifest", "m"]], ids=str
)
def test_a_file_of_terabytes_does_not_hold_us_back(options, how, tmp_path):
    vhd = tmp_path / "disk.vhd"
    with vhd.open("wb") as file:
        file.truncate(4 * MIB * MIB)
        file.write(b"x" * 4096)
    process = started("digest", *options, vhd, cwd=tmp_path)
    wait_until(lambda: has_open(process, vhd), process)
    process.send_signal(how[0])
    seconds, left_with, complaints = ended(process)

    assert left_with == how[1]
    assert complaints == ONE_LINE
    assert seconds < AT_ONCE
    assert [path.name for path in tmp_path.iterdir()] == ["disk.vhd"]


@every_signal
def test_standard_input_that_never_ends_does_not_hold_us_back(how):
    with Path("/dev/zero").open("rb") as endless_input:
        process = started("digest", stdin=endless_input)
        wait_until(lambda: has_read(process, 100 * MIB), process)
        process.send_signal(how[0])
        seconds, left_with, complaints = ended(process)

    assert left_with == how[1]
    assert complaints == ONE_LINE
    assert seconds < AT_ONCE


@pytest.mark.parametrize("command", ["digest", "lint", "stamp"])
def test_standard_input_that_never_begins_does_not_hold_us_back(command):
    process = started(command, "-", stdin=subprocess.PIPE)
    wait_until(lambda: waits_for_input(process), process)
    process.send_signal(signal.SIGINT)
    seconds, left_with, complaints = ended(process)

    assert left_with == 130
    assert complaints == ONE_LINE
    assert seconds < AT_ONCE


MET_A_CALLBACK = """
import time
from tui.cli import main

class Callback:
    def __del__(self):
        raise KeyboardInterrupt

def work(arguments):
    Callback()
    time.sleep(600)

main._run = work
main.main()
"""


def test_a_ctrl_c_that_meets_a_callback_is_heard_all_the_same():
    ended = subprocess.run(
        [sys.executable, "-c", MET_A_CALLBACK], capture_output=True, timeout=60
    )

    assert ended.returncode == 130
    assert ended.stderr == b"bakeferry: interrupted; nothing was left half-written\n"


def test_who_is_told_to_outlive_the_terminal_does(workspace):
    shell = ["sh", "-c", f"trap '' HUP; exec {' '.join(BAKEFERRY)} lint -"]
    process = subprocess.Popen(
        shell, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    wait_until(lambda: waits_for_input(process), process)
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(template_text(SETUP_SHA256).encode(), timeout=30)

    assert process.returncode == 0
    assert b"Found nothing wrong in 1 file" in out


def test_a_terminal_that_goes_away_leaves_a_copy_that_can_be_taken_up(
    told, state, tmp_path
):
    file, copy = tmp_path / "disk.bin", tmp_path / "home" / "disk.bin"
    file.write_bytes(os.urandom(8 * MIB))
    copy.parent.mkdir()
    ours, its = pty.openpty()
    command = shlex.join((*BAKEFERRY, "copy", str(file), str(copy)))
    # whoever leads a session and opens a terminal is told when that goes
    line = f"exec {command} --limit-rate 1M <>{os.ttyname(its)} >&0 2>&0"
    process = subprocess.Popen(
        ["sh", "-c", line],
        env=environment(),
        start_new_session=True,
    )
    wait_until(lambda: list(copy.parent.glob("*.part")), process)
    os.close(its)
    os.close(ours)

    assert process.wait(30) == 129
    assert [one.suffix for one in copy.parent.iterdir()] == [".part"]
    assert told("copy", file, copy).code == 0
    assert copy.read_bytes() == file.read_bytes()
    assert list(copy.parent.glob("*.part")) == []
