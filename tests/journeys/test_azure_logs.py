"""Logs of builds: by their steps, followed, and with what failures mean."""

import json
from dataclasses import replace

import pytest
from strict_schemas import errors

from transfer.simulator.demo import demo_scenario
from tui.cli.exit_codes import ExitCode


def failing_with(failure):
    """The demo, its sles15-sap failing with other words."""
    demo = demo_scenario()
    templates = (
        replace(one, plan=replace(one.plan, failure=failure))
        if one.name == "sles15-sap"
        else one
        for one in demo.templates
    )
    return replace(demo, templates=tuple(templates))


def test_a_log_is_parted_by_its_customizers(azure):
    told = azure()("logs", "ubuntu-golden")

    titles = [line for line in told.lines if line.startswith("──")]
    assert titles == [
        "── build machine",
        '── customize 1 "harden" (shell)',
        '── customize 2 "monitoring" (shell)',
        "── between steps",
    ]


def test_every_line_from_outside_has_a_margin(azure):
    told = azure()("logs", "ubuntu-golden")

    assert {line[:2] for line in told.lines} == {"──", "│ "}


def test_one_step_is_shown_alone(azure):
    bakeferry = azure()

    by_name = bakeferry("logs", "ubuntu-golden", "--step", "monitoring", "--raw")
    by_number = bakeferry("logs", "ubuntu-golden", "--step", "2", "--raw")

    assert by_name.out == by_number.out
    assert "monitoring: line 12 of 12" in by_name.out
    assert "harden" not in by_name.out


def test_lines_are_picked_by_their_text(azure):
    told = azure()("logs", "ubuntu-golden", "--grep", "LINE 7 OF", "--raw")

    assert told.lines == [
        "    azure-arm: harden: line 7 of 12",
        "    azure-arm: monitoring: line 7 of 12",
    ]


def test_errors_stand_under_their_step_with_what_they_mean(azure):
    bakeferry = azure()
    bakeferry("watch", "sles15-sap")

    told = bakeferry("logs", "sles15-sap", "--errors")

    assert told.lines[0] == '── customize 4 "cluster" (shell)'
    assert "exit status: 127" in told.lines[1]
    assert told.lines[-2].startswith("Means  the script calls a program")
    assert told.lines[-1].startswith("Do     install it")


def test_a_log_without_errors_says_so(azure):
    told = azure()("logs", "ubuntu-golden", "--errors")

    assert told.out == "No line of the log reads like a failure.\n"


def test_a_log_is_followed_to_the_end_of_its_build(azure):
    bakeferry = azure()

    told = bakeferry("logs", "sles15-sap", "-f", "--raw")

    assert told.code == 0
    assert told.lines[0].endswith("Running builder ...")
    assert told.lines[-1].endswith("(telemetry) Finalizing.")
    numbered = [line for line in told.lines if "cluster: line" in line]
    assert len(numbered) == 40


def test_the_log_of_an_earlier_run_is_found_by_the_beginning_of_its_id(azure):
    bakeferry = azure()
    listed = bakeferry("logs", "ubuntu-golden", "--runs", "-o", "tsv")
    runs = [line.split()[0] for line in listed.lines]

    told = bakeferry("logs", "ubuntu-golden", "--run", runs[-1][:8], "--raw")

    assert len(set(runs)) == 2
    assert told.code == 0
    assert told.lines


def test_a_template_that_never_ran_has_no_log(azure):
    told = azure()("logs", "legacy-2019")

    assert told.code is ExitCode.REMOTE
    assert "legacy-2019 has never run, so there is no log" in told.err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##vso[task.complete]x", "#_vso[task.complete]x"),
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("?sig=c2VjcmV0c2VjcmV0", "sig=****************"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--raw",), ("--errors",)])
def test_a_hostile_log_is_only_text(azure, text, shown, more):
    failure = f"error: https://files.example.com/a{text}"
    if text.startswith("##"):
        failure = f"error: {text}"
    bakeferry = azure(failing_with(failure))
    bakeferry("watch", "sles15-sap")

    told = bakeferry("logs", "sles15-sap", *more)

    assert text not in told.out
    assert shown in told.out


def test_a_watch_tells_the_log_beside_its_result(azure):
    told = azure()("watch", "sles15-sap", "--logs", "-o", "json")

    assert '── customize 4 "cluster" (shell)' in told.err.splitlines()
    assert told.err.count("cluster: line 40 of 40") == 1
    assert told.document("action")["outcome"] == "failed"


def test_a_log_is_read_by_machines_line_by_line(azure):
    bakeferry = azure()
    bakeferry("watch", "sles15-sap")

    document = bakeferry("logs", "sles15-sap", "-o", "json").document("log")
    told = bakeferry("logs", "sles15-sap", "--errors", "-o", "jsonl")

    lines = document["items"]
    assert [one["line"] for one in lines] == list(range(1, len(lines) + 1))
    wrong = next(one for one in lines if one["level"] == "error")
    assert (wrong["customizer"], wrong["customizerName"]) == (4, "cluster")
    assert wrong["kind"] == "shell"
    assert document["summary"]["meanings"][0]["mend"].startswith("install it")
    events = [json.loads(line) for line in told.lines]
    assert [errors("live-events", one) for one in events] == [[]] * len(events)
    assert {one["level"] for one in events[1:-1]} == {"error"}
    assert events[-1]["summary"]["errors"] == len(events) - 2


def test_the_logs_of_all_runs_are_listed_for_machines(azure):
    told = azure()("logs", "ubuntu-golden", "--runs", "-o", "json")

    document = told.document("log-runs")
    assert document["summary"]["logs"] == len(document["items"])
    assert {one["name"] for one in document["items"]} == {"customization.log"}


def test_only_what_was_written_lately_is_told(azure):
    bakeferry = azure(pace=0.0)

    all_of_it = bakeferry("logs", "ubuntu-golden", "--raw", "--since", "999d")
    none_of_it = bakeferry("logs", "ubuntu-golden", "--raw", "--since", "1s")

    assert "harden: line 1 of 12" in all_of_it.out
    assert (none_of_it.code, none_of_it.out) == (0, "")


def test_a_log_that_is_followed_begins_with_what_is_new(azure):
    told = azure()("logs", "sles15-sap", "-f", "--raw", "--since", "0s")

    assert told.lines[0] != "==> azure-arm: Running builder ..."
    assert told.lines[-1].endswith("(telemetry) Finalizing.")


@pytest.mark.parametrize("more", [(), ("--errors",)])
def test_a_step_that_is_not_there_is_told_with_those_that_are(azure, more):
    told = azure()("logs", "ubuntu-golden", "--step", "nope", *more)

    assert told.lines == ["No step is called nope; there are: 1 harden, 2 monitoring"]


def test_a_text_that_no_line_holds_is_told(azure):
    assert azure()("logs", "sles15-sap", "--grep", "zzz").lines == [
        "No line holds 'zzz'."
    ]


def test_programs_get_lines_or_nothing(azure):
    assert azure()("logs", "sles15-sap", "--grep", "zzz", "--raw").out == ""
