"""The verb: read every artifact that templates name, then judge them by the facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from integrity.facts import ArtifactFact, AzureFact, Facts
from integrity.lint.linter import EVERYTHING, Judgement, Selection, judge_file
from integrity.lint.report import ArtifactResult, Declaration, Verdict
from integrity.progress import ProgressSink, silent
from integrity.safe_text import safe_text
from integrity.survey import ArtifactRequest, Reader, survey
from integrity.template.loader import LoadedFile
from integrity.template.references import (
    ArtifactReference,
    Use,
    artifact_references,
    declared_artifacts,
)

FILE_LIMIT = 20 * 2**20
"""Bytes of a File customizer's artifact beyond which nothing more is read.

The reference says "only suitable for files under 20 MB" and names no unit.
"""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file that was read, and where it came from."""

    loaded: LoadedFile

    folder: Path | None
    """Local artifacts are read at or below it; None for standard input: none are."""

    named: bool = True
    """The user named this very file, rather than a folder that it is in."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading the artifacts and judging the templates has told."""

    judgements: tuple[Judgement, ...]
    artifacts: tuple[ArtifactResult, ...]


async def verify(
    files: Sequence[TemplateFile],
    reader: Reader,
    *,
    selection: Selection = EVERYTHING,
    inline_too: bool = False,
    azure: AzureFact | None = None,
    at_once: int = 8,
    on_progress: ProgressSink = silent,
) -> Verification:
    """Read every distinct artifact of all templates once, then judge each file.

    An artifact that cannot be read is a finding, not an error.

    Args:
        inline_too: Also read what commands in `inline` download.
    """
    facts = await survey_artifacts(
        files,
        reader,
        inline_too=inline_too,
        at_once=at_once,
        on_progress=on_progress,
    )
    judgements = tuple(
        judge_file(
            file.loaded,
            Facts(_facts_of(file, facts), azure),
            selection,
            named=file.named,
        )
        for file in files
    )
    return Verification(judgements, tuple(_results(files, facts, inline_too)))


FactKey = tuple[str, Path | None]
"""An address, and for a local one the folder that it is relative to."""


async def survey_artifacts(
    files: Sequence[TemplateFile],
    reader: Reader,
    *,
    inline_too: bool = False,
    at_once: int = 8,
    on_progress: ProgressSink = silent,
) -> Mapping[FactKey, ArtifactFact]:
    """Read every distinct artifact of all templates once."""
    requests: dict[FactKey, ArtifactRequest] = {}
    for file in files:
        for reference in references_of(file, inline_too):
            key = fact_key(reference, file)
            request = _request(reference, file)
            requests[key] = _wider(requests.get(key), request)
    return dict(
        zip(
            requests,
            await survey(
                requests.values(), reader, at_once=at_once, on_progress=on_progress
            ),
            strict=True,
        )
    )


def references_of(file: TemplateFile, inline_too: bool) -> Iterator[ArtifactReference]:
    """The artifacts that one file's templates name."""
    references = artifact_references if inline_too else declared_artifacts
    for template in file.loaded.templates:
        yield from references(template)


def fact_key(reference: ArtifactReference, file: TemplateFile) -> FactKey:
    """By what an artifact's fact is found."""
    remote = reference.url.casefold().startswith(("https:", "http:"))
    return reference.url, None if remote else file.folder


def _request(reference: ArtifactReference, file: TemplateFile) -> ArtifactRequest:
    return ArtifactRequest(
        url=reference.url,
        limit=FILE_LIMIT if reference.use is Use.FILE else None,
        checksum_declared=reference.expected is not None,
        folder=file.folder,
    )


def _wider(one: ArtifactRequest | None, other: ArtifactRequest) -> ArtifactRequest:
    """The request that serves both places that name an artifact."""
    if one is None:
        return other
    limited = one.limit is not None and other.limit is not None
    return ArtifactRequest(
        url=one.url,
        limit=one.limit if limited else None,
        checksum_declared=one.checksum_declared or other.checksum_declared,
        folder=one.folder,
    )


def _facts_of(
    file: TemplateFile, facts: Mapping[FactKey, ArtifactFact]
) -> Mapping[str, ArtifactFact]:
    return {
        url: fact
        for (url, folder), fact in facts.items()
        if folder in (None, file.folder)
    }


def _results(
    files: Sequence[TemplateFile],
    facts: Mapping[FactKey, ArtifactFact],
    inline_too: bool,
) -> Iterator[ArtifactResult]:
    declarations: dict[FactKey, list[Declaration]] = {key: [] for key in facts}
    for file in files:
        for reference in references_of(file, inline_too):
            key = fact_key(reference, file)
            declarations[key].append(_declaration(reference, facts[key]))
    for key, places in declarations.items():
        yield ArtifactResult(facts[key], tuple(places))


def _declaration(reference: ArtifactReference, fact: ArtifactFact) -> Declaration:
    document = reference.span.document
    return Declaration(
        path=document.name,
        position=document.position(reference.span.start),
        step=safe_text(reference.step.label),
        use=reference.use.value,
        expected=reference.expected,
        verdict=verdict_of(reference.expected, fact),
    )


def verdict_of(expected: str | None, fact: ArtifactFact) -> Verdict:
    """What became of an artifact, for one place that names it."""
    if fact.problem is not None or fact.sha256 is None:
        return Verdict.PROBLEM
    if expected is None:
        return Verdict.UNDECLARED
    same = expected.casefold() == fact.sha256
    return Verdict.MATCH if same else Verdict.MISMATCH


def problems(results: Iterable[ArtifactResult]) -> Iterator[ArtifactFact]:
    """The facts of the artifacts that could not be read."""
    return (result.fact for result in results if result.fact.problem is not None)
