"""Values in the shapes of the documents that machines read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from integrity.facts import ArtifactProblem
from integrity.lint.finding import Finding, Fix
from integrity.lint.report import (
    ArtifactResult,
    Declaration,
    FileResult,
    Report,
    Stamped,
    Unread,
)
from integrity.lint.reports.artifact_table import name_of
from integrity.lint.reports.documents import (
    ArtifactItem,
    ArtifactSummary,
    DeclarationItem,
    EditItem,
    FileItem,
    FindingItem,
    FindingSummary,
    FixItem,
    ProblemItem,
    StampedItem,
    StampSummary,
    Tool,
    UnreadItem,
)
from integrity.lint.secrets import without_secrets
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.template.edit import Edit

Section = tuple[str, Iterable[Mapping[str, Any]]]
"""The name of an array in a document, and its items, made when they are asked for."""


def tool(version: str) -> Tool:
    """What made the document."""
    return {"name": "bakeferry", "version": version}


def subject(report: Report) -> str:
    """What the run was about; it names the document's schema."""
    if report.stamped is not None:
        return "stamp"
    return "lint" if report.artifacts is None else "verify"


def sections(report: Report) -> Iterator[Section]:
    """The arrays of a document; `items` is what the run was about."""
    files = map(_file_item, report.files)
    if report.stamped is not None:
        yield from (("items", map(_stamped_item, report.stamped)), ("files", files))
    elif report.artifacts is not None:
        yield from (("items", map(_artifact_item, report.artifacts)), ("files", files))
    else:
        yield "items", files
    yield "findings", map(_finding_item, report.findings)
    yield "unread", map(_unread_item, report.unread)


def _file_item(file: FileResult) -> FileItem:
    """One file."""
    return {
        "path": file.path,
        "kind": file.kind,
        "templates": file.templates,
        "apiVersions": list(file.api_versions),
        "skippedJudgements": file.skipped,
        "unknownArtifacts": file.unknown_artifacts,
        "missingParameters": list(file.missing_parameters),
    }


def _finding_item(finding: Finding) -> FindingItem:
    """One finding."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "path": finding.path,
        "line": finding.start.line,
        "column": finding.start.column,
        "endLine": finding.end.line,
        "endColumn": finding.end.column,
        "pointer": finding.pointer,
        "message": finding.message,
        "help": finding.help,
        "fix": None if (fix := told_fix(finding)) is None else _fix_item(fix),
    }


def _unread_item(unread: Unread) -> UnreadItem:
    return {"path": unread.path, "why": unread.why}


def told_fix(finding: Finding) -> Fix | None:
    """The fix, unless its text would show a secret; `--fix` applies it all the same."""
    if finding.fix is None:
        return None
    texts = [edit.replacement for edit in finding.fix.edits]
    return finding.fix if texts == list(map(without_secrets, texts)) else None


def _fix_item(fix: Fix) -> FixItem:
    return {"title": fix.title, "edits": [_edit_item(edit) for edit in fix.edits]}


def _edit_item(edit: Edit) -> EditItem:
    document = edit.span.document
    start, end = document.position(edit.span.start), document.position(edit.span.end)
    return {
        "path": document.name,
        "line": start.line,
        "column": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "replacement": edit.replacement,
    }


def _artifact_item(artifact: ArtifactResult) -> ArtifactItem:
    """One artifact; its address without what could be a secret."""
    fact = artifact.fact
    return {
        "name": name_of(fact),
        "url": str(fact.url),
        "verdict": artifact.verdict,
        "size": fact.size,
        "digests": {} if fact.sha256 is None else {"sha256": fact.sha256},
        "declarations": [_declaration_item(one) for one in artifact.declarations],
        "problem": None if fact.problem is None else _problem_item(fact.problem),
        "appearance": fact.appearance,
        "etag": fact.etag,
        "contentType": fact.content_type,
        "contentEncoding": fact.content_encoding,
        "redirects": list(fact.redirects),
        "readFrom": fact.read_from,
        "cached": fact.cached,
        "seconds": round(fact.seconds, 3),
    }


def _declaration_item(declaration: Declaration) -> DeclarationItem:
    return {
        "path": declaration.path,
        "line": declaration.position.line,
        "column": declaration.position.column,
        "step": declaration.step,
        "use": declaration.use,
        "expected": declaration.expected,
        "verdict": declaration.verdict,
    }


def _problem_item(problem: ArtifactProblem) -> ProblemItem:
    return {
        "kind": problem.kind,
        "message": problem.message,
        "status": problem.status,
    }


def _stamped_item(stamped: Stamped) -> StampedItem:
    """One checksum."""
    return {
        "path": stamped.path,
        "line": stamped.position.line,
        "column": stamped.position.column,
        "artifact": stamped.artifact,
        "old": stamped.old,
        "new": stamped.new,
        "why": stamped.why,
    }


def summary(report: Report) -> FindingSummary:
    """How much of what; of the kind that the run was about."""
    if report.stamped is not None:
        return _stamp_summary(report, report.stamped)
    if report.artifacts is not None:
        return _artifact_summary(report, report.artifacts)
    return _finding_summary(report)


def _finding_summary(report: Report) -> FindingSummary:
    count = Counter(finding.severity for finding in report.findings)
    return {
        "files": len(report.files),
        "templates": sum(file.templates for file in report.files),
        "errors": count[Severity.ERROR],
        "warnings": count[Severity.WARNING],
        "notes": count[Severity.NOTE],
        "fixable": sum(finding.fix is not None for finding in report.findings),
        "skippedJudgements": sum(file.skipped for file in report.files),
        "unknownArtifacts": sum(file.unknown_artifacts for file in report.files),
    }


def _artifact_summary(
    report: Report, artifacts: Sequence[ArtifactResult]
) -> ArtifactSummary:
    count = Counter(artifact.verdict for artifact in artifacts)
    return {
        **_finding_summary(report),
        "artifacts": len(artifacts),
        "match": count[Verdict.MATCH],
        "mismatch": count[Verdict.MISMATCH],
        "undeclared": count[Verdict.UNDECLARED],
        "problem": count[Verdict.PROBLEM],
        "bytes": sum(one.fact.size or 0 for one in artifacts if one.fact.sha256),
    }


def _stamp_summary(report: Report, stamped: Sequence[Stamped]) -> StampSummary:
    left = sum(one.why is not None for one in stamped)
    return {
        **_finding_summary(report),
        "stamped": len(stamped) - left,
        "unstamped": left,
        "written": report.written,
    }
