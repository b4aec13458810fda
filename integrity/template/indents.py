"""Which brace is one too many, or missing, by how the lines of a text are indented."""

import re

_PART = re.compile(
    r'\n(?P<indent>[ \t]*)(?=[^\s])|"(?:[^"\\\n]|\\.)*"|(?P<mark>[{}\[\]])|[^\s{}\[\]",:]+'
)
_CLOSES = {"{": "}", "[": "]"}
_CLOSERS = tuple(_CLOSES.values())
_LONGEST = 200_000


def misplaced_brace(text: str) -> str | None:
    """What is wrong with the braces of a text that do not match; None if nobody can say.

    The lines say where braces and indentation part. A closing brace before that place is
    taken away, or one put there; only what makes braces and lines agree is told.
    """
    parting = _parting(text) if len(text) <= _LONGEST else None
    if parting is None:
        return None
    place, own = parting
    before = [one for one in _marks(text) if one.start() < place]
    closer = before[-1] if before and before[-1].group() in _CLOSERS else None
    if closer and _agrees(text[: closer.start()] + text[closer.end() :]):
        line = text.count("\n", 0, closer.start()) + 1
        return f"the '{closer.group()}' of line {line} is one too many"
    start = text.rfind("\n", 0, place) + 1
    for mark in _CLOSERS:
        if _agrees(f"{text[:start]}{own * ' '}{mark}\n{text[start:]}"):
            line = text.count("\n", 0, place) + 1
            return f"a '{mark}' is missing before line {line}"
    return None


def _parting(text: str) -> tuple[int, int] | None:
    """Where a line is the first that is indented otherwise than its braces say.

    And how the line is indented that opens what it stands in.
    """
    around: list[tuple[int, int | None]] = []
    """Of each open brace, how its line is indented, and how the first one inside."""

    indent, is_first = 0, True
    for part in _PART.finditer(text):
        mark = part["mark"] or ""
        if part["indent"] is not None:
            indent, is_first = len(part["indent"]), True
            continue
        if is_first and around:
            own, inner = around[-1]
            wanted = own if mark in _CLOSERS else inner
            if wanted is not None and wanted != indent:
                return part.start(), own
            if wanted is None:
                around[-1] = own, indent
        if mark in _CLOSES:
            around.append((indent, None))
        elif mark and around:
            around.pop()
        is_first = False
    return None


def _marks(text: str) -> list[re.Match[str]]:
    return [part for part in _PART.finditer(text) if part["mark"]]


def _agrees(text: str) -> bool:
    """Say whether every brace is closed by its own kind, and indented so."""
    wanted: list[str] = []
    for part in _marks(text):
        mark = part.group()
        if mark in _CLOSES:
            wanted.append(_CLOSES[mark])
        elif not wanted or wanted.pop() != mark:
            return False
    return not wanted and _parting(text) is None
