"""Progress on a terminal and in a log, with a clock that the test turns."""

import io
import re
import signal

import pytest

from integrity.progress import Progress, Stage
from tui.cli.progress_line import ProgressLine

MIB = 1024 * 1024


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Stream(io.TextIOWrapper):
    """A standard error that is a terminal or not."""

    def __init__(self, *, terminal, encoding="utf-8"):
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self._is_terminal = terminal

    def isatty(self):
        return self._is_terminal

    @property
    def text(self):
        return self.buffer.getvalue().decode(self.encoding)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(autouse=True)
def _a_capable_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")


def line_on(stream, clock, **options):
    return ProgressLine("verify", stream=stream, clock=clock, columns=80, **options)


def screen(text):
    """What a terminal shows after these bytes."""
    lines = [""]
    for part in re.split(r"(\x1b\[\d+A\x1b\[J|\n)", text):
        if part == "\n":
            lines.append("")
        elif up := re.fullmatch(r"\x1b\[(\d+)A\x1b\[J", part):
            del lines[-1 - int(up[1]) :]
            lines.append("")
        else:
            assert "\x1b" not in part
            lines[-1] += part
    return lines[:-1]


def reading(item, done, total=10 * MIB, stage=Stage.READING):
    return Progress(item, stage, done, total)


