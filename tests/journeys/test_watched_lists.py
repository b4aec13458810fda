"""Lists that are watched: in their place on a terminal, appended to elsewhere."""

import json
import signal
import subprocess

import pytest
from command import BAKEFERRY, environment
from pretended_azure import pretended
from strict_schemas import errors
from terminal import Terminal

from transfer.simulator.faults import drop, refuse
from tui.cli.exit_codes import ExitCode

END = refuse(403, "AuthorizationFailed", message="no more")


def until_refused(azure, looks, *arguments):
    """Watch a list, which Azure refuses after so many looks."""
    bakeferry = azure(pace=120.0)
    bakeferry.simulator.faults.add("List Templates", END, after=looks)
    return bakeferry(*arguments, "--watch")


def test_only_what_has_changed_is_told_again(azure):
    told = until_refused(azure, 12, "templates", "list", "-o", "jsonl")

    events = [json.loads(line) for line in told.lines]
    assert told.code is ExitCode.PERMISSION
    assert [errors("live-events", one) for one in events] == [[]] * len(events)
    names = [one["name"] for one in events[1:]]
    assert len(set(names[:7])) == 7
    assert set(names[7:]) == {"sles15-sap"}
    assert events[-1]["lastRun"]["runState"] != "Queued"


def test_what_is_gone_is_told(azure):
    bakeferry = azure(pace=30.0)
    bakeferry("delete", "edge-iot", "-y", "--no-wait")
    bakeferry.simulator.faults.add("List Templates", END, after=8)

    told = bakeferry("templates", "list", "--watch", "-o", "jsonl")

    gone = [one for line in told.lines if (one := json.loads(line))["event"] == "gone"]
    assert [one["id"].rpartition("/")[2] for one in gone] == ["edge-iot"]
    assert errors("live-events", gone[0]) == []


@pytest.mark.parametrize("form", ["table", "tsv"])
def test_a_list_in_a_pipe_has_no_codes_of_a_terminal(azure, form):
    told = until_refused(azure, 3, "outputs", "list", "-o", form)

    assert "\x1b" not in told.out
    assert told.out.count("edge-iot-vhd") == 1


def test_a_watch_outlives_an_azure_that_is_silent_for_a_while(azure):
    bakeferry = azure()
    bakeferry.simulator.faults.add("List Templates", drop, after=1, times=40)
    bakeferry.simulator.faults.add("List Templates", END, after=1)

    told = bakeferry("templates", "list", "--watch", "-o", "tsv")

    assert told.code is ExitCode.PERMISSION
    assert "Azure does not answer; asking again" in told.err


@pytest.mark.parametrize("more", [("-o", "json"), ("--query", "items[0]")])
def test_a_document_cannot_be_watched(azure, more):
    told = azure()("templates", "list", "--watch", *more)

    assert told.code == ExitCode.USAGE
    assert "--watch goes on: it wants -o table, tsv or jsonl" in told.err


def test_a_list_stays_in_its_place_on_a_terminal():
    with (
        pretended(pace=120.0) as (simulator, origin),
        Terminal(
            [*BAKEFERRY, "templates", "list", "--watch"],
            columns=100,
            env={"BAKEFERRY_SIMULATOR": origin},
        ) as terminal,
    ):
        terminal.wait_for("7 image templates, 1 building")
        terminal.wait_for("7 image templates, 3 failed")

        rows = [row for row in terminal.screen.split("\n") if "sles15-sap" in row]
        assert len(rows) == 1
        assert "Failed" in rows[0]
        terminal.type("\x03")
        assert simulator.heard


def test_jobs_are_watched_until_somebody_ends_it(tmp_path):
    process = subprocess.Popen(
        [*BAKEFERRY, "jobs", "list", "--watch", "-o", "jsonl"],
        env=environment(BAKEFERRY_STATE_DIR=str(tmp_path)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    start = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)

    assert start["command"] == "jobs"
    assert process.returncode == 130
