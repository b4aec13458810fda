"""`--query`: what a JMESPath picks from a document, as with az."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import click

from integrity.dataclass import dataclass
from tui.cli.shown import say_aside, shown


class Compiled(Protocol):
    """A JMESPath as its library has it."""

    def search(self, value: object) -> object:
        """What it picks; None for nothing."""


@dataclass(frozen=True, slots=True)
class Query:
    """A JMESPath that can be asked."""

    compiled: Compiled
    is_quiet: bool

    def pick(self, document: Mapping[str, Any]) -> object:
        """What it picks; None, and a word about where to look, for nothing.

        Raises:
            click.UsageError: It does to a value what cannot be done to it.
        """
        from jmespath.exceptions import JMESPathError

        try:
            picked = self.compiled.search(document)
        except (JMESPathError, RecursionError) as error:
            raise _slip(_first_line(error)) from error
        if picked is None and not self.is_quiet:
            names = ", ".join(document)
            say_aside(f"--query picks nothing; the document has {names}")
        return picked


def query_of(options: Mapping[str, Any]) -> Query | None:
    """The compiled `--query`; None when there is none.

    Raises:
        click.UsageError: It is no JMESPath.
    """
    text = options.get("query")
    if not text:
        return None
    if options["output"] == "jsonl":
        raise click.UsageError(
            "--query picks from one document; it wants -o json or tsv"
        )
    import jmespath  # only for those who ask
    from jmespath.exceptions import (
        IncompleteExpressionError,
        JMESPathError,
        LexerError,
        ParseError,
    )
    from jmespath.functions import Functions

    try:
        compiled = jmespath.compile(text)
        functions = set(_functions(compiled.parsed))
    except IncompleteExpressionError as error:
        raise _slip("no JMESPath: it ends before it is whole") from error
    except ParseError as error:
        why = error.message if isinstance(error, LexerError) else error.msg
        place = error.lex_position + 1
        raise _slip(f"no JMESPath, from character {place} on: {why}") from error
    except (JMESPathError, RecursionError) as error:
        raise _slip(_first_line(error)) from error
    for unknown in functions - set(Functions.FUNCTION_TABLE):
        known = ", ".join(sorted(Functions.FUNCTION_TABLE))
        raise _slip(f"there is no function {unknown}; there are {known}")
    return Query(compiled, is_quiet=bool(options.get("quiet")))


def _functions(node: Mapping[str, Any]) -> Iterator[str]:
    """The functions that it calls: unknown ones are told before anything is done."""
    if node["type"] == "function_expression":
        yield node["value"]
    if node["type"] == "slice":
        return  # its children are numbers
    for child in node["children"]:
        yield from _functions(child)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _slip(why: str) -> click.UsageError:
    return click.UsageError(f"--query: {shown(why)}")