def test_a_terminal_shows_each_item_and_the_total(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    line(reading("setup.ps1", 0))
    clock.now += 1
    line(reading("setup.ps1", 5 * MIB))
    assert screen(stream.text) == [
        "● setup.ps1                     10.0 MiB ██████░░░░░░  50%    5.0 MiB/s    0:01",
        "verify 0 done   5.0 MiB   5.0 MiB/s",
    ]


def test_lines_are_repainted_four_times_a_second_at_most(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    for _ in range(128):
        clock.now += 1 / 64
        line(reading("a", MIB))
    assert stream.text.count("verify") == 8


def test_a_repaint_takes_the_place_of_the_last_one(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    for done in range(5):
        clock.now += 1
        line(reading("a", done * MIB))
        line(reading("b", done * MIB))
    assert len(screen(stream.text)) == 3


def test_eight_lines_are_the_most(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    line.poll((reading(str(n), 1) for n in range(20)), done=20, finished=0)
    clock.now += 1
    line.poll((reading(str(n), 1) for n in range(20)), done=20, finished=3)
    assert len(screen(stream.text)) == 8
    assert screen(stream.text)[-1].startswith("verify 3 done")


def test_nothing_is_left_when_the_work_is_done(clock):
    stream = Stream(terminal=True)
    with line_on(stream, clock) as line:
        clock.now += 1
        line(reading("a", MIB))
        assert screen(stream.text) != []
    assert screen(stream.text) == []


def test_what_is_done_leaves_the_list_and_is_counted(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    line(reading("a", 10 * MIB, stage=Stage.DONE))
    clock.now += 1
    line(reading("b", MIB))
    shown = screen(stream.text)
    assert [text[:3] for text in shown] == ["● b", "ver"]
    assert shown[-1].startswith("verify 1 done   11.0 MiB")


def test_no_line_is_wider_than_the_terminal(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    clock.now += 1
    line(reading("/very/long/path" * 20, 2**62, total=2**63))
    assert max(len(text) for text in screen(stream.text)) < 80


def test_an_evil_name_reaches_the_terminal_harmless(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    clock.now += 1
    line(reading("a\x1b]52;c;eA==\x07\nb\u202e", 1))
    assert "\x1b]" not in stream.text
    assert "\u202e" not in stream.text
    assert len(screen(stream.text)) == 2


def test_a_terminal_without_unicode_gets_ascii(clock):
    stream = Stream(terminal=True, encoding="ascii")
    line = line_on(stream, clock)
    clock.now += 1
    line(reading("a", 5 * MIB, stage=Stage.RETRYING))
    assert screen(stream.text)[0].startswith("! a")
    assert "######------" in stream.text


def test_a_dumb_terminal_gets_no_cursor_codes(clock, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    line(reading("a", 0))
    clock.now += 6
    line(reading("a", 6 * MIB))
    assert stream.text == "verify a reading 60% 1.0 MiB/s eta 0:04\n"


def test_a_log_hears_nothing_of_what_is_quick(clock):
    stream = Stream(terminal=False)
    with line_on(stream, clock) as line:
        line(reading("a", 0))
        clock.now += 4
        line(reading("a", 10 * MIB, stage=Stage.DONE))
    assert stream.text == ""


def test_a_log_hears_of_slow_items_at_each_tenth_and_seldom(clock):
    stream = Stream(terminal=False)
    line = line_on(stream, clock)
    for second in range(100):
        line(reading("a", second * MIB, total=100 * MIB))
        clock.now += 1
    line(reading("a", 100 * MIB, total=100 * MIB, stage=Stage.DONE))
    percents = re.findall(r"(\d+%|\d+ s)", stream.text)
    assert percents == ["5%", "35%", "65%", "95%", "100 s"]


def test_a_log_hears_nothing_of_what_waits_for_its_turn(clock):
    stream = Stream(terminal=False)
    line = line_on(stream, clock)
    for _ in range(100):
        line(reading("a", 0, total=None, stage=Stage.WAITING))
        clock.now += 1
    assert stream.text == ""


def test_quiet_is_silent(clock):
    streams = [Stream(terminal=True), Stream(terminal=False)]
    for stream in streams:
        line = line_on(stream, clock, quiet=True)
        line(reading("a", 0))
        clock.now += 60
        line(reading("a", 1))
    assert [stream.text for stream in streams] == ["", ""]


def test_a_closed_stream_does_not_stop_the_work(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    clock.now += 1
    stream.close()
    line(reading("a", 1))
    clock.now += 1
    line(reading("a", 2))


def waiting(item, why="connection refused"):
    return Progress(item, Stage.RETRYING, 0, trouble=why)


def test_a_terminal_says_at_once_what_is_waited_for_and_that_it_is_over(clock):
    stream = Stream(terminal=True)
    line = line_on(stream, clock)
    line(waiting("disk.vhd", "refused\x1b[2J"))
    told = screen(stream.text)[0]
    clock.now += 1
    line(reading("disk.vhd", MIB))

    assert told.startswith("↻")
    assert "waits: refused" in told
    assert "waits" not in screen(stream.text)[0]


def test_a_log_says_at_once_what_is_waited_for_and_not_at_every_retry(clock):
    stream = Stream(terminal=False)
    line = line_on(stream, clock)
    for _ in range(10):
        line(waiting("disk.vhd"))
        clock.now += 4

    assert stream.text.splitlines() == 2 * ["verify disk.vhd waits: connection refused"]


def test_a_while_in_which_the_process_was_stopped_makes_no_rate_lower(clock):
    stream = Stream(terminal=True)
    before = signal.getsignal(signal.SIGCONT)
    with line_on(stream, clock) as line:
        for second in range(4):
            clock.now += 1
            line(Progress("disk", Stage.COPYING, second * 8 * MIB, 1000 * MIB))
        clock.now += 3600
        signal.raise_signal(signal.SIGCONT)

        line(Progress("disk", Stage.COPYING, 24 * MIB, 1000 * MIB))

        assert screen(stream.text)[0].endswith("8.0 MiB/s    2:02")
    assert signal.getsignal(signal.SIGCONT) is before


def test_what_a_shell_has_said_meanwhile_is_not_erased(clock):
    stream = Stream(terminal=True)
    with line_on(stream, clock) as line:
        clock.now += 1
        line(reading("a", MIB))
        stream.write("[1]+  Stopped\n$ fg\n")
        signal.raise_signal(signal.SIGCONT)
        clock.now += 1
        line(reading("a", 2 * MIB))

    shown = screen(stream.text)
    assert shown[-2:] == ["[1]+  Stopped", "$ fg"]
    assert shown[0].startswith("● a")


def test_nor_by_an_end_that_comes_right_after(clock):
    stream = Stream(terminal=True)
    with line_on(stream, clock) as line:
        clock.now += 1
        line(reading("a", MIB))
        stream.write("$ fg\n")
        signal.raise_signal(signal.SIGCONT)

    assert screen(stream.text)[-1] == "$ fg"
