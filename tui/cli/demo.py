"""`bakeferry demo`: verify the built-in workspace and hold the result against it."""

import asyncio
import json
import random
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from integrity.artifacts.opener import UrlMap
from integrity.lint.finding import Finding
from integrity.reading import TemplateFile
from integrity.template.inputs import Inputs, read_parameters
from integrity.template.loader import load
from integrity.template.nodes import Node
from integrity.verify import Verification
from integrity.verify import verify as verify_artifacts
from tui.cli.exit_codes import ExitCode
from tui.cli.progress_line import ProgressLine
from tui.cli.telling import report_of, tell
from tui.session import Session, SessionOptions

ADDRESS = "https://artifacts.example.com"
_FONTS_BYTES = 20_660_000
"""Between 20,000,000 and 20 MiB: over the limit in one reading of "20 MB" only."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One problem that was put into the workspace."""

    file: str
    rule: str
    what: str

    def found_in(self, findings: Iterable[Finding]) -> bool:
        """Say whether the tool found it."""
        return any((one.path, one.rule) == (self.file, self.rule) for one in findings)


@click.command(
    epilog="""\b
Examples:
  bakeferry demo
  bakeferry demo --notes
  bakeferry demo --keep try-it && cd try-it      # files to play with"""
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Copy the workspace to a new folder instead.",
)
@click.option("--notes", is_flag=True, help="Show notes too.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def demo(keep: Path | None, **options: Any) -> int:
    """Verify the built-in workspace: seven templates with planted problems.

    Nothing leaves this machine: the artifacts are read from local files. Exits 0 when
    every planted problem was found.
    """
    if keep is not None:
        return _keep(keep)
    started = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="bakeferry-demo-") as folder:
        _write_fonts(Path(folder))
        verification = asyncio.run(_verify(Path(folder), quiet=options["quiet"]))
    findings = [one for each in verification.judgements for one in each.findings]
    missed = [one for one in _planted() if not one.found_in(findings)]
    code = ExitCode.FINDINGS if missed else ExitCode.DONE
    report = report_of(
        "verify", started, verification.judgements, verification.artifacts, code
    )
    tell(report, {"output": "text"}, notes=options["notes"])
    _conclude(missed)
    return code


def workspace() -> Path:
    """Where the workspace is: beside the installed package, or in the checkout."""
    package = Path(__file__).parent.parent
    installed = package / "demo"
    return installed if installed.is_dir() else package.parent / "assets" / "demo"


def _planted() -> list[Planted]:
    text = (workspace() / "planted.json").read_text("utf-8")
    return [Planted(**one) for one in json.loads(text)]


def _template_files() -> tuple[TemplateFile, ...]:
    templates = workspace() / "templates"
    parameters = dict[str, Node]()
    for path in templates.glob("*.parameters.json"):
        parameters |= read_parameters(path.name, path.read_bytes())
    inputs = Inputs(parameters)
    return tuple(
        TemplateFile(load(path.name, path.read_bytes(), inputs), path.parent)
        for path in sorted(templates.glob("*.json"))
        if not path.name.endswith(".parameters.json")
    )


async def _verify(large: Path, *, quiet: bool) -> Verification:
    maps = (
        UrlMap(f"{ADDRESS}/large", large),
        UrlMap(ADDRESS, workspace() / "artifacts"),
    )
    async with Session(SessionOptions(maps=maps)) as session:
        with ProgressLine("verify", quiet=quiet) as progress:
            return await verify_artifacts(
                _template_files(), session.reader, on_progress=progress
            )


def _write_fonts(folder: Path) -> None:
    """The one artifact too large to ship: the same bytes each time."""
    filler = random.Random(2020).randbytes(_FONTS_BYTES)  # noqa: S311 -- no secret
    (folder / "fonts.zip").write_bytes(filler)


def _keep(folder: Path) -> int:
    if folder.exists():
        raise click.UsageError(f"{folder} is there already; name a new folder")
    shutil.copytree(workspace(), folder)
    large = folder / "artifacts" / "large"
    large.mkdir()
    _write_fonts(large)
    click.echo(f"""The workspace is in {folder}. Try:
  cd {folder}
  bakeferry verify templates --params templates/sles15-sap.parameters.json \\
    --map {ADDRESS}=artifacts
  bakeferry lint templates/legacy-2019.json --diff
  bakeferry stamp templates/win11-avd.json --map {ADDRESS}=artifacts --diff""")
    return ExitCode.DONE


def _conclude(missed: Iterable[Planted]) -> None:
    planted = _planted()
    for one in missed:
        click.echo(f"not found: {one.file} {one.rule}, {one.what}")
    if not missed:
        click.echo(f"All {len(planted)} planted problems were found.")
    click.echo("Next: bakeferry demo --keep try-it   files to play with")
    click.echo("      bakeferry lint PATH            your own templates")
