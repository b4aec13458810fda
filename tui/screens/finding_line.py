"""A finding in one line, as the list of templates and an opened one tell it."""

from typing import TYPE_CHECKING

from integrity.lint.severity import Severity
from integrity.safe_text import Safe
from tui.widgets.lines import Line, Piece, Tone, line

if TYPE_CHECKING:
    from integrity.lint.finding import Finding

_OF_SEVERITY = {
    Severity.ERROR: Tone.BAD,
    Severity.WARNING: Tone.WARNING,
    Severity.NOTE: Tone.MUTED,
}


def finding_line(finding: "Finding") -> Line:
    """One finding: where, which rule, how bad, what."""
    return line(
        Safe(f" {finding.start!s:<7}"),
        Piece(Safe(f"{finding.rule} "), Tone.MUTED),
        Piece(Safe(f"{finding.severity} "), _OF_SEVERITY[finding.severity]),
        finding.message,
    )
