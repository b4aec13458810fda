"""One file, read and judged: pure work, done off every loop."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from integrity.artifacts.artifact import ArtifactRequest
from integrity.dataclass import dataclass
from integrity.errors import DocumentError, NotRead, SyntaxFault
from integrity.facts import ArtifactFact, Facts
from integrity.lint.finding import Finding
from integrity.lint.linter import judge_file, judge_unreadable
from integrity.lint.secrets import without_secrets
from integrity.lint.severity import Severity
from integrity.reading import FactKey, TemplateFile, fact_key, references_of, request_of
from integrity.safe_text import NOTHING, Safe, safe_text
from integrity.secret_url import redacted
from integrity.template.hosts import split_address
from integrity.template.loader import LoadedFile, load
from integrity.template.model import ImageTemplate, Part
from integrity.template.nodes import ObjectNode, StringNode, UnknownNode
from integrity.template.position import Document
from integrity.template.references import ArtifactReference
from integrity.template.syntax import MAX_BYTES
from integrity.verify import verdict_of
from tui.files.inputs import Input
from tui.files.judging import Judging
from tui.files.loading import OpenFile
from tui.workspace.found_file import FoundFile
from tui.workspace.judged import (
    ArtifactEntry,
    ArtifactProgress,
    OpenTemplate,
    TargetEntry,
)
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import ArtifactStage, EntryState
from tui.workspace.unjudged import waiting

_WHERE = ("uri", "galleryImageId", "imageId")
"""What names a distributor's destination, by its kind."""


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """What reading and judging one file has told."""

    found: FoundFile
    entry: TemplateEntry
    wanted: tuple[tuple[FactKey, ArtifactRequest], ...]
    """For each artifact of the entry, in their order: its fact's key, and how to ask."""

    opened: OpenTemplate
    file: OpenFile | None
    """None where it is not JSON."""

    judging: Judging
    """What it was read and judged by."""


def judged(
    found: FoundFile, judging: Judging, facts: Mapping[FactKey, ArtifactFact]
) -> JudgedFile:
    """Read a file and judge it by what is known of its artifacts.

    Args:
        facts: Of all artifacts; only looked up, so that they may grow meanwhile.
    """
    if found.version is None:
        return _not_there(found, judging)
    try:
        data = _read(found)
        loaded = load(found.key, data, judging.inputs, judging.api_version)
    except DocumentError as error:
        return _unreadable(found, error, judging)
    template_file = TemplateFile(loaded, _folder_of(found.path.parent), found.named)
    references = tuple(references_of(template_file))
    keys = [fact_key(one, template_file) for one in references]
    known = {key[0]: facts[key] for key in keys if key in facts}
    facts_here = Facts(known)
    judgement = judge_file(loaded, facts_here, judging.selection, named=found.named)
    entry = replace(
        _counted(_blank(found), judgement.findings),
        name=_name(loaded, found),
        state=EntryState.JUDGED if loaded.templates else EntryState.OTHER,
        templates=len(loaded.templates),
        kind=judgement.file.kind,
        artifacts=tuple(_artifacts(references, known)),
        targets=tuple(_targets(loaded.templates)),
    )
    wanted = tuple(
        (key, request_of(one, template_file))
        for key, one in zip(keys, references, strict=True)
    )
    opened = OpenTemplate(loaded.document, loaded, judgement.findings, facts_here)
    source = Input(found.key, data, found.path, found.named)
    return JudgedFile(found, entry, wanted, opened, OpenFile(source, loaded), judging)


def _read(found: FoundFile) -> bytes:
    """A byte more than a template may have, at most."""
    try:
        with found.path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotRead(found.key, str(error.strerror)) from error


@lru_cache(maxsize=64)
def _folder_of(folder: Path) -> Path:
    """One value for all files of a folder, which each artifact's request holds."""
    return folder


def _unreadable(found: FoundFile, error: DocumentError, judging: Judging) -> JudgedFile:
    findings = judge_unreadable(error).findings
    text = error.text if isinstance(error, SyntaxFault) else ""
    blank = _counted(_blank(found), findings)
    is_closed = isinstance(error, NotRead)
    state = EntryState.CLOSED if is_closed else EntryState.UNREADABLE
    entry = replace(blank, state=state)
    opened = OpenTemplate(Document(found.key, text), None, findings, Facts())
    return JudgedFile(found, entry, (), opened, None, judging)


def _not_there(found: FoundFile, judging: Judging) -> JudgedFile:
    """What was named is no file: not (yet) there, or a folder's or device's name."""
    is_gone = not found.path.exists()
    why = "no such file" if is_gone else "not a regular file"
    file = _unreadable(found, NotRead(found.key, why), judging)
    if not is_gone:
        return file
    return replace(file, entry=replace(file.entry, state=EntryState.GONE))


def _blank(found: FoundFile) -> TemplateEntry:
    return replace(waiting(found), judged_at=datetime.now(UTC))


def _name(loaded: LoadedFile, found: FoundFile) -> Safe:
    """The template's own name where it has just one and that is known."""
    names = [one.name for one in loaded.templates]
    own = names[0] if len(names) == 1 else None
    return safe_text(without_secrets(own) if own else found.path.stem)


def _counted(entry: TemplateEntry, findings: tuple[Finding, ...]) -> TemplateEntry:
    severities = [one.severity for one in findings]
    return replace(
        entry,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        notes=severities.count(Severity.NOTE),
        fixable=sum(1 for one in findings if one.fix is not None),
    )


def _artifacts(
    references: tuple[ArtifactReference, ...], known: Mapping[str, ArtifactFact]
) -> Iterator[ArtifactEntry]:
    for number, reference in enumerate(references):
        document = reference.span.document
        bare = ArtifactEntry(
            id=sys.intern(f"{number} {reference.step.place}"),
            name=_last_part(reference.url),
            address=redacted(reference.url),
            step=safe_text(without_secrets(reference.step.label)),
            use=reference.use.value,
            position=document.position(reference.span.start),
            expected=reference.expected,
        )
        fact = known.get(reference.url)
        yield bare if fact is None else with_fact(bare, fact)


def with_fact(artifact: ArtifactEntry, fact: ArtifactFact) -> ArtifactEntry:
    """An artifact after it was read."""
    size = fact.size or 0
    done = ArtifactProgress(ArtifactStage.DONE, done=size, total=size)
    return artifact.now(done, fact, verdict_of(artifact.expected, fact))


def _last_part(url: str) -> Safe:
    shown = redacted(url)
    path = split_address(shown)[1].path if "://" in shown else shown
    return safe_text(unquote(PurePosixPath(path).name) or shown)


def _targets(templates: tuple[ImageTemplate, ...]) -> Iterator[TargetEntry]:
    for template in templates:
        for part in template.distributors:
            yield TargetEntry(
                kind=_text(part, "type"),
                run_output=_text(part, "runOutputName"),
                where=next(filter(None, (_text(part, key) for key in _WHERE)), NOTHING),
            )


def _text(part: Part, key: str) -> Safe:
    """A string as it may be shown; an expression as it is written."""
    node = part.get(key)
    if isinstance(node, StringNode):
        text = redacted(node.value) if "://" in node.value else node.value
        return safe_text(without_secrets(text))
    if node is None or isinstance(node, ObjectNode):
        return NOTHING
    text = node.text if isinstance(node, UnknownNode) else node.span.text
    return safe_text(without_secrets(text))
