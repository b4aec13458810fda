"""A token that ends in the middle: renewed once, else one message, nothing forgotten."""

import json

import pytest
from pretended_azure import pretended

from transfer.simulator.faults import first
from transfer.simulator.scenario import many_templates
from transfer.simulator.tokens import MANAGEMENT
from tui.azure_session import SIMULATED_SUBSCRIPTION
from tui.cli.exit_codes import ExitCode

EXPIRED = "AADSTS70043: The refresh token has expired"


@pytest.fixture
def tenant(az, told, tmp_path):
    """Serve a scenario; whoever asks has a token of az's that ends when it is told to."""
    stack = []

    def serve(operation, *, after, renews, scenario=None):
        serving = pretended(scenario)
        simulator, origin = serving.__enter__()
        stack.append(serving)
        admit(simulator, "one")
        az("one")

        def end():
            simulator.tokens.revoke()
            if renews:
                admit(simulator, "two")
                az("two")
            else:
                refuse(tmp_path)

        simulator.faults.add(operation, first(end), after=after)
        where = ("--cloud", origin, "--subscription", SIMULATED_SUBSCRIPTION)
        return simulator, lambda *words: told(*words, *where)

    yield serve
    for serving in stack:
        serving.__exit__(None, None, None)


def admit(simulator, token):
    simulator.tokens.admit(token, MANAGEMENT)


def refuse(folder):
    (folder / "az").write_text(f"#!/bin/sh\necho 'ERROR: {EXPIRED}' >&2\nexit 1\n")


def tokens_asked(folder):
    return (folder / "asked-of-az").read_text().count("get-access-token")


def test_a_list_goes_on_with_a_new_token(tenant, tmp_path):
    _, bakeferry = tenant(
        "List Templates", after=1, renews=True, scenario=many_templates(120)
    )

    found = bakeferry("templates", "list", "-o", "json")

    assert found.code == 0
    assert len(found.document("templates")["items"]) == 120
    assert tokens_asked(tmp_path) == 2


def test_a_list_that_nobody_is_let_into_any_more_keeps_its_first_rows(tenant):
    _, bakeferry = tenant(
        "List Templates", after=1, renews=False, scenario=many_templates(120)
    )

    found = bakeferry("templates", "list", "-o", "tsv")

    assert found.code is ExitCode.PERMISSION
    assert len(found.lines) == 50
    complaints = [line for line in found.err.splitlines() if "not signed in" in line]
    assert len(complaints) == 1
    assert EXPIRED in complaints[0]
    assert "az login" in complaints[0]


def test_a_watch_goes_on_with_a_new_token(tenant, tmp_path):
    _, bakeferry = tenant("Get Template", after=5, renews=True)

    found = bakeferry("watch", "sles15-sap", "-o", "json")

    assert found.code is ExitCode.BUILD_FAILED
    assert found.document("action")["outcome"] == "failed"
    assert tokens_asked(tmp_path) <= 4


def test_a_watch_that_is_not_let_in_any_more_tells_what_it_knew(tenant):
    _, bakeferry = tenant("Get Template", after=5, renews=False)

    found = bakeferry("watch", "sles15-sap", "-o", "json")

    assert found.code is ExitCode.PERMISSION
    document = found.document("action")
    assert document["exitCode"] == ExitCode.PERMISSION
    assert document["outcome"] == "running"
    assert document["template"]["lastRun"]["runState"] == "Running"
    told = found.err.splitlines()
    assert any("last seen: sles15-sap  Running" in line for line in told)
    assert any("`bakeferry watch sles15-sap` follows it" in line for line in told)
    assert EXPIRED in told[-1]


def test_no_token_is_told(tenant):
    _, bakeferry = tenant("Get Template", after=5, renews=True)

    found = bakeferry("watch", "sles15-sap", "--debug", "-o", "json")

    text = json.dumps([found.out, found.err])
    assert "Bearer" not in text
    assert "accessToken" not in text
