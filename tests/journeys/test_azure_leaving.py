"""On a terminal and out of it: questions, a line that stays, and Ctrl-C."""

import os
import re
import select
import signal
import subprocess

import pytest
from command import BAKEFERRY, environment
from command import bakeferry as run
from pretended_azure import pretended
from terminal import Terminal

from transfer.journal.store import Journal
from transfer.journal.view import JournalView
from tui.jobs.board import entries_of
from tui.jobs.runs import read_runs

SLOW = ("--limit-rate", "64KiB", "--streams", "1")

GOES_ON = {
    "watch": b"`bakeferry watch sles15-sap` follows it",
    "logs": b"the log goes on without us",
}


@pytest.fixture
def still():
    """A simulator whose clock stands still, so that a build never ends."""
    with pretended(pace=0.0) as (simulator, origin):
        yield simulator, origin


@pytest.mark.parametrize(
    ("arguments", "how", "code"),
    [
        (("watch", "sles15-sap"), signal.SIGINT, 130),
        (("watch", "sles15-sap"), signal.SIGTERM, 143),
        (("logs", "sles15-sap", "-f"), signal.SIGINT, 130),
    ],
)
def test_whoever_leaves_is_told_what_goes_on_in_azure(still, arguments, how, code):
    simulator, origin = still
    process = subprocess.Popen(
        [*BAKEFERRY, *arguments],
        env=environment(BAKEFERRY_SIMULATOR=origin),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    stream = process.stdout if arguments[0] == "logs" else process.stderr
    told = b""
    while b"Building" not in told and b"Connected to the build VM" not in told:
        assert select.select([stream], [], [], 30)[0], told
        told += os.read(stream.fileno(), 65536)
        if b"Running," in told:
            break

    process.send_signal(how)
    _, complaints = process.communicate(timeout=30)

    assert process.returncode == code
    assert GOES_ON[arguments[0]] in complaints
    template = simulator.world.template("rg-golden", "sles15-sap")
    assert template.last_build.state.value == "Running"


def on_terminal(origin, *arguments):
    return Terminal(
        [*BAKEFERRY, *arguments],
        columns=120,
        env={"BAKEFERRY_SIMULATOR": origin},
    )


def test_a_vhd_is_lost_when_the_name_is_typed():
    with (
        pretended() as (simulator, origin),
        on_terminal(origin, "delete", "win11-avd") as terminal,
    ):
        terminal.wait_for("Type the template's name to lose them")
        terminal.type("win11-avd\n")
        terminal.wait_for("win11-avd: deleted")

        assert simulator.world.template("rg-golden", "win11-avd") is None


def test_another_name_deletes_nothing():
    with (
        pretended() as (simulator, origin),
        on_terminal(origin, "delete", "win11-avd") as terminal,
    ):
        terminal.wait_for("Type the template's name to lose them")
        terminal.type("y\n")
        terminal.wait_for("nothing was deleted")

        assert simulator.world.template("rg-golden", "win11-avd") is not None


def test_ctrl_c_answers_a_question_with_no():
    with (
        pretended() as (simulator, origin),
        on_terminal(origin, "cancel", "sles15-sap") as terminal,
    ):
        terminal.wait_for("Cancel the build of sles15-sap")
        terminal.type("\x03")
        terminal.wait_for("interrupted")

        build = simulator.world.template("rg-golden", "sles15-sap").last_build
        assert build.state.value != "Canceling"


def test_a_build_is_followed_on_one_line():
    with (
        pretended() as (_, origin),
        on_terminal(origin, "watch", "sles15-sap") as terminal,
    ):
        terminal.wait_for("sles15-sap: build failed")

        assert "Running," not in terminal.screen
        assert b"\r\x1b[Ksles15-sap  Running, " in terminal.data


def test_a_list_fits_the_terminal():
    with (
        pretended() as (_, origin),
        Terminal(
            [*BAKEFERRY, "templates", "list"],
            columns=80,
            env={"BAKEFERRY_SIMULATOR": origin},
        ) as terminal,
    ):
        terminal.wait_for("7 image templates")

        rows = [row.split()[:3] for row in terminal.screen.split("\n") if "rg-" in row]
        assert len(rows) == 7
        assert rows[3] == ["sles15-sap", "rg-golden", "Running,"]


def test_copies_from_a_demo_that_is_served_end_with_it(state, home):
    demo = subprocess.Popen(
        [*BAKEFERRY, "demo", "--serve"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    origin = demo.stdout.readline().decode().strip().partition("=")[2]
    env = environment(BAKEFERRY_SIMULATOR=origin)
    for name in ("rhel9-base", "win11-avd"):
        run("rescue", name, "--to", home, *SLOW, "--no-wait", env=env)
    known = {one.name: one.short for one in entries(state)}
    run("jobs", "pause", known["win11-avd/win11-avd-vhd"], env=env)
    demo.send_signal(signal.SIGINT)
    told = demo.communicate(timeout=30)[1].decode()

    assert "rhel9-base/rhel9-base-vhd was given up" in told
    assert [one.can_resume for one in entries(state)] == [False, False]
    assert list(home.iterdir()) == []


def test_copies_from_a_demo_that_was_killed_cannot_be_resumed(state, home):
    demo = subprocess.Popen(
        [*BAKEFERRY, "demo", "--serve"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    origin = demo.stdout.readline().decode().strip().partition("=")[2]
    env = environment(BAKEFERRY_SIMULATOR=origin)
    run("rescue", "rhel9-base", "--to", home, *SLOW, "--no-wait", env=env)
    (copy,) = entries(state)
    run("jobs", "pause", copy.short, env=env)
    demo.kill()
    demo.communicate()

    told = run("jobs", "list", env=env)
    again = run("jobs", "list", env=env)

    said = told.stderr.decode()
    assert re.search(rf"{copy.short} +given up", told.stdout.decode())
    assert f"{copy.short} is given up: the demo that it copied from was killed" in said
    assert f"`bakeferry jobs clean {copy.short}` removes what had arrived" in said
    assert b"was killed" not in again.stderr
    assert len(list(home.iterdir())) == 1, "whoever only looks removes nothing"


def entries(state):
    """The copies that a window would show."""
    with Journal.open(state) as journal:
        return entries_of(read_runs(state), JournalView(journal).jobs())


def test_the_demo_is_served_for_other_commands():
    process = subprocess.Popen(
        [*BAKEFERRY, "demo", "--serve"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    name, _, origin = process.stdout.readline().decode().strip().partition("=")
    listed = subprocess.run(
        [*BAKEFERRY, "templates", "list", "-o", "tsv", "-q"],
        env=environment(**{name.removeprefix("export "): origin}),
        capture_output=True,
        check=True,
        timeout=60,
    )
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)

    assert listed.stdout.count(b"\n") == 7
    assert process.returncode == 130
