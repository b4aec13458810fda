"""What templates name, read once for all of them: where the two wings meet."""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from integrity.artifacts.artifact import ArtifactRequest
from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact
from integrity.progress import ProgressSink
from integrity.survey import Reader, survey
from integrity.template.loader import LoadedFile
from integrity.template.model import ImageTemplate
from integrity.template.references import (
    FILE_LIMIT,
    ArtifactReference,
    Use,
    declared_artifacts,
)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file that was read, and where it came from."""

    loaded: LoadedFile

    folder: Path | None
    """Local artifacts are read at or below it; None for standard input: none are."""

    named: bool = True
    """The user named this very file, rather than a folder that it is in."""


Named = Callable[[ImageTemplate], Iterable[ArtifactReference]]
"""Which artifacts of a template are meant: the declared ones, those of inline commands too."""

FactKey = tuple[str, Path | None]
"""An address, and for a local one the folder that it is relative to."""


async def read_artifacts(
    files: Sequence[TemplateFile],
    reader: Reader,
    *,
    which: Named = declared_artifacts,
    at_once: int,
    on_progress: ProgressSink,
) -> Mapping[FactKey, ArtifactFact]:
    """Read every distinct artifact of all templates once."""
    requests: dict[FactKey, ArtifactRequest] = {}
    for file in files:
        for reference in references_of(file, which):
            key = fact_key(reference, file)
            request = request_of(reference, file)
            requests[key] = wider(requests.get(key), request)
    asked = requests.values()
    facts = await survey(asked, reader, at_once=at_once, on_progress=on_progress)
    return dict(zip(requests, facts, strict=True))


def references_of(
    file: TemplateFile, which: Named = declared_artifacts
) -> Iterator[ArtifactReference]:
    """The artifacts that one file's templates name.

    A place is told once, also where the turns of a copy loop name the same there.
    """
    told = set()
    for template in file.loaded.templates:
        for one in which(template):
            where = (one.span.document.name, one.span.start, one.step.place)
            if (what := (one.url, one.expected, *where)) not in told:
                told.add(what)
                yield one


def fact_key(reference: ArtifactReference, file: TemplateFile) -> FactKey:
    """By what an artifact's fact is found."""
    remote = reference.url.casefold().startswith(("https:", "http:"))
    return reference.url, None if remote else file.folder


def request_of(reference: ArtifactReference, file: TemplateFile) -> ArtifactRequest:
    """How the artifact at one place is asked for."""
    return ArtifactRequest(
        url=reference.url,
        limit=FILE_LIMIT if reference.use is Use.FILE else None,
        checksum_declared=reference.expected is not None,
        folder=file.folder,
    )


def wider(one: ArtifactRequest | None, other: ArtifactRequest) -> ArtifactRequest:
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


def facts_by_folder(
    facts: Mapping[FactKey, ArtifactFact],
) -> Mapping[Path | None, Mapping[str, ArtifactFact]]:
    """The facts that the rules ask for, by address.

    Those from the network are under None, and shared: below them a folder has its own.
    """
    found: dict[Path | None, dict[str, ArtifactFact]] = {None: {}}
    for (url, folder), fact in facts.items():
        found.setdefault(folder, {})[url] = fact
    shared = found.pop(None)
    return {None: shared} | {
        folder: ChainMap(own, shared) for folder, own in found.items()
    }
