"""The order for places that show only the first few findings."""

from collections.abc import Iterable

from integrity.lint.finding import Finding


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, warnings, notes; each in the order of the files."""
    return sorted(findings, key=lambda finding: finding.severity.rank)
