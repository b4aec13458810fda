"""What one run has to tell, whatever the form it is told in."""

from datetime import datetime

from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact
from integrity.lint.finding import Finding
from integrity.lint.verdict import Verdict
from integrity.safe_text import Safe
from integrity.template.position import Position


@dataclass(frozen=True, slots=True)
class Declaration:
    """One place that names an artifact."""

    path: str
    position: Position
    step: Safe
    """The step in words: customize[2] 'setup'."""

    use: str
    """script, file, or inline download."""

    expected: str | None
    """The checksum declared there."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ArtifactResult:
    """One distinct artifact: what reading it told, and who names it."""

    fact: ArtifactFact
    declarations: tuple[Declaration, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of its declarations' verdicts."""
        verdicts = {declaration.verdict for declaration in self.declarations}
        worst_first = (
            Verdict.PROBLEM, Verdict.MISMATCH, Verdict.UNDECLARED, Verdict.MATCH
        )  # fmt: skip
        return next((one for one in worst_first if one in verdicts), Verdict.PROBLEM)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What was found to be in one file."""

    path: str
    kind: Safe
    """What it is: `image template`, or in words what else: `role definition`."""

    templates: int
    """Image templates in it."""

    api_versions: tuple[str, ...]
    """What its templates were judged by."""

    skipped: int
    """Judgements left out because a value is not known offline."""

    unknown_artifacts: int = 0
    """Artifact addresses that are not known offline."""

    missing_parameters: tuple[Safe, ...] = ()
    """Deployment parameters that a value hangs on and that have none."""

    declared: tuple[str, ...] | None = None
    """Parameters that its deployments declare; None when a template stands in none."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A name behind which there was nothing to read, or a file not written by `--fix`."""

    path: str
    """As the user wrote it, or below what the user wrote."""

    why: Safe
    missed: str = "read"
    """What could not be done: `read`, or `written`."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """One checksum that `stamp` wrote, would write with `--check`, or could not."""

    path: str
    position: Position
    artifact: Safe
    """The address as it may be shown."""

    old: str | None
    """What stood there; None when nothing did."""

    new: str | None
    """The digest; None when it could not be written."""

    why: Safe | None = None
    """Why it could not be written."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run of `lint`, `verify`, `stamp` or the demo."""

    command: str
    version: str
    """Of the tool."""

    started: datetime
    finished: datetime
    files: tuple[FileResult, ...]
    findings: tuple[Finding, ...]
    """Sorted by file and place."""

    artifacts: tuple[ArtifactResult, ...] | None
    """None when artifacts were not read at all (lint)."""

    exit_code: int

    stamped: tuple[Stamped, ...] | None = None
    """None unless the run was one of `stamp`."""

    written: bool = False
    """The files were changed; `stamp --check` and `--diff` change none."""

    unread: tuple[Unread, ...] = ()
    """What could not be read, or with `--fix` written: the run is not whole."""

    target: str | None = None
    """The api-version of `lint --migrate-to`: only what that brings was told."""

    @property
    def worst_first(self) -> list[Finding]:
        """The findings by severity; those of one severity in their order."""
        return sorted(self.findings, key=lambda finding: finding.severity.rank)

    @property
    def ok(self) -> bool:
        """Nothing to report."""
        return self.exit_code == 0
