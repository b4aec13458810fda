"""Runs the rules over templates."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial

from integrity.dataclass import dataclass
from integrity.errors import DocumentError, NotRead, SyntaxFault
from integrity.facts import NO_FACTS, Facts
from integrity.lint.any_version import in_any_version
from integrity.lint.finding import Complaint, Finding
from integrity.lint.findings import RULES_BY_ID, finding_of, finished, of_lapse
from integrity.lint.migration import migration, moved
from integrity.lint.report import FileResult
from integrity.lint.rule import Needs, Rule
from integrity.lint.rules.all_rules import ALL_RULES
from integrity.lint.rules.spelling import as_meant
from integrity.lint.selection import EVERYTHING, Selection, answers_to
from integrity.safe_text import safe_text
from integrity.secret_url import redacted
from integrity.template.blocks import NotKnown
from integrity.template.loader import LoadedFile
from integrity.template.model import Form, ImageTemplate
from integrity.template.nodes import Reason
from integrity.template.pointer import pointer_to
from integrity.template.position import Document, Span
from integrity.template.references import ArtifactReference, unknown_artifacts

MAX_FINDINGS = 5_000
"""More than anybody reads of one file; it bounds the time that one can take."""

_MOST_AT_ONE_PLACE = 50
"""What one rule says of all that one expression made; who mends it mends the others."""


def unknown_selectors(selection: Selection) -> list[str]:
    """The selectors that no rule answers to: a slip of the pen, most likely."""
    return [
        selector
        for selector in (*selection.select, *selection.ignore)
        if not any(answers_to(one, (selector,)) for one in ALL_RULES)
    ]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of one file."""

    file: FileResult
    findings: tuple[Finding, ...]


def judge_file(
    loaded: LoadedFile,
    facts: Facts = NO_FACTS,
    selection: Selection = EVERYTHING,
    *,
    named: bool = True,
) -> Judgement:
    """Judge everything one file holds.

    Args:
        named: The user named this very file; then one without a template is an error,
            while one met in a folder is only told.
    """
    findings = [of_lapse(lapse, loaded) for lapse in loaded.lapses]
    findings += _of_faults(loaded)
    findings += _of_deployments(loaded)
    if not loaded.templates and named:
        findings.append(_no_template(loaded))
    refused = {span.place for span, _ in loaded.faults}  # and so told already
    skipped = 0
    rules = _chosen(selection.select, selection.ignore)
    for template in loaded.templates:
        if len(findings) >= MAX_FINDINGS:
            findings.append(_too_many(template))
            break
        found, skips = judge(template, facts, rules)
        findings += (
            one
            for one in found
            if one.rule != "AIB005" or one.span.place not in refused
        )
        skipped += skips
    return Judgement(describe(loaded, skipped), tuple(finished(findings, selection)))


