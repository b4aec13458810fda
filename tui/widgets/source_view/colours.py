"""Tones for the text of one line of JSON, and of what is not quite JSON.

A line is read by itself, so that any place of a file can be shown at once. What goes on
over a line's end, a comment or a string with a line break, has to be known beforehand.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from integrity.template.loader import LoadedFile
from integrity.template.position import Document
from tui.widgets.lines import Tone


class Run(NamedTuple):
    """A stretch of text in one tone, in characters, `end` exclusive."""

    start: int
    end: int
    tone: Tone


_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*+"?)(?P<colon>\s*+:)?
    | (?P<comment>//.*|/\*.*?(?:\*/|\Z))
    | (?P<word>\b(?:true|false|null)\b)
    | (?P<number>-?\b[0-9][0-9.eE+-]*+)
    | (?P<placeholder><[^<>"]{1,80}>)
    | (?P<punctuation>[{}\[\]:,]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_TONES = {
    "comment": Tone.COMMENT,
    "word": Tone.WORD,
    "number": Tone.NUMBER,
    "placeholder": Tone.EXPRESSION,
    "punctuation": Tone.PUNCTUATION,
}
_COMMENT = re.compile(
    r'"(?:[^"\\\r\n]|\\.)*+"?|//[^\r\n]*+|(?P<comment>/\*.*?(?:\*/|\Z))', re.DOTALL
)


def across_lines(document: Document, loaded: LoadedFile | None) -> tuple[Run, ...]:
    """What a line alone does not show: comments and strings that end on a later one.

    Args:
        loaded: None when the text is no JSON; then only comments are found.
    """
    if loaded is None:
        return tuple(_comments(document.text))
    spans = sorted((one.span.start, one.span.end) for one in loaded.lapses)
    return tuple(
        Run(start, end, _tone_at(document.text, start))
        for start, end in spans
        if "\n" in document.text[start:end] or "\r" in document.text[start:end]
    )


def coloured(text: str, start: int, across: Sequence[Run]) -> Iterator[Run]:
    """The stretches of a line, without gaps, counted from its first character.

    Args:
        text: The line, or as much of its beginning as is shown.
        start: Where the line stands in the document.
        across: What reaches into the line, in the order of the document.
    """
    at = 0
    for run in across:
        if run.start > start and at < run.start - start:
            yield from _tokens(text, at, min(run.start - start, len(text)))
        end = min(run.end - start, len(text))
        if end > at:
            at = max(at, run.start - start)
            yield Run(at, end, run.tone)
            at = end
    yield from _tokens(text, at, len(text))


def _tokens(text: str, at: int, end: int) -> Iterator[Run]:
    for match in _TOKEN.finditer(text, at, end):
        if match.start() > at:
            yield Run(at, match.start(), Tone.PLAIN)
        at = match.end()
        if match["string"] is None:
            yield Run(match.start(), at, _TONES[match.lastgroup or "punctuation"])
            continue
        tone = _of_string(match["string"]) if match["colon"] is None else Tone.KEY
        yield Run(match.start(), match.end("string"), tone)
        if match["colon"] is not None:
            yield Run(match.end("string"), at, Tone.PUNCTUATION)
    if at < end:
        yield Run(at, end, Tone.PLAIN)


def _of_string(literal: str) -> Tone:
    is_expression = literal.startswith('"[') and literal.endswith(']"')
    is_escaped = literal.startswith('"[[')
    return Tone.EXPRESSION if is_expression and not is_escaped else Tone.STRING


def _tone_at(text: str, start: int) -> Tone:
    return Tone.COMMENT if text.startswith("/", start) else Tone.STRING


def _comments(text: str) -> Iterator[Run]:
    if "/*" not in text:
        return
    for match in _COMMENT.finditer(text):
        if match["comment"] is not None:
            yield Run(*match.span(), Tone.COMMENT)
