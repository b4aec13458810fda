"""The built-in workspace: seven templates with planted problems, and their artifacts."""

import json
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

from integrity.artifacts.url_map import UrlMap
from integrity.dataclass import dataclass
from integrity.lint.finding import Finding
from integrity.template.given import Inputs
from integrity.template.inputs import read_parameters
from integrity.template.nodes import Node

ADDRESS = "https://artifacts.example.com"
"""Where its templates say that the artifacts are."""

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
        return any(
            (Path(one.path).name, one.rule) == (self.file, self.rule)
            for one in findings
        )


@dataclass(frozen=True, slots=True)
class DemoWorkspace:
    """A copy of the workspace in a folder of its own."""

    folder: Path

    @property
    def templates(self) -> Path:
        """The folder of its templates."""
        return self.folder / "templates"

    @property
    def maps(self) -> tuple[UrlMap, ...]:
        """Reads its artifacts from the copy instead of from their address."""
        return (UrlMap(ADDRESS, self.folder / "artifacts"),)

    @property
    def parameter_files(self) -> dict[str, bytes]:
        """Its deployment parameters files, by name."""
        found = sorted(self.templates.glob("*.parameters.json"))
        return {str(path): path.read_bytes() for path in found}

    @property
    def inputs(self) -> Inputs:
        """What is said beside its templates."""
        parameters = dict[str, Node]()
        for name, data in self.parameter_files.items():
            parameters |= read_parameters(name, data)
        return Inputs(parameters)


def make_workspace(folder: Path) -> DemoWorkspace:
    """Copy the workspace to a new folder, and make the artifact too large to ship.

    Raises:
        OSError: The folder is there already, or cannot be written to: then it is gone.
    """
    folder.mkdir(parents=True)
    try:
        _fill(folder)
    except BaseException as error:  # Ctrl-C leaves no half of one, either
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):  # the system blames what is copied
            raise OSError(error.errno, error.strerror, str(folder)) from error
        raise
    return DemoWorkspace(folder)


def _fill(folder: Path) -> None:
    shipped = _shipped()
    for one in sorted(shipped.rglob("*")):  # a folder before what is in it
        copied = folder / one.relative_to(shipped)
        if one.is_dir():
            copied.mkdir()
        else:
            shutil.copy2(one, copied)
    large = folder / "artifacts" / "large"
    large.mkdir()
    filler = random.Random(2020).randbytes(_FONTS_BYTES)  # noqa: S311 -- no secret
    (large / "fonts.zip").write_bytes(filler)


def planted() -> list[Planted]:
    """What was put into the workspace."""
    text = (_shipped() / "planted.json").read_text("utf-8")
    return [Planted(**one) for one in json.loads(text)]


def _shipped() -> Path:
    """Where the workspace is: beside the installed package, or in the checkout."""
    package = Path(__file__).parent.parent
    installed = package / "demo"
    return installed if installed.is_dir() else package.parent / "assets" / "demo"
