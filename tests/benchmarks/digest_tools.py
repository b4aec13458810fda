"""The tools that print sha256 digests: `bakeferry digest` and its peers."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from measuring import MIB, OURS, Tool, ran, which

from integrity.digests.lanes import best_lanes

CORES = len(os.sched_getaffinity(0))

ONE_CORE = f"{OURS} -j1"
THREE_DIGESTS = f"{OURS} 3 digests"
THREE_ON_ONE_CORE = f"{OURS} 3 digests -j1"
MANIFEST = f"{OURS} --check manifest"
NATIVE = f"{OURS}, native"
NATIVE_MANIFEST = f"{MANIFEST}, native"
"""With several streams of sha256 on each core, for whoever has them built."""
XARGS = f"openssl, xargs -P{CORES}"

SPEED = "openssl speed sha256"

PEERS = ("openssl", "sha256sum", "rhash", "hashdeep", "rclone", "file_digest")
_IN_PYTHON = "file_digest"

_CLI = ("bakeferry", "digest")
_HEX = re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{64}(?![0-9a-fA-F])")
_SPEED = re.compile(r"^\+F:\d+:sha256:([\d.]+)$", re.MULTILINE | re.IGNORECASE)

_FILE_DIGEST = """
import hashlib, os, sys
def below(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from below(entry.path)
        else:
            yield entry.path
for path in below(sys.argv[1]):
    with open(path, "rb") as file:
        print(hashlib.file_digest(file, "sha256").hexdigest())
"""


def ours(folder: Path) -> Tool:
    """As people call it."""
    return Tool(OURS, (*_CLI, str(folder)), all_digests)


def ours_on_one_core(folder: Path) -> Tool:
    """One thread."""
    return Tool(ONE_CORE, (*_CLI, "-j1", str(folder)), all_digests)


def ours_with_three(folder: Path) -> Iterator[Tool]:
    """Three digests in one pass, on all cores and on one."""
    command = (*_CLI, "-asha256,blake3,xxh3-128", str(folder))
    yield Tool(THREE_DIGESTS, command, sha256_lines)
    yield Tool(THREE_ON_ONE_CORE, (*command, "-j1"), sha256_lines)


def ours_by_manifest(file: Path, manifest: Path, by: str = "sha256") -> Tool:
    """A file held against the manifest of its chunks, which is written here."""
    ran((*_CLI, f"--manifest={manifest}", f"--chunks-by={by}", str(file)))
    name = MANIFEST if by == "sha256" else f"{MANIFEST}, {by}"
    return Tool(name, (*_CLI, "--check", str(manifest)), None)


def native(tool: Tool, name: str) -> Iterator[Tool]:
    """The same once more for the targets of the extension, where that is in use."""
    if best_lanes().width > 1:
        yield replace(tool, name=name)


def peers(folder: Path, wanted: Iterable[str] = PEERS) -> Iterator[Tool]:
    """Every peer that is installed."""
    commands = {
        "openssl": over_all("openssl dgst -sha256", folder),
        "sha256sum": over_all("sha256sum", folder),
        "rhash": ("rhash", "--sha256", "-r", str(folder)),
        "hashdeep": ("hashdeep", "-c", "sha256", "-r", f"-j{CORES}", str(folder)),
        "rclone": (
            "rclone", "hashsum", "sha256", "--config=", f"--checkers={CORES}", str(folder)
        ),
        _IN_PYTHON: (sys.executable, "-c", _FILE_DIGEST, str(folder)),
    }  # fmt: skip
    for name in wanted:
        if is_there(name):
            yield Tool(name, commands[name], all_digests)


def openssl_on_all_cores(folder: Path, files: int) -> Iterator[Tool]:
    """What people do who have many files and no other tool."""
    if is_there("openssl"):
        each = max(1, files // CORES)
        command = over_all("openssl dgst -sha256", folder, CORES, each)
        yield Tool(XARGS, command, all_digests)


def missing_peers() -> list[str]:
    """The names of those that are not installed."""
    return [name for name in PEERS if not is_there(name)]


def openssl_speed() -> float | None:
    """MiB/s of sha256 on one core, without any file; None without openssl."""
    if not is_there("openssl"):
        return None
    _, told = ran(
        ("openssl", "speed", "-mr", "-seconds", "1", "-bytes", str(MIB), "-evp", "sha256")
    )  # fmt: skip
    rate = _SPEED.search(told)
    return float(rate.group(1)) / MIB if rate else None


def is_there(peer: str) -> bool:
    """Whether it is installed."""
    return peer == _IN_PYTHON or which(peer) is not None


def over_all(
    command: str, folder: Path, at_once: int = 1, each: int = 5000
) -> tuple[str, ...]:
    """A tool for single files, over all below a folder."""
    script = f'find "$0" -type f -print0 | xargs -0 -P{at_once} -n{each} {command}'
    return ("sh", "-c", script, str(folder))


def all_digests(output: str) -> list[str]:
    """Every sha256 in an output, sorted."""
    return sorted(_HEX.findall(output))


def sha256_lines(output: str) -> list[str]:
    """The same, of lines that name their algorithm."""
    named = ("SHA256 (", "SHA256(", "SHA2-256(")
    lines = [line for line in output.splitlines() if line.startswith(named)]
    return all_digests("\n".join(lines))
