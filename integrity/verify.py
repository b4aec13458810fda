"""The verb: read every artifact that templates name, then judge them by the facts."""

from collections.abc import Iterator, Mapping, Sequence

from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact, AzureFact, Facts
from integrity.lint.linter import Judgement, judge_file
from integrity.lint.report import ArtifactResult, Declaration
from integrity.lint.selection import EVERYTHING, Selection
from integrity.lint.verdict import Verdict
from integrity.progress import ProgressSink, silent
from integrity.reading import (
    FactKey,
    Named,
    TemplateFile,
    fact_key,
    facts_by_folder,
    read_artifacts,
    references_of,
)
from integrity.safe_text import safe_text
from integrity.survey import Reader
from integrity.template.references import ArtifactReference, declared_artifacts


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading the artifacts and judging the templates has told."""

    judgements: tuple[Judgement, ...]
    """One for each file, in their order."""

    facts: tuple[Facts, ...]
    """What each file was judged by."""

    artifacts: tuple[ArtifactResult, ...]


async def verify(
    files: Sequence[TemplateFile],
    reader: Reader,
    *,
    selection: Selection = EVERYTHING,
    which: Named = declared_artifacts,
    azure: AzureFact | None = None,
    at_once: int = 8,
    on_progress: ProgressSink = silent,
) -> Verification:
    """Read every distinct artifact of all templates once, then judge each file.

    An artifact that cannot be read is a finding, not an error.

    Args:
        which: `artifact_references` also reads what commands in `inline` download.
    """
    facts = await read_artifacts(
        files, reader, which=which, at_once=at_once, on_progress=on_progress
    )
    own = facts_by_folder(facts)
    known = tuple(Facts(own.get(file.folder, own[None]), azure) for file in files)
    judgements = tuple(
        judge_file(file.loaded, one, selection, named=file.named)
        for file, one in zip(files, known, strict=True)
    )
    return Verification(judgements, known, tuple(_results(files, facts, which)))


def _results(
    files: Sequence[TemplateFile],
    facts: Mapping[FactKey, ArtifactFact],
    which: Named,
) -> Iterator[ArtifactResult]:
    declarations: dict[FactKey, list[Declaration]] = {key: [] for key in facts}
    for file in files:
        for reference in references_of(file, which):
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
