"""What documents say of the command line: every word of it exists."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from examples import all_commands, shell_examples, take

from tui.cli.commands import bakeferry
from tui.cli.exit_codes import ExitCode

ROOT = Path(__file__).parents[3]
DOCUMENTS = ["docs/cli.md", "docs/output.md", "docs/clusters.md", "README.md"]
every_document = pytest.mark.parametrize("name", DOCUMENTS)

OF_OTHERS = {"--tag"}
"""Options of `sha256sum` that a document compares with."""


def options(command: click.Command) -> set[str]:
    return {
        flag
        for one in command.params
        for flag in (*one.opts, *one.secondary_opts)
        if isinstance(one, click.Option)
    } | {"--help"}


ALL = all_commands()


@every_document
def test_every_option_in_a_document_is_one_of_a_command(name):
    known = set().union(*map(options, ALL.values())) | {"--version"}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*\b", (ROOT / name).read_text()))
    assert told - known - OF_OTHERS == set()


@every_document
def test_every_example_in_a_document_is_one_that_its_command_takes(name, in_demo):
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(), re.DOTALL):
        for example in shell_examples(block):
            take(example)


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


def test_the_example_of_a_report_in_words_is_what_lint_prints(folder):
    (folder / "templates").mkdir()
    (folder / "templates/setup.json").write_text(
        '[{"type": "PowerShell", "scriptUri": "https://files.contoso.com/setup.ps1",\n'
        '  "name": "setup",\n'
        '  "sha256Checksum": ""}]\n'
    )

    printed = CliRunner().invoke(bakeferry, ["lint", "templates/setup.json"]).output

    _, _, example = (ROOT / "docs/output.md").read_text().partition("```text\n")
    assert example.startswith(f"{printed}```")
