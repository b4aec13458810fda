"""A template made ready to be submitted: judged, verified, its digests put in."""

import sys

from integrity.dataclass import dataclass
from integrity.facts import NO_FACTS, Facts
from integrity.lint.report import ArtifactResult
from integrity.verify import verify
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import Body
from transfer.azure.defaults import request_body
from tui.cli.exit_codes import ExitCode
from tui.cli.live.items import now
from tui.cli.live.one_file import OneTemplate, body_of
from tui.cli.live.online import facts_for
from tui.cli.live.running import Live
from tui.cli.progress_line import ProgressLine
from tui.cli.session import session_options
from tui.cli.telling import Checked, code_of, report_of, tell
from tui.cli.undeclared import with_undeclared
from tui.session import Session
from tui.submitting.online import judged_online, with_azure
from tui.submitting.request import with_digests


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be sent, and whether it may be."""

    body: Body
    code: ExitCode
    """DONE, or why nothing may be sent; the findings were told."""


async def prepare(live: Live, manager: ResourceManager, one: OneTemplate) -> Prepared:
    """Judge a template by all that can be known, and put its verified digests in.

    Raises:
        click.UsageError: A value of the file is not known.
    """
    started = now()
    body = request_body(body_of(one, live.options["location"]))
    artifacts: tuple[ArtifactResult, ...] = ()
    known: tuple[Facts, ...] = (NO_FACTS,) * len(one.files)
    if live.options["verify"]:
        verification = await _verified(live, one)
        artifacts, known = verification
    azure = await facts_for(live, manager, one.files)
    known = with_azure(known, azure)
    judged = judged_online(one.files, known, one.how.selection)
    judgements = with_undeclared(judged, one.how)
    checked = Checked(tuple(judgements), artifacts or None)
    code = code_of(checked, strict=one.how.strict)
    report = report_of("verify", started, checked, code)
    if code is not ExitCode.DONE or not live.options["quiet"]:
        tell(report, {"output": "text"}, notes=False, to=sys.stderr)
    facts = {url: fact for each in known for url, fact in each.artifacts.items()}
    return Prepared(with_digests(body, one.template, facts), code)


async def _verified(
    live: Live, one: OneTemplate
) -> tuple[tuple[ArtifactResult, ...], tuple[Facts, ...]]:
    options, cloud = live.options, live.session.place.cloud
    reading = session_options(options, inner_suffixes=cloud.inner_suffixes)
    async with Session(reading) as session:
        with ProgressLine("verify", quiet=options["quiet"]) as progress:
            verification = await verify(
                one.files,
                session.reader,
                selection=one.how.selection,
                at_once=options["jobs"],
                on_progress=progress,
            )
    return verification.artifacts, verification.facts
