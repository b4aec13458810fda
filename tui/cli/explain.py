"""`bakeferry explain`: what a rule means and how to mend a finding."""

import shutil
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.metadata import version

import click

from integrity.lint.manual import terminal_page
from integrity.lint.reports.cells import cut_end
from integrity.lint.reports.rules_document import rules_document
from integrity.lint.rule import Rule
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.safe_text import safe_text
from tui.cli.telling import style_of

_WIDEST = 88
"""Cells beyond which prose is hard to read."""


@click.command(
    epilog="""\b
Examples:
  bakeferry explain                # every rule in one line
  bakeferry explain AIB365
  bakeferry explain file-too-large"""
)
@click.argument("rule", required=False, metavar="[RULE]")
@click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the answer.",
)
def explain(rule: str | None, output: str) -> None:
    """Say what a rule means, why it matters and how to mend a finding.

    RULE is a number or a name; without one, all rules are listed.
    """
    rules = ALL_RULES if rule is None else (_named(rule),)
    if output == "json":
        lines = rules_document(rules, version("bakeferry"))
    else:
        lines = _listed() if rule is None else _explained(*rules)
    for line in lines:
        click.echo(line)


def _named(wanted: str) -> Rule:
    """The rule of that number or name, whatever its case.

    Raises:
        click.UsageError: No rule answers to it.
    """
    word = wanted.strip().lower()
    by_word = {name: one for one in ALL_RULES for name in (one.id.lower(), one.name)}
    if word in by_word:
        return by_word[word]
    near = get_close_matches(word, by_word, n=1)
    hint = ""
    if near:
        found = by_word[near[0]]
        hint = f" Did you mean {found.id} ({found.name})?"
    raise click.UsageError(f"no rule answers to '{safe_text(wanted)}'.{hint}")


def _listed() -> Iterator[str]:
    style = style_of(sys.stdout)
    for one in ALL_RULES:
        severity = style.of_severity(f"{one.severity:<7}", one.severity)
        room = style.width - len(f"{one.id}  warning  ")
        yield f"{one.id}  {severity}  {cut_end(one.summary, room, style.ellipsis)}"


def _explained(one: Rule) -> Iterator[str]:
    style = style_of(sys.stdout)
    yield style.bold(f"{one.id} {one.name}")
    yield from terminal_page(one, min(shutil.get_terminal_size().columns, _WIDEST))
