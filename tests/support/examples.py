"""The examples of helps and documents, as click would take them."""

import re
import shlex

import click

from tui.cli.commands import COMMANDS, bakeferry


def all_commands() -> dict[tuple[str, ...], click.Command]:
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


def examples(text: str) -> list[list[str]]:
    """The words of each example of a help; what a shell does with them is left out."""
    return shell_examples(text.partition("Examples:")[2].partition("Exit codes:")[0])


def shell_examples(text: str) -> list[list[str]]:
    """The words of each of our commands in lines of a shell."""
    return [
        words
        for line in text.replace("\\\n", " ").splitlines()
        for words in _commands_of(line)
        if words[:1] == ["bakeferry"]
    ]


def take(words: list[str]) -> click.Context:
    """Have click take words as if it was to run them: every value is looked at.

    Raises:
        click.UsageError: It would not.
    """
    context = bakeferry.make_context("bakeferry", words[1:])
    while isinstance(context.command, click.Group):
        rest = [*context._protected_args, *context.args]
        if not rest:
            break
        name, command, rest = context.command.resolve_command(context, rest)
        context = command.make_context(name, rest, parent=context)
    return context


def _commands_of(line: str) -> list[list[str]]:
    """A line's commands; each ends where its output or input is sent elsewhere."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    is_ours = True
    for word in lexer:
        if re.fullmatch("[|&;]+", word):
            found.append([])
            is_ours = True
        elif re.fullmatch("[<>]+", word):
            is_ours = False
        elif is_ours:
            found[-1].append(word)
    return found
