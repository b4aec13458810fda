"""The source line of a finding with carets below it, cut to the width at hand."""

import re
from collections.abc import Iterator

from integrity.lint.finding import Finding
from integrity.lint.reports.cells import cut_end, cut_start, width
from integrity.lint.reports.style import Style

_TAB = "    "
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
        before = finding.span.document.line(finding.start.line - 1)
        shown = cut_end(_expanded(before[:room], style), room, style.ellipsis)
        yield f"{finding.start.line - 1:>{len(number)}} | {shown}"
    at = width(head)
    carets = "^" * max(1, min(width(marked), room - at))
    yield f"{number} | {cut_end(head + marked + tail, room, style.ellipsis)}"
    yield f"{gutter} | {' ' * at}{style.of_severity(carets, finding.severity)}"


def _pieces(finding: Finding, style: Style) -> tuple[str, str, str]:
    """What stands before the span, in it, and after it, on the line where it starts.

    Only as far as can be shown: a file may be one line of some megabytes.
    """
    text, span = finding.span.document.text, finding.span
    line_start = span.start - finding.start.column + 1
    line_end = _LINE_END.search(text, span.start, span.start + style.width)
    seen_end = line_end.start() if line_end else span.start + style.width
    marked_end = min(span.end, seen_end)
    return (
        _expanded(text[max(line_start, span.start - style.width) : span.start], style),
        _expanded(text[span.start : marked_end], style),
        _expanded(text[marked_end:seen_end], style),
    )


def _expanded(text: str, style: Style) -> str:
    return style.shown(text.replace("\t", _TAB))
