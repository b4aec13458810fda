"""What runs tell of themselves, and what is wished of them, in files of the state."""

import asyncio
import os
import sys
from dataclasses import replace

import pytest

from integrity.progress import Progress, Stage
from transfer.journal.holder import Holder
from tui.jobs.destinations import (
    Way,
    home_word,
    problem_with,
    recent,
    remember,
    without_secret,
)
from tui.jobs.launching import launch
from tui.jobs.recorder import Recorder
from tui.jobs.runs import (
    RUN,
    ItemState,
    Run,
    RunItem,
    forget_old_runs,
    has_runs,
    read_run,
    read_runs,
    write_run,
)
from tui.jobs.stops import Stop, wish, wished

ITEM = RunItem("win11-avd/vhd", "https://a.example/x.vhd", "/home/x.vhd", "download")
OTHER = replace(ITEM, destination="/home/y.vhd")


def a_run(number=0, **more):
    return Run(f"{number:032x}", float(number), **more)


def test_a_run_is_read_as_it_was_told(tmp_path):
    run = a_run(holder=Holder.this_process(), items=(replace(ITEM, rates=(1.0, 2.0)),))

    assert not has_runs(tmp_path)
    write_run(tmp_path, run)

    assert has_runs(tmp_path)
    assert read_run(tmp_path, run.run_id) == run
    assert read_runs(tmp_path) == [run]


def test_what_a_run_tells_is_for_its_owner_alone(tmp_path):
    write_run(tmp_path, a_run())

    (path,) = (tmp_path / "runs").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"[]", b'{"run_id": 1}', b'{"items": 5}', b"\xff\xfe", b"null",
     b"[" * 100_000],
    ids=lambda junk: str(junk[:9]),
)  # fmt: skip
def test_a_file_that_is_damaged_is_no_run(tmp_path, junk):
    write_run(tmp_path, a_run())
    (tmp_path / "runs" / f"{'f' * 32}.json").write_bytes(junk)

    assert [run.run_id for run in read_runs(tmp_path)] == ["0" * 32]


def test_old_runs_are_forgotten_and_those_that_live_are_not(tmp_path):
    write_run(tmp_path, a_run(1, holder=Holder.this_process()))
    for number in range(2, 60):
        write_run(tmp_path, a_run(number))

    forget_old_runs(tmp_path)

    kept = [int(run.began) for run in read_runs(tmp_path)]
    assert kept == [*range(59, 9, -1), 1]


def test_a_disk_that_takes_nothing_stops_no_run(tmp_path):
    (tmp_path / "runs").write_text("in the way")

    write_run(tmp_path, a_run())

    assert read_runs(tmp_path) == []


def test_a_process_that_cannot_begin_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("tui.jobs.launching.sys.executable", "/bin/false")

    with pytest.raises(OSError, match="could not begin"):
        launch(["jobs", "list"], tmp_path, {}, what="win11-avd/vhd")

    (run,) = read_runs(tmp_path)
    assert (run.code, run.what) == (1, "win11-avd/vhd")


_KILLED = """#!/bin/sh
exec {python} -c '
import os, signal
from tui.cli import worker

worker.write_run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
worker.main()
' "$3"
"""


def test_one_that_is_killed_before_it_has_told_of_itself_could_not_begin(
    tmp_path, monkeypatch
):
    program = tmp_path / "killed"
    program.write_text(_KILLED.format(python=sys.executable))
    program.chmod(0o700)
    monkeypatch.setattr("tui.jobs.launching.sys.executable", str(program))

    with pytest.raises(OSError, match="could not begin"):
        launch(["jobs", "list"], tmp_path, os.environ)


def test_a_wish_is_found_by_whoever_looks_for_it(tmp_path):
    wish(tmp_path, ITEM.key, Stop.PAUSE)

    assert wished(tmp_path, ITEM.key) is Stop.PAUSE
    assert wished(tmp_path, OTHER.key) is None


def test_a_run_tells_how_its_copies_go_on(tmp_path):
    items = [ITEM, OTHER]
    recorder = Recorder(tmp_path, items, lambda *_: None, at_once=1, now=lambda: 7.0)
    recorder.begin()
    recorder.progress(ITEM.key, Progress("", Stage.COPYING, 5, 9))
    recorder.close()
    (run,) = read_runs(tmp_path)

    running, waiting = run.items
    assert run.is_alive
    assert (running.state, running.done, running.total) == (ItemState.RUNNING, 5, 9)
    assert waiting.state is ItemState.WAITING


class Looks:
    """In place of the event that ends a run: set after so many looks at it."""

    def __init__(self, left, between):
        self.left, self.between = left, between

    def is_set(self):
        self.left -= 1
        return self.left < 0

    async def wait(self):
        """What happens from one look to the next."""
        self.between()


