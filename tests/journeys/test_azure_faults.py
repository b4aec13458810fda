"""Replies that are lost, services that are busy: nothing is done twice."""

from submissions import artifacts, template_file

from transfer.simulator.faults import done_but_reply_lost, drop, refuse
from tui.cli.exit_codes import ExitCode


def test_a_submission_whose_reply_is_lost_is_not_sent_again(azure, tmp_path):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Put Template", done_but_reply_lost)

    told = bakeferry(
        "submit", template_file(tmp_path), "-g", "rg-golden",
        "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    assert "the reply was lost; the template is there" in told.err
    assert bakeferry.changes == ["Put Template"]


def test_a_run_whose_reply_is_lost_is_followed_and_not_begun_again(azure):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Run Template", done_but_reply_lost)

    told = bakeferry("run", "ubuntu-golden")

    assert told.code == 0
    assert "the reply was lost" in told.err
    assert bakeferry.changes == ["Run Template"]


def test_a_watch_outlives_connections_that_break(azure):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Get Template", drop, after=4, times=3)
    bakeferry.simulator.faults.add("Get Blob", refuse(503, "ServerBusy"), times=3)

    told = bakeferry("watch", "sles15-sap")

    assert told.code is ExitCode.BUILD_FAILED
    assert told.lines[0] == "sles15-sap: build failed"


def test_a_template_that_is_deleted_meanwhile_ends_the_watch(azure):
    bakeferry = azure()
    bakeferry.simulator.faults.add(
        "Get Template", refuse(404, "ResourceNotFound"), after=3, times=99
    )

    told = bakeferry("watch", "sles15-sap")

    assert told.code is ExitCode.REMOTE
    assert "404" in told.err


def test_a_list_waits_while_azure_is_busy(azure):
    bakeferry = azure()
    bakeferry.simulator.faults.add(
        "List Templates", refuse(429, "TooManyRequests", retry_after=1), times=2
    )

    told = bakeferry("templates", "list", "-o", "json")

    assert told.document("templates")["summary"]["templates"] == 7
