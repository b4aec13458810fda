"""What can be said of a template whose api-version is not known.

It is judged by the newest version and by the oldest that may be meant. What both find
holds whatever the version turns out to be; the rest nobody knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from integrity.lint.finding import Finding


def in_any_version(
    newest: Iterable[Finding], oldest: Iterable[Finding]
) -> Iterator[Finding]:
    """The findings of both, in the newest version's words, at the milder severity."""
    known = {finding.identity: finding.severity for finding in oldest}
    for finding in newest:
        severity = known.get(finding.identity)
        if severity is not None:
            milder = max(finding.severity, severity, key=lambda one: one.rank)
            yield replace(finding, severity=milder)
