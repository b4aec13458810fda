"""The report for code scanning: SARIF 2.1.0."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from integrity.lint.finding import Finding, Fix
from integrity.lint.report import Report, Unread
from integrity.lint.reports.encoding import array_lines, encoded, timestamp
from integrity.lint.reports.items import told_fix
from integrity.lint.rule import Rule
from integrity.safe_text import safe_text
from integrity.template.edit import Edit
from integrity.template.position import Position

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas"
    "/sarif-schema-2.1.0.json"
)

SarifObject = dict[str, Any]


def sarif(report: Report, rules: Sequence[Rule]) -> Iterator[str]:
    """One run of one tool; alerts are known again by rule and place in the template."""
    index = {rule.id: position for position, rule in enumerate(rules)}
    yield f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[{{'
    yield f'"columnKind":"unicodeCodePoints","tool":{encoded(_tool(report, rules))},'
    yield f'"invocations":[{encoded(_invocation(report))}],'
    yield from array_lines('"results":', _results(report.findings, index))
    yield "}]}"


def _tool(report: Report, rules: Iterable[Rule]) -> SarifObject:
    return {
        "driver": {
            "name": "bakeferry",
            "version": report.version,
            "rules": [_descriptor(rule) for rule in rules],
        }
    }


def _descriptor(rule: Rule) -> SarifObject:
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.manual},
        "help": {"text": rule.manual, "markdown": rule.manual},
        "defaultConfiguration": {"level": rule.severity},
    }


def _invocation(report: Report) -> SarifObject:
    """How the run ended; what could not be read makes it a run that failed."""
    told = [_notification(unread) for unread in report.unread]
    return {
        "executionSuccessful": not told,
        "exitCode": report.exit_code,
        "startTimeUtc": timestamp(report.started),
        "endTimeUtc": timestamp(report.finished),
        **({"toolExecutionNotifications": told} if told else {}),
    }


def _notification(unread: Unread) -> SarifObject:
    return {
        "level": "error",
        "message": {"text": f"{safe_text(unread.path)}: {unread.why}"},
    }


def _results(
    findings: Iterable[Finding], index: dict[str, int]
) -> Iterator[SarifObject]:
    for finding in findings:
        known = {"ruleIndex": index[finding.rule]} if finding.rule in index else {}
        fixes = {"fixes": [_fix(fix)]} if (fix := told_fix(finding)) else {}
        yield {
            "ruleId": finding.rule,
            **known,
            "level": finding.severity,
            "message": {"text": finding.paragraph},
            "locations": [_location(finding)],
            "partialFingerprints": {"ruleAndPlace/v1": _fingerprint(finding)},
            **fixes,
        }


def _location(finding: Finding) -> SarifObject:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact_location(finding.path),
            "region": _region(finding.start, finding.end),
        }
    }


def _region(start: Position, end: Position) -> SarifObject:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _artifact_location(path: str) -> SarifObject:
    pure = PurePath(path)
    uri = quote(pure.as_posix(), errors="replace")
    if pure.is_absolute():
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _fingerprint(finding: Finding) -> str:
    """The same as long as rule, file and JSON pointer are; lines may move.

    What stands beside the values of a template has no pointer, but its message.
    """
    what = finding.pointer or finding.message
    place = "\0".join((finding.rule, finding.path, what))
    return hashlib.sha256(place.encode(errors="replace")).hexdigest()[:32]


def _fix(fix: Fix) -> SarifObject:
    replacements: dict[str, list[SarifObject]] = {}
    for edit in fix.edits:
        path = edit.span.document.name
        replacements.setdefault(path, []).append(_replacement(edit))
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": _artifact_location(path), "replacements": changes}
            for path, changes in replacements.items()
        ],
    }


def _replacement(edit: Edit) -> SarifObject:
    position = edit.span.document.position
    return {
        "deletedRegion": _region(position(edit.span.start), position(edit.span.end)),
        "insertedContent": {"text": edit.replacement},
    }
