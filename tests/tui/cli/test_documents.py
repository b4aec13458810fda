"""What documents say of the command line: every word of it exists."""

import re
import shlex
from pathlib import Path

import click
import pytest

from tui.cli.commands import COMMANDS, bakeferry
from tui.cli.exit_codes import ExitCode

ROOT = Path(__file__).parents[3]
DOCUMENTS = ["docs/cli.md", "docs/output.md", "docs/clusters.md", "README.md"]
every_document = pytest.mark.parametrize("name", DOCUMENTS)

OF_OTHERS = {"--tag"}
"""Options of `sha256sum` that a document compares with."""


def commands() -> dict[tuple[str, ...], click.Command]:
    """Every command by its words, those of groups among them."""
    found: dict[tuple[str, ...], click.Command] = {}
    context = bakeferry.make_context("bakeferry", [], resilient_parsing=True)
    for name in COMMANDS:
        one = bakeferry.get_command(context, name)
        found[name,] = one
        if isinstance(one, click.Group):
            found |= {
                (name, word): one.get_command(context, word)
                for word in one.list_commands(context)
            }
    return found


def options(command: click.Command) -> set[str]:
    return {
        flag
        for one in command.params
        for flag in (*one.opts, *one.secondary_opts)
        if isinstance(one, click.Option)
    } | {"--help"}


ALL = commands()


@every_document
def test_every_option_in_a_document_is_one_of_a_command(name):
    known = set().union(*map(options, ALL.values())) | {"--version"}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*\b", (ROOT / name).read_text()))
    assert told - known - OF_OTHERS == set()


@every_document
def test_every_example_in_a_document_uses_what_its_command_has(name):
    text = (ROOT / name).read_text()
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.partition(" | ")[0], comments=True)
            if words[:1] != ["bakeferry"] or len(words) == 1:
                continue
            command = ALL.get(tuple(words[1:3])) or ALL.get((words[1],))
            if words[1].startswith("-"):
                continue
            assert command is not None, line
            given = {
                word.partition("=")[0] for word in words if re.match("--?[a-z]", word)
            }
            assert given - options(command) == set(), line


def test_every_command_stands_in_the_table():
    text = (ROOT / "docs/cli.md").read_text()
    table = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    missing = [
        words
        for words in ALL
        if not re.search(rf"`{words[0]}\b", table)
        or (len(words) == 2 and not re.search(rf"\b{words[1]}\b", table))
    ]
    assert missing == []


def test_every_exit_code_stands_in_the_table():
    text = (ROOT / "docs/cli.md").read_text().partition("## Exit codes")[2]
    rows = re.findall(r"^\| ([\d, ]+) \|", text.partition("\n## ")[0], re.MULTILINE)
    told = {int(code) for row in rows for code in row.split(",")}
    assert told == set(map(int, ExitCode))
