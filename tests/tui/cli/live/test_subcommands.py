"""What holds for the commands within a group, as for all others."""

import click
import pytest

from tui.cli.commands import bakeferry
from tui.cli.main import run

PAIRS = [
    (group, name)
    for group, names in {
        "templates": ("list", "show", "pull", "diff"),
        "outputs": ("list", "show"),
        "triggers": ("list", "create", "delete"),
        "account": ("show", "doctor"),
    }.items()
    for name in names
]
every_subcommand = pytest.mark.parametrize(("group", "name"), PAIRS)


def command(group: str, name: str) -> click.Command:
    with bakeferry.make_context("bakeferry", [], resilient_parsing=True) as context:
        found = bakeferry.get_command(context, group)
        assert isinstance(found, click.Group)
        return found.commands[name]


def test_every_subcommand_is_looked_at():
    for group in ("templates", "outputs", "triggers", "account"):
        with bakeferry.make_context("bakeferry", [], resilient_parsing=True) as context:
            found = bakeferry.get_command(context, group)
        assert [(group, name) for name in found.commands] == [
            pair for pair in PAIRS if pair[0] == group
        ]


@every_subcommand
def test_a_subcommand_has_help_with_examples(group, name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    assert run([group, name, "--help"]) == 0

    text = capsys.readouterr().out
    assert text.startswith(f"Usage: bakeferry {group} {name} ")
    assert f"bakeferry {group} {name}" in text.partition("Examples:")[2]
    assert [line for line in text.splitlines() if len(line) > 80] == []


@every_subcommand
def test_every_option_says_what_it_does(group, name):
    options = [
        one for one in command(group, name).params if isinstance(one, click.Option)
    ]

    assert options
    assert [one.name for one in options if not one.help] == []
