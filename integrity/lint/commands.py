"""Commands of a script as words, as far as a linter needs them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from integrity.template.literal import LONGEST_LINE
from integrity.template.nodes import StringNode

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.?)*\"?|'[^']*'?")
"""A quoted piece, up to the end of the line where it is not closed."""

_BETWEEN = re.compile(r"&&|\|\||[;|&(){}]")
_BEFORE_A_COMMAND = frozenset(("then", "do", "else", "if", "while", "!", "nohup"))

_NO_CODE = (
    r"(?s:\\.?)|\"(?:[^\"\\]|(?s:\\.?))*\"?|'[^']*'?|(?<![^\s;|&(){}])#[^\n]*"
    r"|(?<!<)<<-?[ \t]{0,8}[\"'\\]?([A-Za-z_]\w{0,60})(?s:.*?)"
    r"(?:\n[ \t]{0,80}\1[ \t\r]{0,8}(?=\n|\Z)|\Z)"
)
"""Of a shell script: what is escaped or quoted, a comment, and a text behind `<<EOF`."""

_PIECE = r"[^\n;|&(){}]+"


def script_lines(text: str) -> Iterator[str]:
    """The lines of a command that are no comments, each cut to what we look at."""
    for line in text.splitlines():
        bare = line[:LONGEST_LINE].strip()
        if bare and not bare.startswith("#"):
            yield bare


def simple_commands(text: str) -> Iterator[list[str]]:
    """The words of each command in a shell script, without what stands in quotes."""
    for line in script_lines(text):
        for piece in _BETWEEN.split(_QUOTED.sub('""', line)):
            words = _without_keywords(piece.split())
            if words:
                yield words


def _without_keywords(words: list[str]) -> list[str]:
    while words and (words[0] in _BEFORE_A_COMMAND or _is_assignment(words[0])):
        del words[0]
    return words


def shell_commands(
    nodes: Iterable[StringNode],
) -> Iterator[tuple[StringNode, list[list[str]]]]:
    """The commands of a Shell step, each with the words of what begins in it.

    They are one script: what is quoted, or a text behind `<<EOF`, may end in a later
    one, and a command may go on there.
    """
    nodes = list(nodes)
    script = re.sub(_NO_CODE, _blank, "\n".join(one.value for one in nodes))
    begins = list(accumulate((len(one.value) + 1 for one in nodes), initial=0))
    found: list[list[list[str]]] = [[] for _ in nodes]
    for piece in re.finditer(_PIECE, script):
        words = _without_keywords(piece.group()[:LONGEST_LINE].split())
        if words:
            found[bisect_right(begins, piece.start()) - 1].append(words)
    yield from zip(nodes, found, strict=True)


def _blank(match: re.Match[str]) -> str:
    """As many characters, so that each command stays where it is."""
    text = match.group()
    if text[0] in "#<" or text == "\\\n":
        return " " * len(text)
    return ('"$' if "$" in text else '""').ljust(len(text), '"')


def without_sudo(words: list[str]) -> list[str]:
    """A command without the `sudo` before it and without sudo's flags."""
    if words[0] != "sudo":
        return words
    rest = words[1:]
    while rest and (rest[0].startswith("-") or _is_assignment(rest[0])):
        rest = rest[1:]
    return rest


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()
