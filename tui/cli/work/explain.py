"""What `bakeferry explain` does."""

import shutil
import sys
from collections.abc import Iterator
from difflib import get_close_matches

import click

from integrity.cells import cut_end
from integrity.errors import DocumentError
from integrity.lint.manual import terminal_page
from integrity.lint.reports.rules_document import rules_document
from integrity.lint.rewrite import download_step
from integrity.lint.rule import Rule
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.rules.checksums import is_sha256
from integrity.lint.subjects import file_steps
from integrity.safe_text import safe_text
from integrity.template.loader import load
from integrity.template.model import Part
from integrity.template.nodes import StringNode
from tui.cli.shown import say_aside, shown
from tui.cli.streams import style_of
from tui.cli.telling import code_of_missing
from tui.files.inputs import read_inputs
from tui.version import __version__

_A_SLIP = 0.8
"""How alike a word is to the one that was meant; numbers are all somewhat alike."""


def explain(rule: str | None, template: str | None, output: str) -> None:
    """Say what a rule means, why it matters and how to mend a finding."""
    rules = ALL_RULES if rule is None else (_named(rule),)
    if template is not None:
        lines = _rewritten(template, *rules)
    elif output == "json":
        lines = rules_document(rules, __version__)
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
    told = f"no rule answers to '{safe_text(wanted)}'"
    near = get_close_matches(word, by_word, n=1, cutoff=_A_SLIP)
    if near:
        found = by_word[near[0]]
        raise click.UsageError(f"{told}. Did you mean {found.id} ({found.name})?")
    raise click.UsageError(f"{told}; `bakeferry explain` lists all")


def _listed() -> Iterator[str]:
    style = style_of(sys.stdout)
    for one in ALL_RULES:
        severity = style.of_severity(f"{one.severity:<7}", one.severity)
        room = style.width - len(f"{one.id}  warning  ")
        yield f"{one.id}  {severity}  {cut_end(one.summary, room, style.ellipsis)}"


def _explained(one: Rule) -> Iterator[str]:
    style = style_of(sys.stdout)
    yield style.bold(f"{one.id} {one.name}")
    yield from terminal_page(one, shutil.get_terminal_size().columns)


def _rewritten(name: str, one: Rule) -> Iterator[str]:
    """The File steps of a template, each in the form that has no limit of size."""
    if one.id != "AIB365":
        raise click.UsageError(f"only AIB365 rewrites a template, not {one.id}")
    is_empty = True
    for item in read_inputs([name]):
        if isinstance(item, DocumentError):
            say_aside(str(item))
            raise click.exceptions.Exit(code_of_missing(item))
        for template in load(item.name, item.data).templates:
            for step in file_steps(template):
                is_empty = False
                yield from _rewritten_step(step)
    if is_empty:
        say_aside(f"{name}: there is no File step in it")


def _rewritten_step(step: Part) -> Iterator[str]:
    place = step.template.document.position(step.node.span.start)
    named = f"{step.template.document.name}:{place.line}:{place.column} {step.label}"
    yield f"{shown(named)}:"
    text = download_step(step, _declared_digest(step))
    if text is None:
        yield "  cannot be written for it; see bakeferry explain AIB365"
        return
    yield from map(shown, text.splitlines())


def _declared_digest(step: Part) -> str | None:
    """The digest that the step declares; None leaves a place for it."""
    node = step.get("sha256Checksum")
    text = node.value.lower() if isinstance(node, StringNode) else ""
    return text if is_sha256(text) else None
