"""A file that was verified, to be submitted as it is."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact, AzureFact, Facts
from integrity.lint.finding import Finding
from integrity.lint.linter import judge_file
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.reading import TemplateFile
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import redacted
from integrity.template.model import ImageTemplate
from integrity.template.references import declared_artifacts
from integrity.verify import verdict_of
from transfer.errors import TransferError
from tui.files.judging import Judging


class NotSubmittable(TransferError):
    """A file that no template can be made from; the message says why."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, its bytes, and what was just read of each of its artifacts."""

    file: TemplateFile
    path: Path
    shown_path: Safe
    content: bytes
    facts: Mapping[str, ArtifactFact]
    """By address."""

    judging: Judging

    @property
    def template(self) -> ImageTemplate:
        """The one image template in it.

        Raises:
            NotSubmittable: There is none, more than one, or only a piece of one; or a
                templating tool is still to choose what stands there.
        """
        if self.file.loaded.has_branches:
            raise NotSubmittable(
                f"{self.shown_path} has directives of a templating tool; submit the file"
                " that the tool writes"
            )
        templates = self.file.loaded.templates
        if len(templates) != 1:
            raise NotSubmittable(
                f"{self.shown_path} holds {len(templates)} image templates; "
                "one is wanted"
            )
        if templates[0].is_fragment:
            raise NotSubmittable(
                f"{self.shown_path} holds only a piece of an image template"
            )
        return templates[0]

    @property
    def is_as_it_was(self) -> bool:
        """Whether the file still holds these bytes."""
        try:
            return self.path.read_bytes() == self.content
        except OSError:
            return False

    @property
    def artifacts(self) -> int:
        """How many artifacts it names."""
        return sum(1 for _ in declared_artifacts(self.template))

    def judged(self, azure: AzureFact | None) -> tuple[Finding, ...]:
        """What is wrong with it, by all that is known."""
        known = Facts(self.facts, azure)
        selection, file = self.judging.selection, self.file
        return judge_file(file.loaded, known, selection, named=file.named).findings

    def failing(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings for which nothing may be sent."""
        worst = {Severity.ERROR}
        if self.judging.strict:
            worst.add(Severity.WARNING)
        return tuple(one for one in findings if one.severity in worst)

    def unfit_artifacts(self) -> Iterator[Safe]:
        """The artifacts that cannot be read, or are not as their checksum says."""
        for reference in declared_artifacts(self.template):
            fact = self.facts.get(reference.url)
            address = redacted(reference.url)
            if fact is None:
                yield safe_text(f"{address}: was not read")
            elif fact.problem is not None:
                yield safe_text(f"{address}: {fact.problem.message}")
            elif verdict_of(reference.expected, fact) is Verdict.MISMATCH:
                yield safe_text(f"{address}: is not as its checksum says")
