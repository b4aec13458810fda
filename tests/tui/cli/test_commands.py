"""What holds for every command: help, examples, slips and exit codes."""

import re

import click
import pytest
from click.shell_completion import ShellComplete
from examples import all_commands, examples, take

from tui.cli.commands import COMMANDS, bakeferry
from tui.cli.exit_codes import ExitCode
from tui.cli.main import run

NAMES = list(COMMANDS)
every_command = pytest.mark.parametrize("name", NAMES)


def command(name: str) -> click.Command:
    with bakeferry.make_context("bakeferry", [], resilient_parsing=True) as context:
        return bakeferry.get_command(context, name)


def help_of(capsys, *arguments: str) -> str:
    assert run([*arguments, "--help"]) == 0
    return capsys.readouterr().out


@every_command
def test_a_command_has_help_with_examples(name, capsys):
    text = help_of(capsys, name)

    assert text.startswith(f"Usage: bakeferry {name} ")
    assert examples(text)


@every_command
def test_every_option_says_what_it_does(name):
    options = [one for one in command(name).params if isinstance(one, click.Option)]

    assert [one.name for one in options if not one.help] == []


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_a_command_takes_every_example_of_its_help(words, capsys, in_demo):
    for example in examples(help_of(capsys, *words)):
        called = take(example).command_path.split()
        assert tuple(called[1 : len(words) + 1]) == words


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_a_shell_completes_files_wherever_one_may_be_named(words):
    command = all_commands()[words]
    context = click.Context(command)
    takes_files = re.compile(r"\b(FILE|PATH|SRC|DST|DESTINATION)\b")
    naming = [
        one for one in command.params if takes_files.search(one.make_metavar(context))
    ]

    completed = [one.shell_complete(context, "te") for one in naming]

    assert [[item.type for item in items] for items in completed] == [["file"]] * len(
        naming
    )


@pytest.mark.parametrize(
    ("begun", "meant"),
    [("AIB364", "AIB364"), ("aib364", "AIB364"), ("file-too-l", "file-too-large")],
)
@pytest.mark.parametrize(
    ("command", "words"), [("explain", []), ("lint", ["--select"])], ids=str
)
def test_a_shell_completes_rules_by_number_and_by_name(command, words, begun, meant):
    shell = ShellComplete(bakeferry, {}, "bakeferry", "")

    completed = shell.get_completions([command, *words], begun)

    assert [item.value for item in completed] == [meant]


@every_command
def test_help_fits_eighty_columns(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    long = [line for line in help_of(capsys, name).splitlines() if len(line) > 80]

    assert long == []


@every_command
def test_no_summary_of_a_subcommand_is_cut(name, capsys):
    listed = help_of(capsys, name).partition("\nCommands:\n")[2].splitlines()

    assert [line for line in listed if line.endswith("...")] == []


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_no_usage_breaks_a_word(words, capsys):
    usage = help_of(capsys, *words).partition("\n\n")[0]

    assert len(usage.splitlines()) == 1


def test_all_commands_are_listed_with_their_summaries(capsys):
    text = help_of(capsys)

    assert all(f"  {name} " in text for name in NAMES)


def test_the_exit_codes_in_the_help_exist(capsys):
    told = " ".join(help_of(capsys).partition("Exit codes:")[2].split())
    codes = [int(number) for number in re.findall(r"(?:^| )(\d+) ", told)]

    assert codes == [0, 1, 2, 3, 4, 5, 6, 7, 8, 130]
    assert set(codes) <= {int(code) for code in ExitCode}


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("lin", "lint"), ("verfy", "verify"), ("stmp", "stamp"), ("digset", "digest"),
        ("pull", "templates pull"), ("resume", "jobs resume"),
    ],
)  # fmt: skip
def test_a_wrong_word_gets_a_hint(slip, meant, capsys):
    assert run([slip]) == 2
    assert f"Did you mean '{meant}'?" in capsys.readouterr().err


def test_a_wrong_option_gets_a_hint(capsys):
    assert run(["lint", "--selct", "AIB3", "x"]) == 2
    assert "--select" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["l"], ["ver", "x"], ["lint", "--sel", "AIB3", "x"], ["lint", "--strict", "--exit", "x"],
        ["verify", "--allow", "h", "x"], ["stamp", "--only", "x"], ["digest", "--alg", "md5"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_beginning_of_a_word_is_not_the_word(arguments, capsys):
    assert run(arguments) == 2
    assert "no such" in capsys.readouterr().err.casefold()


def test_the_words_to_choose_from_stand_below_each_other(capsys):
    assert run(["completion"]) == 2
    assert capsys.readouterr().err.endswith("  bash,\n  zsh,\n  fish,\n  powershell\n")


SLIPS = (
    ["lint"], ["verify"], ["stamp"], ["lint", "-o"], ["lint", "-o", "xml", "x"],
    ["lint", "--api-version", "2020", "x"], ["lint", "--migrate-to", "2020", "x"],
    ["lint", "--select", "AIB999", "x"], ["lint", "--set", "x", "y"],
    ["lint", "--params", "gone.json", "x"], ["lint", "--params", "=", "x"],
    ["verify", "--jobs", "0", "x"], ["verify", "--max-bytes", "-1", "x"],
    ["verify", "--max-bytes", "64\N{KELVIN SIGN}", "x"],
    ["verify", "--map", "x", "y"], ["verify", "--map", "https://a.example=gone", "x"],
    ["verify", "--proxy", "a.example:80", "x"], ["verify", "--ca-file", "gone.pem", "x"],
    ["verify", "--allow-private", "https://a.example/", "x"],
    ["explain", "AIB999"], ["schema", "nothing"], ["completion", "tcsh"],
    ["digest", "--manifest", "", "x"], ["digest", "-a", "md4", "x"], ["digest", "--strict", "x"], ["nothing"], ["--nothing"],
)  # fmt: skip


@pytest.mark.parametrize("arguments", SLIPS, ids=" ".join)
def test_a_slip_is_one_clear_message(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert run(arguments) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("Error: ") == 1 or told.err.startswith("Usage: ")
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "short",
    [MemoryError(), ExceptionGroup("", [RuntimeError("can't start new thread")])],
    ids=["bytes", "threads"],
)
def test_memory_that_is_short_is_told_in_one_line(short, monkeypatch, capsys):
    def invoke(arguments):
        raise short

    monkeypatch.setattr("tui.cli.commands.invoke", invoke)

    assert run(["explain"]) == ExitCode.PARTIAL
    (line,) = capsys.readouterr().err.splitlines()
    assert "no more memory, or no more threads" in line
