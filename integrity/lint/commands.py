"""Commands of a script as words, as far as a linter needs them."""

import re
from collections.abc import Iterator

from integrity.template.literal import LONGEST_LINE

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.?)*\"?|'[^']*'?")
"""A quoted piece, up to the end of the line where it is not closed."""

_BETWEEN = re.compile(r"&&|\|\||[;|&(){}]")
_BEFORE_A_COMMAND = frozenset(("then", "do", "else", "if", "while", "!", "nohup"))


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
            words = piece.split()
            while words and (words[0] in _BEFORE_A_COMMAND or _is_assignment(words[0])):
                del words[0]
            if words:
                yield words


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
