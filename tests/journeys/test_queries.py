"""What a query picks of a list, and what is said of one that picks nothing."""

import pytest

from tui.cli.exit_codes import ExitCode


def test_a_query_picks_from_the_document_as_az_does(azure):
    told = azure()(
        "templates", "list", "-o", "tsv",
        "--query", "items[?lastRun.runState=='Running'].[name, location]",
    )  # fmt: skip

    assert told.out == "sles15-sap\twesteurope\n"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("items[", "it ends before it is whole"),
        ("[?name=='x'", "it ends before it is whole"),
        ("a&&&&b", "from character 4 on: invalid token"),
        ("items[].foo(name)", "there is no function foo; there are abs, "),
        ("(" * 5_000, "recursion"),
        ("\x1b[31m", "Unknown token"),
    ],
)
def test_a_query_that_is_none_is_a_slip_and_nothing_is_asked(azure, query, why):
    run = azure()
    told = run("templates", "list", "--query", query)

    assert told.code == ExitCode.USAGE
    assert "--query: " in told.err
    assert why in told.err
    assert "\x1b" not in told.err
    assert run.simulator.heard == []


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("items[].abs(name)", "In function abs(), invalid type for value"),
        ("length(@, @)", "Expected 1 argument"),
    ],
)
def test_a_query_that_does_not_fit_the_values_is_told_as_a_slip(azure, query, why):
    told = azure()("templates", "list", "--query", query)

    assert told.code == ExitCode.USAGE
    assert f"--query: {why}" in told.err


def test_a_query_that_picks_nothing_says_what_there_is(azure):
    told = azure()("templates", "list", "-o", "json", "--query", "[].name")

    assert told.out == "null\n"
    assert "--query picks nothing; the document has schema, tool, " in told.err
    assert "items" in told.err
