"""Parameters that are given and that no template of a run declares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from integrity.likeness import most_like
from integrity.lint.finding import Complaint, Finding
from integrity.lint.findings import findings_of
from integrity.lint.selection import Selection
from integrity.lint.severity import Severity
from integrity.template.position import Span

_HELP = "Take it away: Resource Manager refuses values for what is not declared."


def judge_given(
    places: Mapping[str, Span],
    declared: Iterable[Sequence[str] | None],
    selection: Selection,
) -> tuple[Finding, ...]:
    """Say which names nothing declares; each may be for another template of the run.

    Nothing is said where a template stands in no deployment: there no name is declared.

    Args:
        declared: What each file with templates declares; None where one stands in none.
    """
    declarations = list(declared)
    known = [name for names in declarations for name in names or ()]
    if not declarations or None in declarations:
        return ()
    return findings_of("AIB006", _undeclared(places, known), selection)


def _undeclared(
    places: Mapping[str, Span], known: Sequence[str]
) -> Iterator[Complaint]:
    by_folded = {name.casefold(): name for name in known}
    for name, span in places.items():
        if name.casefold() in by_folded:
            continue
        near = most_like(name.casefold(), by_folded)
        meant = f"; did you mean '{by_folded[near]}'?" if near else ""
        message = f"parameter '{name}' is not declared by the template{meant}"
        yield Complaint(span, message, severity=Severity.WARNING, help=_HELP)
