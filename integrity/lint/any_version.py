"""What can be said of a template whose api-version is not known.

It is judged by the newest version and by the oldest that may be meant. What both find
holds whatever the version turns out to be; the rest nobody knows.
"""

from collections.abc import Iterable, Iterator

from integrity.lint.finding import Finding


def in_any_version(
    newest: Iterable[Finding], oldest: Iterable[Finding]
) -> Iterator[Finding]:
    """The findings of both, each as the version has it that takes it more lightly."""
    known = {finding.identity: finding for finding in oldest}
    for finding in newest:
        other = known.get(finding.identity)
        if other is not None:
            yield max(finding, other, key=lambda one: one.severity.rank)
