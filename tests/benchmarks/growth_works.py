"""Works of any size, to be done by commands of ours: what they need is made below a folder."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from digest_cases import fill, settle
from many_templates import many_templates
from measuring import CLI, KIB, MIB
from workspace import ADDRESS

LINT, VERIFY = "lint of templates", "verify of templates"
LOADED = "bare reading and json.loads"
_LOAD = """
import json, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.json"):
    json.loads(path.read_bytes())
"""
Command = tuple[str, ...]


def _one_file(folder: Path, size: int) -> Command:
    fill(folder / "file", max(size, MIB))
    return (*CLI, "digest", "-q", str(folder))


def _small_files(folder: Path, count: int) -> Command:
    for number in range(count):
        below = folder / str(number // 200)
        below.mkdir(exist_ok=True)
        (below / str(number)).write_bytes(number.to_bytes(4, "big") * KIB)
    return (*CLI, "digest", "-q", str(folder))


def _lint(folder: Path, count: int) -> Command:
    many_templates(folder, count)
    return (*CLI, "lint", "-qojsonl", str(folder / "templates"))


def loading(folder: Path) -> Command:
    """The same templates, read and parsed by no one of ours."""
    return (sys.executable, "-IS", "-c", _LOAD, str(folder / "templates"))


def _verify(folder: Path, count: int) -> Command:
    many_templates(folder, count)
    mapped = f"--map={ADDRESS}={folder / 'artifacts'}"
    return (
        *CLI,
        "verify",
        "-qojsonl",
        "--no-cache",
        mapped,
        str(folder / "templates"),
    )


Make = Callable[[Path, int], Command]
WORKS: Mapping[str, tuple[str, Make, Callable[[], object]]] = {
    "digest of one file": ("file", _one_file, tuple),
    "digest of 4 KiB files": ("files", _small_files, settle),
    LINT: ("templates", _lint, tuple),
    VERIFY: ("verified", _verify, tuple),
}
"""The size of each, who makes it, and what is called when all of it is there."""
