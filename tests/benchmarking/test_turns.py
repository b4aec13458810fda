"""Tools that take turns are held against each other, and who is not there is named."""

import json
import os
import socket
import subprocess
import sys
import time

import digest_cases
import feeder
import journal_timer
import measuring
import pytest
import quick_tools
from command import environment
from cores import Cores
from counted_way import calls_of
from digest_cases import TAKES_LONG, Sizes
from digest_tools import all_digests, sha256_lines
from measuring import CLI, MIB, TRIES, Case, Tool, Usage, measure, measure_at_once
from tables import case_table

BEFORE = 0.1
"""Seconds that may pass between what is sent first and the first look at the clock."""

A, B = "a" * 64, "b" * 64


def tool(name, printed, algorithm="sha256"):
    """One that prints a digest."""
    return Tool(name, ("printf", printed), all_digests, algorithm=algorithm)


def test_tools_of_one_digest_must_agree():
    with pytest.raises(SystemExit, match="other disagrees"):
        measure(Case("case", 1, [tool("one", A), tool("other", B)], 1))


def test_tools_of_two_digests_are_not_held_against_each_other():
    case = Case("case", 1, [tool("one", A), tool("other", B, "blake3")], 2)
    measure(case)
    assert [len(runs) for runs in case.runs.values()] == [2, 2]


def test_a_run_with_the_cores_apart_is_done_again_and_told():
    near = iter([True, False, True, True])
    case = Case("case", 1, [tool("one", A)], 1, are_near=lambda: next(near))
    measure(case)
    assert [run.is_apart for run in case.runs["one"]] == [False]
    assert len(case.apart["one"]) == 1
    assert "one" in "".join(case_table(case)).partition("had no cache in common")[2]


def test_a_run_is_counted_in_the_end_and_told_if_the_cores_never_are_near():
    case = Case("case", 1, [tool("one", A)], 1, are_near=lambda: False)
    measure(case)
    assert [run.is_apart for run in case.runs["one"]] == [True]
    assert len(case.apart["one"]) == TRIES - 1
    assert f"after {TRIES} tries each: 1." in "".join(case_table(case))


@pytest.mark.parametrize(
    ("costs", "unsteady"),
    [([2, 3, 2, 2.1], [0.5]), ([2, 3, 2, 3, 2, 4], [0.5, 0.5]), ([0.5, 0.9], [])],
    ids=["steady the second time", "steady never", "too short to tell"],
)
def test_a_case_on_an_unsteady_machine_is_measured_anew(monkeypatch, costs, unsteady):
    row = iter(Usage(wall=1, cpu=cost, peak=1) for cost in costs)
    monkeypatch.setattr(measuring, "ran", lambda _: (next(row), A))
    case = Case("case", 1, [tool("openssl", A)], 2)
    measure(case)
    assert [run.cpu for run in case.runs["openssl"]] == costs[-2:]
    assert case.unsteady == pytest.approx(unsteady)
    assert not list(row)


def test_one_core_is_near_itself(tmp_path, monkeypatch):
    cores = Cores(tmp_path)
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert cores.are_near()
    finally:
        os.sched_setaffinity(0, allowed)


def test_tools_at_once_run_side_by_side(tmp_path):
    os.mkfifo(tmp_path / "between")
    ends = ('cat "$0"', 'echo >"$0"')  # each waits for the other
    tools = [Tool(end, ("sh", "-c", end, tmp_path / "between"), None) for end in ends]
    case = Case("case", 1, tools, 2)
    measure_at_once(case)
    assert [len(runs) for runs in case.runs.values()] == [2, 2]


def test_calls_of_a_command_are_counted(tmp_path):
    (tmp_path / "few").mkdir()
    (tmp_path / "many").mkdir()
    for number in range(200):
        (tmp_path / ("many" if number else "few") / str(number)).write_bytes(b"1")
    command = (*CLI, "digest", "-q")
    few, many = (calls_of((*command, str(tmp_path / name))) for name in ("few", "many"))
    assert 1_000 < few < many - 199


def test_a_command_that_fails_is_not_counted(tmp_path):
    with pytest.raises(SystemExit, match="ended with code"):
        calls_of((*CLI, "digest", str(tmp_path / "none")))


def test_a_digest_of_tools_in_turn_is_that_of_its_line():
    told = f"SHA2-256(/large)= {A}\n{B}  /large\n{'c' * 32}  /large\n"
    assert sha256_lines(told) == [A]


def test_a_peer_that_takes_too_long_is_named(tmp_path):
    sizes = Sizes(
        large=MIB, sparse=MIB, small_files=1, medium_files=1, rounds=1, sparse_rounds=1,
        peers=("file_digest", "openssl"), slow={"eight": ("openssl",)}, is_whole=False,
    )  # fmt: skip
    case = digest_cases.eight(tmp_path, sizes)
    assert case.left_out == {"openssl": TAKES_LONG}


def test_a_peer_that_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert quick_tools.missing_peers() == ["b3sum", "xxhsum"]
    assert not list(quick_tools.in_turn(tmp_path))


def test_the_journal_of_a_copy_is_timed_beside_bare_writes(tmp_path):
    (tmp_path / "disk").write_bytes(bytes(MIB))
    told, ends = tmp_path / "told", (tmp_path / "disk", tmp_path / "copy")
    command = [sys.executable, journal_timer.__file__, told, "copy", *ends, "-q"]
    state = environment(BAKEFERRY_STATE_DIR=str(tmp_path / "state"))
    subprocess.run(command, check=True, env=state)

    spent = json.loads(told.read_text())

    assert spent["commits"] >= 3  # begun, recorded, done
    assert spent["calls"] >= spent["commits"]
    assert 0 < spent["committing"] < spent["seconds"]
    assert spent["bare"] > 0
    assert spent["written"] == (tmp_path / "told.bare").stat().st_size


def test_a_feed_is_no_faster_than_it_was_told():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port, rate = server.getsockname()[1], 4 * MIB
        command = [sys.executable, feeder.__file__, str(port), str(rate)]
        with subprocess.Popen(command) as process:
            taker, _ = server.accept()
            began = time.monotonic()
            with taker:
                received = len(taker.recv(MIB, socket.MSG_WAITALL))
            took = time.monotonic() - began
            process.wait(10)
    assert received == MIB
    assert took > 0.9 * received / rate - BEFORE
