"""A command loads what it needs, and nothing else."""

import subprocess
import sys
from functools import lru_cache

import pytest
from command import environment
from workspace import template_text

from integrity.digests.lanes import IN_TURN, best_lanes
from integrity.sizes import MIB
from tui.cli.commands import COMMANDS

_TELL = """
import sys
from tui.cli.main import run
run({arguments})
print("\\n".join(sys.modules), file=sys.stderr)
"""

DEAR = {
    "textual", "httpx", "aiohttp", "asyncio", "sqlite3", "ssl", "blake3", "xxhash",
    "msgspec", "email", "importlib.metadata", "tempfile", "random", "subprocess",
}  # fmt: skip
MOST_OF_LINT = 273 if sys.version_info < (3, 13) else 277
"""Modules; 248 when this was written. More is a reason to look, not a fault.

273 with Python 3.11; 3.13 has four more of its own.
"""

MOST_OF_HELP = 195 if sys.version_info < (3, 13) else 199
"""Modules; 186 when this was written, and 446 of rescue before."""

SUBCOMMANDS = (
    ("templates", "list"), ("templates", "diff"), ("outputs", "list"), ("jobs", "resume"),
    ("triggers", "create"), ("account", "doctor"),
)  # fmt: skip

ENGINES = (
    "transfer.azure",
    "transfer.journal",
    "transfer.strategies",
    "integrity.lint.rules",
)
"""What does the work; the first parts of the names of modules."""

SPARED_BY_DIGEST = {
    "click", "dataclasses", "inspect", "pathlib", "datetime", "urllib", "queue",
    "integrity.progress", "integrity.facts", "integrity.digests.files",
    "tui.cli.progress_line",
}  # fmt: skip
_NOT_OURS = {"sitecustomize"}
"""Debian's Python has one."""

MOST_OF_DIGEST = 100
"""Modules; 89 when this was written, a third of them are Python's own start."""


