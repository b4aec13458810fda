"""`bakeferry verify`: judge templates and every artifact they name."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import click

from integrity.lint.finding import Severity
from integrity.verify import Verification
from integrity.verify import verify as verify_artifacts
from tui.cli.loading import Opened, open_files
from tui.cli.options import (
    Judging,
    hashes_required,
    input_options,
    judging,
    judging_options,
    report_options,
)
from tui.cli.progress_line import ProgressLine
from tui.cli.reading import reading_options, session_options, template_files
from tui.cli.telling import code_of, report_of, tell, tell_missing
from tui.session import Session


@click.command(
    epilog="""\b
Examples:
  bakeferry verify templates/win11-avd.json
  bakeferry verify templates/ --map https://raw.githubusercontent.com/contoso/images/main=.
  bakeferry verify deploy.json --params prod.parameters.json -o sarif > findings.sarif
  bakeferry verify - --require-hashes < template.json"""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@input_options
@judging_options
@click.option(
    "--require-hashes/--no-require-hashes",
    default=None,
    help="An artifact without a checksum is an error; the default when CI is set.",
)
@click.option("--inline", is_flag=True, help="Also read what inline commands download.")
@reading_options
@report_options
def verify(paths: tuple[str, ...], **options: Any) -> int:
    """Judge image templates and read every artifact they name, in parallel.

    Each artifact's SHA-256 is held against its sha256Checksum. Told are artifacts that
    are missing, changed, too large for a File step, or a web page instead of a file.
    """
    started = datetime.now(UTC)
    severities = {}
    if hashes_required(options["require_hashes"]):
        severities["AIB310"] = Severity.ERROR
    how = judging(options, severities)
    opened = open_files(paths, how)
    tell_missing(opened)
    verification = asyncio.run(_verify(opened, how, options))
    judgements = (*verification.judgements, *opened.unreadable)
    code = code_of(judgements, verification.artifacts, opened, strict=how.strict)
    report = report_of("verify", started, judgements, verification.artifacts, code)
    tell(report, options, notes=how.notes)
    return code


async def _verify(
    opened: Opened, how: Judging, options: dict[str, Any]
) -> Verification:
    async with Session(session_options(options)) as session:
        with ProgressLine("verify", quiet=options["quiet"]) as progress:
            return await verify_artifacts(
                template_files(opened),
                session.reader,
                selection=how.selection,
                inline_too=options["inline"],
                at_once=options["jobs"],
                on_progress=progress,
            )
