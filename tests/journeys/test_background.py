"""Copies that go on in the background: begun, followed, paused, given up from anywhere."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from live_side import ALWAYS
from short_room import room_for
from small_disks import container, signed
from transferring import sha256_of
from waiting import wait_until

from transfer.journal.store import Journal
from transfer.simulator.faults import refuse
from tui.cli.exit_codes import ExitCode
from tui.jobs.runs import ItemState, read_runs, write_run

BUSY = refuse(503, "ServerBusy")
YEAR = 365 * 86_400.0
REACH = ("--allow-private", "127.0.0.1")


@pytest.fixture(autouse=True)
def _none_is_left(state):
    """End the processes that a failed test has left behind."""
    yield
    for run in read_runs(state):
        if run.is_alive and run.holder.pid != os.getpid():
            os.kill(run.holder.pid, signal.SIGKILL)


@pytest.fixture
def hanging(azure, home, state):
    """A rescue in the background that hangs in the middle; its command and its job."""
    bakeferry = azure()
    bakeferry.simulator.faults.add("Get Blob", BUSY, after=7, times=ALWAYS)
    begun = bakeferry("rescue", "rhel9-base", "--to", home, "--no-wait")
    assert begun.code == 0, begun.err
    wait_until(lambda: read_runs(state)[0].items[0].done)
    return bakeferry, begun.out[:8]


def states(bakeferry):
    items = bakeferry("jobs", "list", "-o", "json").document("jobs")["items"]
    return [(item["state"], item["isRunning"]) for item in items]


def test_a_rescue_goes_on_after_its_command_and_is_followed_to_its_end(hanging, home):
    bakeferry, job = hanging
    assert states(bakeferry) == [("active", True)]

    bakeferry.simulator.faults.clear()
    watched = bakeferry("jobs", "watch", job)

    assert watched.code == 0
    assert watched.out == f"{job}  done  rhel9-base/rhel9-base-vhd\n"
    (path,) = home.glob("*.vhd")
    assert path.with_name(f"{path.name}.sha256").read_text()[:64] == sha256_of(path)


def test_it_is_in_a_session_of_its_own(hanging, state):
    (run,) = read_runs(state)

    assert os.getsid(run.holder.pid) != os.getsid(0)


def test_it_is_paused_from_elsewhere_and_taken_up_in_the_background(hanging, home):
    bakeferry, job = hanging

    paused = bakeferry("jobs", "pause", job, "-o", "json")
    again = bakeferry("jobs", "pause", job)
    bakeferry.simulator.faults.clear()
    resumed = bakeferry("jobs", "resume", job, "--no-wait")
    watched = bakeferry("jobs", "watch", job)

    (item,) = paused.document("jobs")["items"]
    assert (item["state"], item["isRunning"]) == ("active", False)
    assert 0 < item["arrivedBytes"] < item["size"]
    assert again.code is ExitCode.REFUSED
    assert (resumed.code, watched.code) == (0, 0)
    assert list(home.glob("*.vhd"))


def test_a_copy_that_is_taken_up_says_its_number_once(azure, home, tmp_path):
    bakeferry = azure()
    file = tmp_path / "disk.img"
    file.write_bytes(os.urandom(2**24))
    slow = ("--limit-rate", "256KiB")
    begun = bakeferry("copy", file, home, *slow, "--no-wait")
    job = begun.out[:8]
    bakeferry("jobs", "pause", job)

    resumed = bakeferry("jobs", "resume", job, "--limit-rate", "0", "--no-wait")
    watched = bakeferry("jobs", "watch", job)

    assert resumed.out == f"{job}  {file}\n"
    assert watched.out == f"{job}  done  {file}\n"


def test_it_is_given_up_while_it_runs_and_cleaned_away_by_its_number(hanging, home):
    bakeferry, job = hanging

    cancelled = bakeferry("jobs", "cancel", job)
    assert list(home.glob("*.part"))
    cleaned = bakeferry("jobs", "clean", "-y", job)

    assert (cancelled.code, cleaned.code) == (0, 0)
    assert not list(home.glob("*.part"))


def test_one_whose_process_was_killed_is_said_to_be_resumable(hanging, state):
    bakeferry, job = hanging
    (run,) = read_runs(state)
    os.kill(run.holder.pid, signal.SIGKILL)
    wait_until(lambda: not run.is_alive)

    watched = bakeferry("jobs", "watch", job)

    assert watched.code is ExitCode.PARTIAL
    assert "stopped" in watched.out
    assert states(bakeferry) == [("active", False)]


def test_one_that_cannot_begin_says_why_and_has_its_code(azure, home):
    bakeferry = azure()

    refused = bakeferry("rescue", "no-such-template", "--to", home, "--no-wait")

    assert refused.code == ExitCode.REMOTE
    assert "no image template no-such-template" in refused.err


def test_a_copy_that_waits_for_its_turn_is_begun_and_told_so(
    hanging, home, state, told
):
    bakeferry, _ = hanging
    assert told("jobs", "at-once").out == "2\n"
    assert told("jobs", "at-once", "1").out == "1\n"

    begun = bakeferry("rescue", "win11-avd", "--to", home, "--no-wait")

    assert begun.code == 0, begun.err
    assert begun.out == "(waits)   win11-avd/win11-avd-vhd\n"
    assert read_runs(state)[0].items[0].state is ItemState.WAITING
    told("jobs", "at-once", "2")
    wait_until(lambda: read_runs(state)[0].items[0].state is ItemState.RUNNING)


def test_of_many_copies_that_wait_a_few_are_named(hanging, home, tmp_path, told):
    bakeferry, _ = hanging
    told("jobs", "at-once", "1")
    files = [tmp_path / f"{number}.bin" for number in range(40)]
    for file in files:
        file.write_bytes(b"no disk")

    begun = bakeferry("copy", *files, home, "--no-wait")

    assert [line[:10] for line in begun.out.splitlines()] == ["(waits)   "] * 3 + [
        "(wait)    "
    ]
    assert begun.out.endswith("37 more\n")


def test_no_copies_at_once_are_too_few(told):
    refused = told("jobs", "at-once", "0")

    assert refused.code == ExitCode.USAGE
    assert "1<=x<=64" in refused.err


def test_nobody_is_asked_in_the_background(azure, home):
    refused = azure()("rescue", "--at-risk", "--to", home, "--no-wait")

    assert refused.code == ExitCode.USAGE
    assert "say -y" in refused.err


def test_a_copy_goes_on_in_the_background_too(azure, home, tmp_path):
    bakeferry = azure()
    file = tmp_path / "rootfs.tar"
    file.write_bytes(b"no disk" * 100_000)

    begun = bakeferry("copy", file, home, "--no-wait")
    bakeferry("jobs", "watch", begun.out[:8])

    assert begun.code == 0, begun.err
    assert begun.out.endswith(f"{file}\n")
    assert "jobs watch" in begun.err
    assert (home / "rootfs.tar").read_bytes() == file.read_bytes()


def test_nothing_is_begun_where_the_journal_finds_no_room(told, disk, home, state):
    with room_for(100):
        refused = told("copy", disk, home, "--no-wait")

    assert refused.code is ExitCode.PARTIAL
    assert "transfers.sqlite" in refused.err
    assert read_runs(state) == []


def test_nothing_under_way_is_nothing_to_follow(told):
    found = told("jobs", "watch")

    assert found.code is ExitCode.REMOTE
    assert "nothing is under way" in found.err


def test_what_ended_before_anybody_followed_is_told_all_the_same(told, disk, home):
    begun = told("copy", disk, home, "--no-wait")
    job = begun.out[:8]
    told("jobs", "watch", job)

    watched = told("jobs", "watch")

    assert watched.code == ExitCode.DONE
    assert watched.out == f"{job}  done  {disk}\n"


def test_what_began_while_the_clock_was_ahead_is_not_what_began_last(
    told, disk, home, state
):
    told("copy", disk, home / "then.vhd")
    [then] = read_runs(state)
    write_run(state, replace(then, began=then.began + 20 * YEAR))
    told("copy", disk, home / "now.vhd")
    job = told("jobs", "list").out.splitlines()[1][:8]

    watched = told("jobs", "watch")

    assert watched.out == f"{job}  done  {disk}\n"


def test_the_code_tells_of_a_copy_that_was_given_up_meanwhile(hanging):
    bakeferry, job = hanging
    bakeferry("jobs", "cancel", job)

    watched = bakeferry("jobs", "watch")

    assert watched.code == ExitCode.INTERRUPTED
    assert watched.out.startswith(f"{job}  cancelled  ")


@pytest.fixture
def address(azurite, told, disk, monkeypatch):
    """A disk's address with a signature, which is also typed on standard input."""
    one = signed(container(azurite, "bakeferryone", "background"), "bakeferryone")
    told("copy", disk, one, *REACH)
    found = one.replace("?", "/disk.vhd?")
    monkeypatch.setattr("sys.stdin", _Typed(found))
    return found


def test_no_signature_is_in_any_place_that_others_can_read(address, told, home, state):
    begun = told(
        "rescue", "-", "--to", home, "--no-wait", "--limit-rate", "256KiB", *REACH
    )

    assert begun.code == 0, begun.err
    run = next(run for run in read_runs(state) if run.is_alive)
    secret = address.rpartition("sig=")[2].encode()
    process = Path("/proc") / str(run.holder.pid)
    told_by = [process / "cmdline", process / "environ"]
    told_by += [one for one in state.rglob("*") if one.is_file()]
    assert [one for one in told_by if secret in one.read_bytes()] == []
    assert told("jobs", "pause", begun.out[:8]).code == 0
    with Journal.open(state) as journal:
        assert all("?" not in job.artifact for job in journal.jobs())


class _Typed:
    """Standard input with one address."""

    def __init__(self, text):
        self._text = text

    def read(self, most):
        """All of it."""
        return self._text
