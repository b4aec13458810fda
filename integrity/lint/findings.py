"""Makes findings of what rules complain about: complete, in order, each once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from integrity.lint.finding import Complaint, Finding, Fix
from integrity.lint.fixes import keeps_declared_types
from integrity.lint.rule import Rule
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.secrets import without_secrets
from integrity.lint.selection import Selection
from integrity.lint.severity import Severity
from integrity.safe_text import Safe, safe_text
from integrity.template.edit import Edit
from integrity.template.loader import LoadedFile
from integrity.template.tokens import Lapse

RULES_BY_ID: Mapping[str, Rule] = MappingProxyType({one.id: one for one in ALL_RULES})


def findings_of(
    rule_id: str, complaints: Iterable[Complaint], selection: Selection
) -> tuple[Finding, ...]:
    """What is said beside all templates, by one rule, as far as it is wanted."""
    one = RULES_BY_ID[rule_id]
    findings = [finding_of(one, complaint) for complaint in complaints]
    return tuple(finished(findings, selection))


def finished(findings: list[Finding], selection: Selection) -> Iterator[Finding]:
    """Findings that are wanted, each once, in the order of the file."""
    seen = set()
    for finding in sorted(findings, key=_order):
        key = (finding.rule, finding.path, finding.start, finding.message)
        if key not in seen and selection.takes(RULES_BY_ID[finding.rule]):
            seen.add(key)
            yield _at_severity(finding, selection.severities.get(finding.rule))


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.start, finding.rule, finding.message


def _at_severity(finding: Finding, severity: Severity | None) -> Finding:
    if severity is None:
        return finding
    return replace(finding, severity=severity)


def finding_of(one: Rule, complaint: Complaint, pointer: str = "") -> Finding:
    """What a rule complains about, with all that reports tell of it."""
    span, fix = complaint.span, complaint.fix
    return Finding(
        rule=one.id,
        name=one.name,
        severity=complaint.severity or one.severity,
        path=span.document.name,
        start=span.document.position(span.start),
        end=span.document.position(span.end),
        message=_shown(complaint.message),
        help=None if complaint.help is None else _shown(complaint.help),
        pointer=pointer,
        span=span,
        fix=fix if fix is not None and keeps_declared_types(fix) else None,
    )


def of_lapse(lapse: Lapse, loaded: LoadedFile) -> Finding:
    """What was overlooked to read a file at all."""
    fix = None
    if lapse.insert:
        verb = "add" if lapse.span.start == lapse.span.end else "write"
        fix = Fix(f"{verb} {lapse.insert}", (Edit(lapse.span, lapse.insert),))
    elif lapse.removable:
        fix = Fix("take it away", (Edit(lapse.span, ""),))
    harmless = lapse.deployable and loaded.is_deployment
    severity = Severity.NOTE if harmless else None
    complaint = Complaint(lapse.span, lapse.message, severity=severity, fix=fix)
    return finding_of(RULES_BY_ID[lapse.rule], complaint)


@lru_cache(256)  # most ways out are the same for all templates
def _shown(text: str) -> Safe:
    """What a rule says, whatever it quotes."""
    return safe_text(without_secrets(text))