@lru_cache
def loaded(*arguments: str) -> frozenset[str]:
    """Every module that a run of the command has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", _TELL.format(arguments=arguments)],
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    return frozenset(done.stderr.split()) - _NOT_OURS


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("templates") / "template.json"
    path.write_text(template_text("0" * 64))
    return str(path)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",), ("--help",), ("lint", "--help"), ("verify", "--help"),
        ("stamp", "--help"), ("digest", "--help"), ("demo", "-q"), ("explain",),
        ("schema",), ("completion", "bash"), ("digest", __file__),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_loads_textual(arguments):
    assert "textual" not in loaded(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("--help",), ("explain", "AIB365"), ("schema",)],
    ids=" ".join,
)
def test_what_reads_nothing_loads_no_network(arguments):
    assert loaded(*arguments) & DEAR == set()


@pytest.mark.parametrize(
    "command", [*((one,) for one in COMMANDS), *SUBCOMMANDS], ids=" ".join
)
def test_help_loads_nothing_that_works(command):
    modules = loaded(*command, "--help")
    dear = {"httpx", "aiohttp", "asyncio", "ssl", "msgspec", "textual", "rich"}

    assert modules & dear == set()
    assert [one for one in modules if one.startswith(ENGINES)] == []
    assert len(modules) <= MOST_OF_HELP


def test_an_artifact_that_is_here_is_verified_without_the_wire(template, tmp_path):
    (tmp_path / "setup.sh").write_bytes(b"x")
    mapped = f"https://artifacts.example.com={tmp_path}"
    modules = loaded("verify", "-q", "--no-cache", "--map", mapped, template)

    assert "integrity.artifacts.opener" in modules
    assert modules & {"aiohttp", "rich", "pygments", "truststore"} == set()


def test_a_file_is_copied_without_the_wire(tmp_path, monkeypatch):
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "disk").write_bytes(b"x")
    copy = tmp_path / "copy"
    modules = loaded("copy", "-q", str(tmp_path / "disk"), str(copy))

    assert copy.read_bytes() == b"x"
    assert (
        modules & {"aiohttp", "rich", "pygments", "truststore", "azure.identity"}
        == set()
    )


def test_lint_loads_no_network_and_no_digests(template):
    assert loaded("lint", template) & DEAR == set()


def test_lint_loads_no_more_than_it_did(template):
    assert len(loaded("lint", template)) <= MOST_OF_LINT


def test_lint_parses_no_settings_of_others(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "bakeferry"\n')
    (tmp_path / "template.json").write_text(template_text("0" * 64))
    monkeypatch.chdir(tmp_path)

    assert "tomllib" not in loaded("lint", str(tmp_path / "template.json"))


def test_help_loads_no_rules():
    assert [one for one in loaded("--help") if one.startswith("integrity.lint")] == []


def test_version_loads_no_click():
    assert "click" not in loaded("--version")


def test_digest_of_small_files_loads_little():
    modules = loaded("digest", __file__)
    assert modules & SPARED_BY_DIGEST == set()
    assert len(modules) <= MOST_OF_DIGEST


@pytest.mark.skipif(best_lanes() is IN_TURN, reason="the extension is not built")
def test_where_our_extension_hashes_no_other_library_is_loaded(tmp_path):
    (tmp_path / "small").write_bytes(bytes(100))
    with (tmp_path / "large").open("wb") as large:
        large.truncate(17 * MIB)
    modules = loaded("digest", str(tmp_path / "small"), str(tmp_path / "large"))
    assert modules & {"hashlib", "_hashlib"} == set()


@pytest.mark.skipif(best_lanes() is IN_TURN, reason="the extension is not built")
def test_where_our_extension_checks_chunks_no_other_library_is_loaded(tmp_path):
    file, manifest = tmp_path / "file", tmp_path / "manifest"
    file.write_bytes(bytes(100))
    loaded("digest", "--manifest", str(manifest), str(file))
    modules = loaded("digest", "--check", str(manifest))
    assert modules & {"hashlib", "_hashlib"} == set()


@pytest.mark.parametrize("option", ["-j1", "-q", "-asha256"])
def test_options_that_are_often_used_load_no_more(option):
    assert loaded("digest", option, __file__) == loaded("digest", __file__)


@pytest.mark.parametrize("lists", [["--manifest"], []], ids=["manifest", "sums"])
def test_a_check_loads_little(tmp_path, lists):
    file, checked = tmp_path / "file", tmp_path / "checked"
    file.write_bytes(bytes(100))
    words = [*lists, str(checked)] if lists else []
    sums = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", "digest", *words, str(file)],
        env=environment(), capture_output=True, check=True,
    )  # fmt: skip
    if not lists:
        checked.write_bytes(sums.stdout)
    modules = loaded("digest", "--check", str(checked))
    hashing = {f"integrity.digests.{name}" for name in ("files", "relay", "chunks")}
    dear = {"click", "dataclasses", "inspect", "pathlib", "urllib"}
    assert modules & (dear | hashing) == set()


def test_digest_loads_no_judge():
    assert "integrity.lint.linter" not in loaded("digest", __file__)
    assert "httpx" not in loaded("digest", __file__)


def test_an_interrupt_is_told_without_loading_anything():
    program = (
        "import sys, tui.cli.main as door\n"
        "def interrupted(arguments): raise KeyboardInterrupt\n"
        "door._run = interrupted\n"
        "before = set(sys.modules)\n"
        "code = door.run([])\n"
        "print(code, *(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True
    )
    assert done.stdout.split() == [b"130"]
    assert done.stderr == b"bakeferry: interrupted; nothing was left half-written\n"


@pytest.mark.parametrize(
    "arguments",
    [("templates", "list", "--help"), ("outputs", "list", "--help"), ("run", "--help"),
     ("watch", "--help"), ("logs", "--help"), ("delete", "--help")],
    ids=" ".join,
)  # fmt: skip
def test_what_reaches_azure_loads_neither_rules_nor_a_sign_in(arguments):
    dear = {"integrity.lint.linter", "azure.identity", "msal", "jmespath"}

    assert loaded(*arguments) & (dear | {"transfer.simulator", "textual"}) == set()


@pytest.mark.parametrize("arguments", [("digest", "--", __file__), ("demo", "-q")])
def test_dask_is_loaded_only_for_a_scheduler(arguments):
    loaded_first = {module.partition(".")[0] for module in loaded(*arguments)}

    assert loaded_first & {"dask", "distributed", "tornado"} == set()
