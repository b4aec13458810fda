"""What `bakeferry verify` does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from integrity.lint.linter import Judgement, judge_file
from integrity.lint.report import ArtifactResult
from integrity.lint.severity import Severity
from integrity.secret_url import SecretUrl
from integrity.template.references import (
    Use,
    artifact_references,
    declared_artifacts,
)
from integrity.verify import Verification
from integrity.verify import verify as verify_artifacts
from tui.cli.awaiting import awaited
from tui.cli.clusters import cluster_if_any, read_by
from tui.cli.fixing import after_mending, beside_diff
from tui.cli.options import hashes_required, judging
from tui.cli.progress_line import ProgressLine
from tui.cli.session import session_options
from tui.cli.telling import Checked, code_of, report_of, tell, tell_missing
from tui.files.judging import Judging
from tui.files.loading import Opened, OpenFile, open_files
from tui.files.mending import mend
from tui.files.template_files import template_files
from tui.session import Session

if TYPE_CHECKING:
    from tui.cluster.connection import Cluster


def verify(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Judge image templates and read every artifact they name, in parallel."""
    started = datetime.now(UTC)
    severities = {}
    if hashes_required(options["require_hashes"]):
        severities["AIB310"] = Severity.ERROR
    how = judging(options, severities)
    opened = open_files(paths, how)
    tell_missing(opened.missing)
    with cluster_if_any(options["scheduler"]) as cluster:
        verification = awaited(_verify(opened, how, options, cluster))
    if options["online"]:
        online = _with_azure(verification, opened, how, options)
        if isinstance(online, int):
            return online
        verification = online
    if options["fix"] or options["diff"]:
        pairs = zip(opened.files, verification.facts, strict=True)
        mended = [mend(file, how, facts) for file, facts in pairs]
        opened = after_mending(opened, mended, options)
        verification = _judged_again(verification, opened, how)
    judgements: Sequence[Judgement] = (*verification.judgements, *opened.unreadable)
    if options["params"]:
        from tui.cli.undeclared import with_undeclared  # few runs give parameters

        judgements = with_undeclared(judgements, how)
    if how.filled and any(one.file.templates for one in judgements):
        from tui.cli.undeclared import tell_unfilled  # as above

        tell_unfilled(how)
    checked = Checked(tuple(judgements), verification.artifacts, opened.missing)
    report = report_of("verify", started, checked, code_of(checked, strict=how.strict))
    return tell(report, options, notes=how.notes, to=beside_diff(options))


def _with_azure(
    verification: Verification, opened: Opened, how: Judging, options: dict[str, Any]
) -> Verification | int:
    """The same with Azure's word; an exit code when it cannot be asked."""
    from tui.cli.live.online import ask_azure
    from tui.submitting.online import judged_online, with_azure

    files = template_files(opened)
    azure = ask_azure(files, options)
    if isinstance(azure, int):
        return azure
    facts = with_azure(verification.facts, azure)
    judgements = judged_online(files, facts, how.selection)
    return replace(verification, judgements=judgements, facts=facts)


def _judged_again(
    verification: Verification, opened: Opened, how: Judging
) -> Verification:
    """What is left to tell: what could not be mended."""
    judgements = tuple(
        judge_file(file.loaded, facts, how.selection, named=file.input.named)
        for file, facts in zip(opened.files, verification.facts, strict=True)
    )
    artifacts = tuple(_as_named_by(opened.files, verification.artifacts))
    return replace(verification, judgements=judgements, artifacts=artifacts)


def _as_named_by(
    files: Iterable[OpenFile], artifacts: Iterable[ArtifactResult]
) -> Iterator[ArtifactResult]:
    """What was read; a command downloads what no step names any more."""
    named = {
        (reference.span.document.name, SecretUrl(reference.url))
        for file in files
        for template in file.loaded.templates
        for reference in declared_artifacts(template)
    }
    for artifact in artifacts:
        declarations = (
            one
            if (one.path, artifact.fact.url) in named
            else replace(one, use=Use.INLINE.value)
            for one in artifact.declarations
        )
        yield replace(artifact, declarations=tuple(declarations))


async def _verify(
    opened: Opened, how: Judging, options: dict[str, Any], cluster: "Cluster | None"
) -> Verification:
    reading = session_options(options)
    async with Session(reading) as session:
        reader, at_once = session.reader, options["jobs"]
        if cluster is not None:
            reader = read_by(cluster, reader, reading)
            at_once = max(at_once, cluster.threads)
        with ProgressLine("verify", quiet=options["quiet"]) as progress:
            return await verify_artifacts(
                template_files(opened),
                reader,
                selection=how.selection,
                which=artifact_references if options["inline"] else declared_artifacts,
                at_once=at_once,
                on_progress=progress,
            )
