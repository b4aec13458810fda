"""Commands of a script as words, as far as a linter needs them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from integrity.template.literal import LONGEST_LINE
from integrity.template.model import Part
from integrity.template.nodes import StringNode
from integrity.template.references import inline_commands

_NO_COMMANDS = {
    "Shell": (
        r"\\\r\n|(?s:\\.?)|\"(?:[^\"\\]|(?s:\\.?))*\"?|'[^']*'?|(?<![^\s;|&()])#[^\n]*"
        r"|(?<!<)<<-?[ \t]{0,8}[\"'\\]?([A-Za-z_]\w{0,60})(?s:.*?)"
        r"(?:\n[ \t]{0,80}\1[ \t\r]{0,8}(?=\n|\Z)|\Z)"
    ),
    "PowerShell": (
        r"(?s:`.?)|\"(?:[^\"`]|(?s:`.?))*\"?|'[^']*'?|<#(?s:.*?)(?:#>|\Z)"
        r"|(?<![^\s;|&()])#[^\n]*"
    ),
}
"""What is escaped or quoted, a comment, and for a Shell a text behind `<<EOF`.

Compiled, as the next one, when the first step of its kind is met.
"""

_PIECE = r"[^\n;|&(){}]+"
_BEFORE_A_COMMAND = frozenset(("then", "do", "else", "if", "while", "!", "nohup"))


def script_lines(text: str) -> Iterator[str]:
    """The lines of a command that are no comments, each cut to what we look at."""
    for line in text.splitlines():
        bare = line[:LONGEST_LINE].strip()
        if bare and not bare.startswith("#"):
            yield bare


def commands_of(step: Part) -> Iterator[tuple[StringNode, list[list[str]]]]:
    """What a step's `inline` has, each with the words of the commands begun in it.

    They are one script: what is quoted, or a text behind `<<EOF`, may end in a later
    one, and a command may go on there. What is in quotes is left out.
    """
    nodes = list(inline_commands(step))
    text = "\n".join(one.value for one in nodes)
    script = re.sub(_NO_COMMANDS[step.kind or ""], _blank, text)
    begins = list(accumulate((len(one.value) + 1 for one in nodes), initial=0))
    found: list[list[list[str]]] = [[] for _ in nodes]
    for piece in re.finditer(_PIECE, script):
        words = piece.group()[:LONGEST_LINE].split()
        while words and (words[0] in _BEFORE_A_COMMAND or _is_assignment(words[0])):
            del words[0]
        if words:
            found[bisect_right(begins, piece.start()) - 1].append(words)
    yield from zip(nodes, found, strict=True)


def _blank(match: re.Match[str]) -> str:
    """As many characters, so that each command stays where it is."""
    text = match.group()
    if text[0] in "#<" or text.endswith("\n"):
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
