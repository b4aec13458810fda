"""The source line of a finding with carets below it, cut to the width at hand."""

import re
from collections.abc import Iterator

from integrity.lint.finding import Finding
from integrity.lint.reports.cells import cut_end, cut_start, width
from integrity.lint.reports.style import Style
from integrity.lint.secrets import without_secrets
from integrity.template.literal import LONGEST_LINE

_TAB = "    "
_CONTEXT = LONGEST_LINE // 2
"""Characters before and after a place that are searched for secrets."""

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
    line = finding.span.document.line(finding.start.line - 1)[:_CONTEXT]
    shown = _expanded(without_secrets(line)[:room], style)
    return cut_end(shown, room, style.ellipsis)


def _pieces(finding: Finding, style: Style) -> tuple[str, str, str]:
    """What stands before the span, in it, and after it, on the line where it starts.

    Only as far as can be shown: a file may be one line of some megabytes. Secrets are
    looked for further around, because a part of one does not look like one.
    """
    text, span = finding.span.document.text, finding.span
    line_start = max(span.start - finding.start.column + 1, span.start - _CONTEXT)
    seen_end = span.start + _CONTEXT
    line_end = _LINE_END.search(text, span.start, seen_end)
    line = without_secrets(
        text[line_start : line_end.start() if line_end else seen_end]
    )
    start = span.start - line_start
    end = start + min(span.end - span.start, style.width)
    return (
        _expanded(line[max(0, start - style.width) : start], style),
        _expanded(line[start:end], style),
        _expanded(line[end : start + style.width], style),
    )


def _expanded(text: str, style: Style) -> str:
    return style.shown(text.replace("\t", _TAB))
