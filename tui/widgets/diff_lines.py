"""What changes in a file: the lines that go and come, with a few around them."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from integrity.dataclass import dataclass
from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.source_view.text import TAB_CELLS, beginning_of, document_of

_CONTEXT = 3
"""Lines around a change that are shown."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r)|[^\r\n]++\Z")
_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR", "": "no line end"}

Op = tuple[str, int, int, int, int]
"""As `difflib` gives it: what is done, and the lines of both texts."""


@dataclass(frozen=True, slots=True)
class Diff:
    """A change, drawn."""

    lines: tuple[Line, ...]

    changes: tuple[int, ...]
    """Where each group of changed lines begins, counted from 0 in `lines`."""


def diff_of(name: str, old: bytes, new: bytes) -> Diff:
    """A unified diff for people: line numbers, and what is new inside a line.

    Secrets are hidden, so a change of nothing else shows the same line twice.
    """
    before = _LINE.findall(document_of(name, old).text)
    after = _LINE.findall(document_of(name, new).text)
    ops = _operations(before, after)
    changed = [op for op in ops if op[0] != "equal"]
    added = sum(end - start for *_, start, end in changed)
    removed = sum(end - start for _, start, end, *_ in changed)
    title = Piece(safe_text(name), Tone.TITLE)
    sums = f"  {counted(added, 'line')} added, {removed:,} removed"
    drawn: list[Line] = [line(title, Piece(Safe(sums), Tone.MUTED))]
    if not changed:
        return Diff((line(title, Piece(Safe("  nothing changes"), Tone.MUTED)),), ())
    digits = len(str(max(len(before), len(after))))
    changes: list[int] = []
    for group in _groups(ops):
        changes.append(len(drawn))
        drawn += _Drawing(before, after, digits).group(group)
    return Diff(tuple(drawn), tuple(changes))


def _operations(before: Sequence[str], after: Sequence[str]) -> list[Op]:
    """What is done to which lines. What both begin and end with is not searched."""
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old_end, new_end = len(before) - tail, len(after) - tail
    inner = SequenceMatcher(None, before[head:old_end], after[head:new_end])
    ops: list[Op] = [("equal", 0, head, 0, head)] if head else []
    ops += [
        (kind, a + head, b + head, c + head, d + head)
        for kind, a, b, c, d in inner.get_opcodes()
    ]
    if tail:
        ops.append(("equal", old_end, len(before), new_end, len(after)))
    return ops


def _groups(ops: Sequence[Op]) -> Iterator[list[Op]]:
    """Changes with what is around them; those close together share it."""
    group: list[Op] = []
    for index, (kind, a, b, c, d) in enumerate(ops):
        if kind != "equal":
            group.append((kind, a, b, c, d))
            continue
        is_first, is_last = index == 0, index == len(ops) - 1
        if not is_first and not is_last and b - a <= 2 * _CONTEXT:
            group.append((kind, a, b, c, d))
            continue
        if not is_first:
            length = min(_CONTEXT, b - a)
            yield [*group, ("equal", a, a + length, c, c + length)]
        length = min(_CONTEXT, b - a)
        group = [("equal", b - length, b, d - length, d)]
    if any(kind != "equal" for kind, *_ in group):
        yield group


class _Drawing:
    """Draws lines of two texts, their numbers beside them."""

    def __init__(
        self, before: Sequence[str], after: Sequence[str], digits: int
    ) -> None:
        self._before = before
        self._after = after
        self._digits = digits

    def group(self, ops: Sequence[Op]) -> Iterator[Line]:
        """One group of changes."""
        _, old_start, _, new_start, _ = ops[0]
        *_, old_end, _, new_end = ops[-1]
        old_range = f"-{old_start + 1},{old_end - old_start}"
        new_range = f"+{new_start + 1},{new_end - new_start}"
        yield line(Piece(Safe(f"@@ {old_range} {new_range} @@"), Tone.ACCENT))
        for kind, a, b, c, d in ops:
            if kind == "equal":
                for old, new in zip(range(a, b), range(c, d), strict=True):
                    text = _safe(beginning_of(_bare(self._before[old])))
                    yield self._line(old, new, " ", line(text))
            else:
                yield from self._changed(range(a, b), range(c, d))

    def _changed(self, old: range, new: range) -> Iterator[Line]:
        """Lines that go, then lines that come; pairs tell each other's difference."""
        gone: list[Line] = []
        come: list[Line] = []
        for a, b in zip_longest(old, new):
            was = None if a is None else self._before[a]
            now = None if b is None else self._after[b]
            left, right = _compared(was, now)
            if a is not None:
                gone.append(self._line(a, None, "-", left))
            if b is not None:
                come.append(self._line(None, b, "+", right))
        yield from gone
        yield from come

    def _line(self, old: int | None, new: int | None, sign: str, text: Line) -> Line:
        tone = {"-": Tone.REMOVED, "+": Tone.ADDED}.get(sign, Tone.MUTED)
        numbers = f"{self._number(old)} {self._number(new)} "
        return (
            Piece(Safe(numbers), Tone.MUTED),
            Piece(Safe(f"{sign} "), tone),
            *text,
        )

    def _number(self, index: int | None) -> str:
        return f"{'' if index is None else index + 1:>{self._digits}}"


def _compared(was: str | None, now: str | None) -> tuple[Line, Line]:
    """Both lines, what differs in them stressed; all of one that stands alone."""
    old, new = beginning_of(_bare(was or "")), beginning_of(_bare(now or ""))
    if was is None or now is None:
        return _toned(old, Tone.REMOVED), _toned(new, Tone.ADDED)
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    rest = most - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return (
        (*_stressed(old, head, tail, Tone.REMOVED), *_end(was, now)),
        (*_stressed(new, head, tail, Tone.ADDED), *_end(now, was)),
    )


def _stressed(text: str, head: int, tail: int, tone: Tone) -> Line:
    part = Tone.REMOVED_PART if tone is Tone.REMOVED else Tone.ADDED_PART
    end = len(text) - tail
    return (
        *_toned(text[:head], tone),
        *_toned(text[head:end], part),
        *_toned(text[end:], tone),
    )


def _toned(text: str, tone: Tone) -> Line:
    return (Piece(_safe(text), tone),) if text else ()


def _end(text: str, other: str) -> Line:
    """The kind of the line end, where it is what changes."""
    end = text[len(_bare(text)) :]
    if end == other[len(_bare(other)) :]:
        return ()
    return (Piece(Safe(f"  ({_ENDS[end]})"), Tone.MUTED),)


def _bare(text: str) -> str:
    return text.rstrip("\r\n")


def _safe(text: str) -> Safe:
    return safe_text(text.replace("\t", " " * TAB_CELLS))
