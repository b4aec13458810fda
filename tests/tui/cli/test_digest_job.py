"""The short road of `digest`, and that it leads where click does."""

import io
import os
import sys

import pytest

from integrity.digests.algorithms import SHA256
from integrity.digests.pool import Pool
from tui.cli.digest import digest
from tui.cli.digesting.job import Job, plain_job
from tui.cli.late_progress import LateProgress
from tui.cli.main import run

PLAIN = [
    ["a"],
    ["a", "b c", ""],
    ["-"],
    ["a", "-", "\udcff"],
    ["-c", "a"],
    ["a", "--check", "-c", "-"],
    ["-q", "a"],
    ["--quiet", "a", "-q"],
    ["-j1", "a"],
    ["a", "-j", "256", "b"],
    ["--jobs=2", "-j", " +3", "a"],
    ["--jobs", "2", "-c", "a"],
    ["-ablake3,sha256,blake3", "-"],
    ["--algorithm", "sha256", "--check", "a"],
]


@pytest.mark.parametrize("arguments", PLAIN)
def test_words_that_are_often_used_are_the_job_that_click_makes_of_them(arguments):
    with digest.make_context("digest", list(arguments)) as context:
        assert plain_job(arguments) == Job(**context.params)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-c"],
        ["-q"],
        ["-cq", "a"],
        ["-j0", "a"],
        ["-j257", "a"],
        ["-j", "-1", "a"],
        ["-j", "many", "a"],
        ["--jobs=", "1", "a"],
        ["a", "-j"],
        ["-j1"],
        ["-a", "md5", "a"],
        ["-asha256,", "a"],
        ["-a", "xxh3-128", "a", "--algorithm=blake3"],
        ["a", "--algorithm"],
        ["-cablake3", "a"],
        ["-c", "-asha256,blake3", "a"],
        ["-j=1", "a"],
        ["--algo=blake3", "a"],
        ["--", "-c"],
        ["a", "--tag"],
        ["--", "-"],
        ["--help"],
        ["-x"],
    ],
)
def test_all_else_is_left_to_click(arguments):
    assert plain_job(arguments) is None


def test_both_roads_tell_the_same(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    for name in (b"a", b"line\nfeed", b"back\\slash", b"\xff"):
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    told = []
    for arguments in (["."], ["--", "."]), (["missing", "."], ["--", "missing", "."]):
        for road in arguments:
            code = run(["digest", *road])
            told.append((code, *capfdbinary.readouterr()))
    assert told[0] == told[1]
    assert told[2] == told[3]
    assert [code for code, *_ in told] == [0, 0, 7, 7]
    assert told[0][1].count(b"\n") == 4


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self):
        return self.now


class Stream(io.StringIO):
    """A terminal, or none."""

    def __init__(self, isatty):
        super().__init__()
        self.isatty = lambda: isatty


def captured(monkeypatch, *, isatty=False):
    """What goes to standard error from now on; pytest sets its own between phases."""
    stream = Stream(isatty)
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.fixture
def pool():
    """A pool that has been at a file for a while."""
    pool = Pool(1)
    pool._counters[0].begin("disk.vhd", 1000)
    return pool


def test_progress_is_told_once_the_work_takes_a_while(pool, monkeypatch):
    log = captured(monkeypatch)
    clock = Clock()
    with LateProgress(quiet=False, clock=clock) as progress:
        for seconds in range(20):
            clock.now = float(seconds)
            progress.poll(pool, finished=0)
    assert log.getvalue().startswith("digest disk.vhd hashing 0%")


def test_a_log_is_told_after_five_seconds_how_quick_it_goes(pool, monkeypatch):
    log = captured(monkeypatch)
    clock = Clock()
    with LateProgress(quiet=False, clock=clock) as progress:
        for tenths in range(50):
            clock.now = tenths / 10
            pool._counters[0].file_done = tenths
            progress.poll(pool, finished=0)
        assert log.getvalue() == ""
        clock.now, pool._counters[0].file_done = 5.0, 50
        progress.poll(pool, finished=0)
    assert log.getvalue() == "digest disk.vhd hashing 5% 10 bytes/s eta 1:35\n"


def test_what_tells_a_log_is_not_loaded_before_there_is_something_to_tell(
    pool, monkeypatch
):
    captured(monkeypatch)
    clock = Clock()
    monkeypatch.delitem(sys.modules, "tui.cli.progress_line", raising=False)
    with LateProgress(quiet=False, clock=clock) as progress:
        clock.now = 3.9
        progress.poll(pool, finished=0)
        assert "tui.cli.progress_line" not in sys.modules


def test_a_terminal_is_told_soon_and_left_clean(pool, monkeypatch):
    log = captured(monkeypatch, isatty=True)
    monkeypatch.setenv("TERM", "xterm")
    clock = Clock()
    with LateProgress(quiet=False, clock=clock) as progress:
        clock.now = 0.2
        progress.poll(pool, finished=0)
        assert log.getvalue() == ""
        for seconds in (0.3, 0.6):
            clock.now = seconds
            progress.poll(pool, finished=0)
        assert "disk.vhd" in log.getvalue()
    assert log.getvalue().endswith("\x1b[J")


def test_quiet_is_quiet_however_long_it_takes(pool, monkeypatch):
    log = captured(monkeypatch)
    clock = Clock()
    with LateProgress(quiet=True, clock=clock) as progress:
        clock.now = 1000.0
        progress.poll(pool, finished=0)
    assert log.getvalue() == ""


def test_the_default_is_the_contract():
    assert Job(("a",)).algorithms == (SHA256,)
