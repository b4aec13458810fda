"""The source line of a finding with carets below it, cut to the width at hand."""

import re
from collections.abc import Iterator
from functools import lru_cache

from integrity.cells import cut_end, cut_start, width
from integrity.lint.finding import Finding
from integrity.lint.reports.style import Style
from integrity.lint.secrets import without_secrets
from integrity.template.literal import LONGEST_LINE
from integrity.template.position import Document

_TAB = "    "
_BLOCK = LONGEST_LINE // 2
"""Characters that are searched for secrets at once, with as many around them."""

_LINE_END = re.compile(r"[\r\n]")


def excerpt(finding: Finding, style: Style) -> Iterator[str]:
    """The line before, the line, and carets; a span over lines shows its first."""
    if not finding.span.document.text:
        return
    number = str(finding.start.line)
    gutter = " " * len(number)
    room = max(20, style.width - len(number) - len(" | "))
    head, marked, tail = _pieces(finding, style)
    yield f"{gutter} |"
    if width(head) + min(width(marked), 8) > room:
        head = cut_start(head, room // 2, style.ellipsis)
    elif finding.start.line > 1:
        before = _line_before(finding, room, style)
        yield f"{finding.start.line - 1:>{len(number)}} | {before}"
    at = width(head)
    carets = "^" * max(1, min(width(marked), room - at))
    yield f"{number} | {cut_end(head + marked + tail, room, style.ellipsis)}"
    yield f"{gutter} | {' ' * at}{style.of_severity(carets, finding.severity)}"


def _line_before(finding: Finding, room: int, style: Style) -> str:
    document = finding.span.document
    start = document.line_start(finding.start.line - 1)
    end = start + len(document.line(finding.start.line - 1)[: room + 1])
    return cut_end(_expanded(_shown(document, start, end), style), room, style.ellipsis)


def _pieces(finding: Finding, style: Style) -> tuple[str, str, str]:
    """What stands before the span, in it, and after it, on the line where it starts.

    Only as far as can be shown: a file may be one line of some megabytes.
    """
    document, span = finding.span.document, finding.span
    reach = min(style.width, _BLOCK)
    first = max(span.start - finding.start.column + 1, span.start - reach)
    line_end = _LINE_END.search(document.text, span.start, span.start + reach)
    last = line_end.start() if line_end else span.start + reach
    marked_end = min(span.end, last)
    return (
        _expanded(_shown(document, first, span.start), style),
        _expanded(_shown(document, span.start, marked_end), style),
        _expanded(_shown(document, marked_end, last), style),
    )


def _shown(document: Document, start: int, end: int) -> str:
    """A piece of a document, of one block at most, without its secrets."""
    block = start // _BLOCK
    before = max(0, block - 1) * _BLOCK
    return _block_and_neighbours(document, block)[start - before : end - before]


@lru_cache(maxsize=4)
def _block_and_neighbours(document: Document, block: int) -> str:
    """Where a secret may reach to, without it: a part of one does not look like one."""
    return without_secrets(
        document.text[max(0, block - 1) * _BLOCK : (block + 2) * _BLOCK]
    )


def _expanded(text: str, style: Style) -> str:
    return style.shown(text.replace("\t", _TAB))