@lru_cache(4)  # all files of a run are judged by the same
def _chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that judge, of those that are wanted."""
    selection = Selection(select, ignore)
    return tuple(one for one in ALL_RULES if one.judge and selection.takes(one))


def judge_migration(
    loaded: LoadedFile,
    target: str,
    selection: Selection,
    *,
    named: bool = True,
) -> Judgement:
    """Say what one file's templates break, or break worse, under another version.

    Args:
        named: As for `judge_file`: nothing to move is no move that goes well.
    """
    rules = _chosen(selection.select, selection.ignore)
    findings = [
        finding
        for template in loaded.templates
        for finding in migration(
            template, target, lambda moved: judge(moved, NO_FACTS, rules)[0]
        )
    ]
    if not loaded.templates and named:
        findings.append(_no_template(loaded))
    return Judgement(describe(loaded), tuple(finished(findings, selection)))


def judge(
    template: ImageTemplate, facts: Facts, rules: Sequence[Rule]
) -> tuple[list[Finding], int]:
    """Judge one template: findings, and how many judgements had to be left out."""
    findings, skipped = _judge_by_its_version(template, facts, rules)
    if template.form is Form.DEPLOYMENT and len(findings) < MAX_FINDINGS:
        from integrity.lint.choices import where_chosen  # elsewhere nothing chooses

        findings += where_chosen(
            template, findings, lambda one: _judge_by_its_version(one, facts, rules)[0]
        )
    return findings, skipped


def _judge_by_its_version(
    template: ImageTemplate, facts: Facts, rules: Sequence[Rule]
) -> tuple[list[Finding], int]:
    """Judge one template by its api-version; by all that it may be where it has none."""
    if template.oldest_version == template.version:
        return _judge(as_meant(template, rules), facts, rules)
    findings, skipped = _judge(template, facts, rules)
    oldest, _ = _judge(moved(template, template.oldest_version), facts, rules)
    certain = list(in_any_version(findings, oldest))
    return certain, skipped + len(findings) - len(certain)


def _judge(
    template: ImageTemplate, facts: Facts, rules: Sequence[Rule]
) -> tuple[list[Finding], int]:
    """Judge one template by one api-version."""
    findings: list[Finding] = []
    skipped = 0
    subjects_of = cache(partial(_subjects, template))
    not_asked = Needs.AZURE if facts.azure is None else None
    for one in rules:
        if one.needs is not_asked:
            continue
        subjects = subjects_of(one.over)
        if subjects == ():  # as it is of most rules
            continue
        skipped += _judge_by(one, subjects, template, facts, findings)
        if len(findings) == MAX_FINDINGS:
            return [*findings, _too_many(template)], skipped
    return findings, skipped


Subjects = tuple[object, ...] | None
"""What rules judge one by one; None where that is not known."""


def _subjects(
    template: ImageTemplate, over: Callable[[ImageTemplate], Iterable[object]]
) -> Subjects:
    try:
        return tuple(over(template))
    except NotKnown:
        return None


def _judge_by(
    one: Rule,
    subjects: Subjects,
    template: ImageTemplate,
    facts: Facts,
    findings: list[Finding],
) -> int:
    """Add what one rule says to the findings; how many judgements were left out."""
    judge_subject = one.judge
    if judge_subject is None:
        return 0
    if subjects is None:
        return 1
    skipped = 0
    at_one_place: Counter[tuple[str, int]] = Counter()
    for subject in subjects:
        try:
            for complaint in judge_subject(subject, facts):
                if len(findings) == MAX_FINDINGS:
                    return skipped
                place = complaint.span.place
                at_one_place[place] += 1
                if at_one_place[place] <= _MOST_AT_ONE_PLACE:
                    meant = _meant(subject, complaint)
                    findings.append(_of_complaint(one, meant, template))
        except NotKnown as unknown:
            skipped += unknown.node.reason is not Reason.MISSPELT
    return skipped


def judge_unreadable(error: DocumentError) -> Judgement:
    """The one finding of a file that could not be read as JSON, or not at all."""
    from integrity.template.languages import language_of  # most files are JSON

    text = error.text if isinstance(error, SyntaxFault) else ""
    offset = error.offset if isinstance(error, SyntaxFault) else 0
    document = Document(error.path, text)
    span = Span(document, offset, min(offset + 1, len(text)))
    language = language_of(text)
    what = "cannot be read" if isinstance(error, NotRead) else "not JSON"
    kind = f"{what} but {language.name}" if language else what
    complaint = Complaint(
        span,
        kind if language else f"{kind}: {error.why}",
        help=language.way_out if language else None,
    )
    file = FileResult(error.path, safe_text(kind), 0, (), 0)
    return Judgement(file, (finding_of(RULES_BY_ID["AIB001"], complaint),))


def describe(loaded: LoadedFile, skipped: int = 0) -> FileResult:
    """What one file was found to hold."""
    versions = tuple(dict.fromkeys(one.version for one in loaded.templates))
    return FileResult(
        path=loaded.document.name,
        kind=safe_text(loaded.kind),
        templates=len(loaded.templates),
        api_versions=versions,
        skipped=skipped,
        unknown_artifacts=sum(map(unknown_artifacts, loaded.templates)),
        missing_parameters=tuple(map(safe_text, loaded.missing)),
        declared=loaded.declared,
    )


def _no_template(loaded: LoadedFile) -> Finding:
    span = Span(loaded.document, 0, 0)
    message = f"no image template in this {loaded.kind}"
    return finding_of(RULES_BY_ID["AIB100"], Complaint(span, message))


def _too_many(template: ImageTemplate) -> Finding:
    span = template.resource.span
    opening = Span(span.document, span.start, min(span.start + 1, span.end))
    message = f"over {MAX_FINDINGS:,} findings: judged no further"
    return finding_of(RULES_BY_ID["AIB007"], Complaint(opening, message))


def _of_faults(loaded: LoadedFile) -> Iterator[Finding]:
    for span, message in loaded.faults:
        complaint = Complaint(span, message)
        yield finding_of(RULES_BY_ID["AIB006"], complaint, _pointer(loaded, span))


def _of_deployments(loaded: LoadedFile) -> Iterator[Finding]:
    for template in loaded.deployments:
        from integrity.lint.deployments import (  # a plain resource stands in none
            around_the_resources,
        )

        for number, complaint in around_the_resources(template):
            pointer = _pointer(loaded, complaint.span)
            yield finding_of(RULES_BY_ID[number], complaint, pointer)


def _pointer(loaded: LoadedFile, span: Span) -> str:
    """The name of a place beside the templates of a file."""
    root = loaded.templates[0].root if loaded.templates else None
    return "" if root is None else pointer_to(root, span)


def _meant(subject: object, complaint: Complaint) -> Complaint:
    """A complaint; of one of several addresses it has to say which."""
    if not isinstance(subject, ArtifactReference) or not subject.when:
        return complaint
    which = f"where an expression chooses {redacted(subject.url)}"
    return replace(complaint, message=f"{which}: {complaint.message}")


def _of_complaint(one: Rule, complaint: Complaint, template: ImageTemplate) -> Finding:
    root = template.root or template.resource
    return finding_of(one, complaint, pointer_to(root, complaint.span))
