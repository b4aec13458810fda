"""Commands of a script as words, as far as a linter needs them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from integrity.dataclass import dataclass
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
        r"&[ \t]{0,8}(?:\"[^\"\n]*\"|'[^'\n]*')|`\r\n|(?s:`.?)"
        r"|@([\"'])[ \t\r]{0,8}\n(?s:.*?)(?:\n\1@|\Z)"
        r"|\"(?:[^\"`]|(?s:`.?))*\"?|'[^']*'?|<#(?s:.*?)(?:#>|\Z)"
        r"|(?<![^\s;|&()])#[^\n]*"
    ),
}
"""What is escaped or quoted, a comment, a text behind `<<EOF` or between `@'` and `'@`.

A program in quotes behind `&` is met too, and stays. Compiled, as the next ones, when
the first step of its kind is met.
"""

_PATTERNS_AND_ITEMS = (
    r"(?:\bcase\s[^\n;]{1,80}?\sin\b|;;&?|;&)(?!\s{0,80}esac\b)\s{0,80}\(?[^;()\n]{1,120}\)"
    r"|\b\w+\+?=\([^()]*\)"
)
"""What stands where a Shell has commands: patterns of `case`, items of an array."""

_FUNCTION = (
    r"(?:\bfunction\s+([\w:.-]{1,80})\s*(?:\([^()]*\)\s*)?"
    r"|(?<![\w.:$-])([\w.-]{1,80})\s*\(\s*\)\s*"
    r"|=\s*|\bRegister-[^\n;|{}]{1,200})\{"
)
"""How a function begins, or a block of PowerShell that is kept for later."""

_PIECE = r"[^\n;|&(){}]+"
_BEFORE_A_COMMAND = frozenset(("then", "do", "else", "if", "while", "!", "nohup"))


def script_lines(text: str) -> Iterator[str]:
    """The lines of a command that are no comments, each cut to what we look at."""
    for line in text.splitlines():
        bare = line[:LONGEST_LINE].strip()
        if bare and not bare.startswith("#"):
            yield bare


@dataclass(frozen=True, slots=True)
class Script:
    """What a step's `inline` has: its commands are one script."""

    text: str
    """As it is written."""

    running: str
    """What runs of it, each sign where it stands in the text."""

    commands: list[StringNode]
    begins: list[int]
    """Where each command begins, and where one more would."""

    def command_at(self, place: int) -> StringNode:
        """The command that a place in the text is in."""
        return self.commands[self.number_at(place)]

    def number_at(self, place: int) -> int:
        """Which of the commands a place in the text is in."""
        return bisect_right(self.begins, place) - 1


def commands_of(step: Part) -> Iterator[tuple[StringNode, list[list[str]]]]:
    """What a step's `inline` has, each with the words of the commands begun in it.

    What is quoted, or a text behind `<<EOF`, may end in a later one, and a command may
    go on there. What is in quotes is left out, and so is a function that nothing calls.
    """
    script = script_of(step)
    found: list[list[list[str]]] = [[] for _ in script.commands]
    for piece in re.finditer(_PIECE, script.running):
        words = piece.group()[:LONGEST_LINE].split()
        while words and (words[0] in _BEFORE_A_COMMAND or _is_assignment(words[0])):
            del words[0]
        if words:
            found[script.number_at(piece.start())].append(words)
    yield from zip(script.commands, found, strict=True)


def script_of(step: Part) -> Script:
    """The script that a step's `inline` is."""
    nodes = list(inline_commands(step))
    text = "\n".join(one.value for one in nodes)
    running = re.sub(_NO_COMMANDS[step.kind or ""], _blank, text)
    if step.kind == "Shell":
        running = re.sub(_PATTERNS_AND_ITEMS, _parted, running)
    begins = list(accumulate((len(one.value) + 1 for one in nodes), initial=0))
    return Script(text, _without_functions(running), nodes, begins)


def _without_functions(script: str) -> str:
    """A script without functions that nothing calls, and without the names of others."""
    functions = list(re.finditer(_FUNCTION, script, re.IGNORECASE))
    if not functions:
        return script
    ends, mentions = _ends_of_blocks(script), _mentions(script)
    kept, at = [], 0
    for one in functions:
        begin, end = one.start(), ends.get(one.end() - 1, len(script))
        first, last = mentions.get((one[1] or one[2] or "").casefold(), (begin, begin))
        if begin < at:
            continue  # in a function that is left out
        left_out_to = end if begin <= first and last < end else one.end()
        kept += [script[at:begin], ";" * (left_out_to - begin)]
        at = left_out_to
    return "".join((*kept, script[at:]))


def _ends_of_blocks(script: str) -> dict[int, int]:
    """Where each block ends, by where it begins."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for brace in re.finditer("[{}]", script):
        if brace.group() == "{":
            opened.append(brace.start())
        elif opened:
            ends[opened.pop()] = brace.end()
    return ends


def _mentions(script: str) -> dict[str, tuple[int, int]]:
    """Where each word stands first and last."""
    mentions: dict[str, tuple[int, int]] = {}
    for word in re.finditer(r"[\w.-][\w:.-]*", script.casefold()):
        first, _ = mentions.get(word.group(), (word.start(), 0))
        mentions[word.group()] = first, word.start()
    return mentions


def _parted(match: re.Match[str]) -> str:
    """As many characters, between which and what follows no command goes on."""
    return ";" * len(match.group())


def _blank(match: re.Match[str]) -> str:
    """As many characters, so that each command stays where it is."""
    text = match.group()
    if text[0] == "&":
        return text
    if text[0] in "#<@" or text.endswith("\n"):
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
