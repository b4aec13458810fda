"""Write the documents that are made of the code: the rules, and every command's help.

python docs/generate.py            write them
python docs/generate.py --check    exit 1 if one is not as it would be written
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from integrity.lint.manual import contents, page
from integrity.lint.rule import Rule
from integrity.lint.rules.all_rules import ALL_RULES
from tui.cli.commands import bakeferry

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "tests" / "data" / "rules"

RULES = """# The rules

Made by `docs/generate.py` from the rules and the files of their tests; change those.
`bakeferry explain AIB365` says the same in a terminal. A number is never given to
another rule. In the examples, lines with `-` break a rule and lines with `+` keep it.
"""

COMMANDS = """# Every command and option

Made by `docs/generate.py` from the commands; change those. `--help` says the same in a
terminal. [Command line](cli.md) tells what they are for, and what their exit codes mean.
"""

_WIDTH = 80


def rules() -> str:
    """The manual of every rule, with examples from its tests."""
    pages = [page(one, example(one, "bad"), example(one, "good")) for one in ALL_RULES]
    return "\n".join([RULES, *contents(ALL_RULES), "", *pages])


def example(one: Rule, which: str) -> str | None:
    """The file that breaks or keeps a rule; None where a rule has none."""
    path = EXAMPLES / one.id / f"{which}.json"
    return path.read_text(encoding="utf-8") if path.exists() else None


def commands() -> str:
    """What `--help` says of each command."""
    return "\n".join([COMMANDS, *helps(bakeferry, click.Context(bakeferry))])


def helps(command: click.Command, context: click.Context) -> Iterator[str]:
    """The help of a command, then of those below it."""
    context.info_name = context.info_name or command.name
    context.terminal_width = _WIDTH
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                inside = click.Context(below, parent=context, info_name=name)
                yield from helps(below, inside)


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "rules.md": rules,
    "commands.md": commands,
}


def main() -> int:
    """Write the files, or check them."""
    if "--check" not in sys.argv[1:]:
        for name, text in DOCUMENTS.items():
            (DOCS / name).write_text(text(), encoding="utf-8", newline="\n")
        return 0
    stale = [name for name, text in DOCUMENTS.items() if _is_stale(DOCS / name, text())]
    for name in stale:
        sys.stderr.write(f"docs/{name} is stale: run python docs/generate.py\n")
    return 1 if stale else 0


def _is_stale(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


if __name__ == "__main__":
    sys.exit(main())