async def test_a_run_tells_what_each_copy_has_brought_second_by_second(tmp_path):
    recorder = Recorder(tmp_path, [ITEM, OTHER], lambda *_: None, at_once=1)
    done = iter((1, 2, 3, 5, 6, 7, 8, 5, 4, 3, 2, 1))  # it was begun anew

    def go_on():
        recorder.progress(ITEM.key, Progress("", Stage.COPYING, next(done), 9))

    recorder.begin()
    await recorder.live(Looks(12, go_on))
    (run,) = read_runs(tmp_path)

    assert [item.rates for item in run.items] == [(0.0, 5.0, 0.0), ()]


async def test_the_rates_of_the_last_minute_are_told(tmp_path):
    recorder = Recorder(tmp_path, [ITEM], lambda *_: None, at_once=1)
    recorder.begin()
    await recorder.live(Looks(4 * 70, lambda: None))
    (run,) = read_runs(tmp_path)

    assert run.items[0].rates == (0.0,) * 60


def test_what_ended_before_its_turn_is_not_begun(tmp_path):
    recorder = Recorder(tmp_path, [ITEM, OTHER], lambda *_: None, at_once=1)
    recorder.begin()
    recorder.ended(OTHER.key, ItemState.CANCELLED)
    recorder.ended(ITEM.key, ItemState.DONE)
    third = replace(OTHER, destination="/another")
    recorder.expect(third)
    recorder.close()
    (run,) = read_runs(tmp_path)

    assert [item.state for item in run.items] == [
        ItemState.DONE, ItemState.CANCELLED, ItemState.RUNNING,
    ]  # fmt: skip


async def test_a_run_hears_what_is_wished_and_forgets_what_was_wished_before(tmp_path):
    heard = []
    over = asyncio.Event()

    def stop(*words):
        heard.append(words)
        over.set()

    recorder = Recorder(tmp_path, [ITEM, OTHER], stop, at_once=1)
    wish(tmp_path, ITEM.key, Stop.CANCEL)
    recorder.begin()
    wish(tmp_path, OTHER.key, Stop.PAUSE)
    await recorder.live(over)
    recorder.ended(OTHER.key, ItemState.PAUSED)

    assert heard == [(OTHER.key, Stop.PAUSE)]
    assert wished(tmp_path, OTHER.key) is None


async def test_what_is_wished_of_a_run_is_wished_of_all_its_copies(
    tmp_path, monkeypatch
):
    heard = []
    over = asyncio.Event()

    def stop(key, how):
        heard.append((key, how))
        recorder.ended(key, ItemState.PAUSED)
        if len(heard) == 2:
            over.set()

    run = a_run()
    monkeypatch.setenv(RUN, run.run_id)
    write_run(tmp_path, run)
    wish(tmp_path, run.run_id, Stop.PAUSE)  # before it knows what it copies
    recorder = Recorder(tmp_path, [ITEM, OTHER], stop, at_once=1)
    recorder.begin()
    await recorder.live(over)
    recorder.close()

    assert heard == [(ITEM.key, Stop.PAUSE), (OTHER.key, Stop.PAUSE)]
    assert wished(tmp_path, run.run_id) is None


def test_places_are_remembered_by_kind_the_last_first_and_without_secrets(tmp_path):
    remember(tmp_path, Way.FOLDER, "/images")
    remember(tmp_path, Way.ACCOUNT, "golden/vhds")
    remember(tmp_path, Way.ACCOUNT, "https://a.example/vhds?sig=s3cret")
    remember(tmp_path, Way.ACCOUNT, "golden/vhds")

    assert recent(tmp_path, Way.FOLDER) == ["/images"]
    assert recent(tmp_path, Way.ACCOUNT) == ["golden/vhds", "https://a.example/vhds"]


@pytest.mark.parametrize(
    ("way", "text", "is_fine"),
    [
        (Way.ACCOUNT, "golden/vhds", True),
        (Way.ACCOUNT, "https://golden.blob.core.windows.net/vhds?sig=x", True),
        (Way.ACCOUNT, "/a/folder", False),
        (Way.ACCOUNT, " ", False),
        (Way.FOLDER, "~/images", True),
        (Way.FOLDER, "https://golden.blob.core.windows.net/vhds", False),
        (Way.FOLDER, "", False),
    ],
)
def test_what_was_typed_is_looked_at_before_anything_begins(way, text, is_fine):
    assert (problem_with(way, text) is None) == is_fine


def test_a_folder_is_meant_wherever_the_command_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert home_word(Way.FOLDER, "images") == f"{tmp_path}/images/"
    assert home_word(Way.ACCOUNT, " golden/vhds ") == "golden/vhds"
    assert without_secret("https://a.example/vhds?sig=x") == "https://a.example/vhds"
