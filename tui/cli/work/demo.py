"""What `bakeferry demo` does."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from integrity.lint.selection import Selection
from integrity.reading import TemplateFile
from integrity.template.loader import load
from integrity.verify import Verification
from integrity.verify import verify as verify_artifacts
from transfer.copy_errors import CopyError
from tui.cli.application import open_judging, why_no_screen
from tui.cli.awaiting import awaited
from tui.cli.exit_codes import ExitCode
from tui.cli.progress_line import ProgressLine
from tui.cli.shown import say_aside
from tui.cli.telling import Checked, report_of, tell
from tui.files.demo_workspace import (
    ADDRESS,
    DemoWorkspace,
    Planted,
    make_workspace,
    planted,
)
from tui.files.judging import Judging
from tui.opening import AzureWishes, Target
from tui.preferences import STATE_DIR, demo_state_directory, state_directory
from tui.session_options import SIMULATOR, SessionOptions
from tui.simulator_session import demo_served, demo_server

_PATIENCE = 2.0
"""Seconds that copies get to let go of what they read."""


def demo(keep: Path | None, options: dict[str, Any]) -> int:
    """Look around the built-in workspace: seven templates with planted problems."""
    if options["serve"]:
        return asyncio.run(_serve(options["port"]))
    if keep is not None:
        return _keep(keep)
    with tempfile.TemporaryDirectory(prefix="bakeferry-demo-") as temporary:
        workspace = make_workspace(Path(temporary) / "demo")
        if options["check"] or why_no_screen() is not None:
            return _check(workspace, options)
        with _own_state() as state, demo_served() as origin:
            _forget_orphans(state)
            code = open_judging(
                (workspace.templates,),
                Judging(
                    selection=Selection(),
                    inputs=workspace.inputs,
                    parameter_files=workspace.parameter_files,
                    api_version=None,
                    strict=False,
                    notes=False,
                ),
                SessionOptions(maps=workspace.maps, state_directory=state),
                {**options, "jobs": 4, "fresh": True, "azure": True},
                Target(coach=True),
                azure=AzureWishes(
                    simulator=origin, at_once=True, ends_with_window=True
                ),
            )
            return _end_copies(state, origin) or code


def _forget_orphans(state: Path) -> None:
    """Give up the copies of a demo that could not end its own: it was killed."""
    from tui.jobs.ending import give_up_orphans  # the journal

    with suppress(CopyError, OSError):  # the next demo will do
        give_up_orphans(state)


def _end_copies(state: Path, origin: str) -> ExitCode:
    """Give up the copies that go on in the background: what they read ends now."""
    from tui.jobs.ending import end_copies  # the journal

    try:
        stopped = end_copies(state, origin, patience=_PATIENCE)
    except CopyError as error:
        say_aside(
            f"{error}. Copies of the demo that were under way are given up when it is"
            " opened the next time."
        )
        return ExitCode.PARTIAL
    for one in stopped:
        say_aside(
            f"{one.name} was given up, and its part removed: the demo's Azure ends."
        )
    return ExitCode.DONE


@contextmanager
def _own_state() -> Iterator[Path]:
    """Where this window, and the processes that it begins, keep what they remember."""
    before = os.environ.get(STATE_DIR)
    own = demo_state_directory()
    os.environ[STATE_DIR] = str(own)
    try:
        yield own
    finally:
        if before is None:
            del os.environ[STATE_DIR]
        else:
            os.environ[STATE_DIR] = before


def _check(workspace: DemoWorkspace, options: Mapping[str, Any]) -> int:
    started = datetime.now(UTC)
    verification = awaited(_verify(workspace, quiet=options["quiet"]))
    findings = [one for each in verification.judgements for one in each.findings]
    missed = [one for one in planted() if not one.found_in(findings)]
    code = ExitCode.FINDINGS if missed else ExitCode.DONE
    checked = Checked(verification.judgements, verification.artifacts)
    report = report_of("verify", started, checked, code)
    tell(report, {"output": "text"}, notes=options["notes"])
    _conclude(missed)
    return code


def _template_files(workspace: DemoWorkspace) -> tuple[TemplateFile, ...]:
    return tuple(
        TemplateFile(load(path.name, path.read_bytes(), workspace.inputs), path.parent)
        for path in sorted(workspace.templates.glob("*.json"))
        if not path.name.endswith(".parameters.json")
    )


async def _verify(workspace: DemoWorkspace, *, quiet: bool) -> Verification:
    from tui.session import Session  # HTTP, which the window does not wait for

    async with Session(SessionOptions(maps=workspace.maps)) as session:
        with ProgressLine("verify", quiet=quiet) as progress:
            return await verify_artifacts(
                _template_files(workspace), session.reader, on_progress=progress
            )


async def _serve(port: int) -> int:
    """Serve the demo's subscription; its builds run faster than real ones."""
    state = state_directory()
    async with demo_server(port) as server, _noted(state, server.origin):
        click.echo(f"export {SIMULATOR}={server.origin}")
        click.echo(
            "Azure, pretended; type that line in another terminal, and there:\n"
            "  bakeferry templates list\n"
            "  bakeferry watch sles15-sap; bakeferry logs sles15-sap --errors\n"
            "Ctrl-C ends it.",
            err=True,
        )
        sys.stdout.flush()
        try:
            await asyncio.Event().wait()
        finally:
            _end_copies(state, server.origin)
    return ExitCode.DONE


@asynccontextmanager
async def _noted(state: Path, origin: str) -> AsyncIterator[None]:
    from tui.jobs.served_demos import give_up_from_killed, noted  # the journal

    give_up_from_killed(state, say_aside)
    with noted(state, origin):
        yield


def _keep(folder: Path) -> int:
    if folder.exists():
        raise click.UsageError(f"{folder} is there already; name a new folder")
    make_workspace(folder)
    click.echo(f"""The workspace is in {folder}. Try:
  cd {folder}
  bakeferry tui templates --params templates/sles15-sap.parameters.json \\
    --map {ADDRESS}=artifacts
  bakeferry verify templates --params templates/sles15-sap.parameters.json \\
    --map {ADDRESS}=artifacts
  bakeferry lint templates/legacy-2019.json --diff
  bakeferry stamp templates/win11-avd.json --map {ADDRESS}=artifacts --diff""")
    return ExitCode.DONE


def _conclude(missed: Iterable[Planted]) -> None:
    for one in missed:
        click.echo(f"not found: {one.file} {one.rule}, {one.what}")
    if not missed:
        click.echo(f"All {len(planted())} planted problems were found.")
    click.echo("Next: bakeferry demo                 look around, on a terminal")
    click.echo("      bakeferry demo --keep try-it   files to play with")
    click.echo("      bakeferry lint PATH            your own templates")
