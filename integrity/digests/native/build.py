"""Builds the extension when the project is installed, if there is a compiler for it.

Without one the installation is whole all the same: hashlib does the work, more slowly.
"""

import os
import platform
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_HERE = Path(__file__).parent
_SOURCE = _HERE / "sha256.c"
_NAME = "sha256.abi3.so"

_FLAGS = (
    "-std=c11",
    "-O3",
    "-fPIC",
    "-shared",
    "-pthread",
    "-fvisibility=hidden",
    "-Wall",
)


class NotBuilt(Exception):
    """The extension cannot be built here; the message says why."""


class SeveralStreams(BuildHookInterface[Any]):
    """Adds the extension to a wheel, or puts it beside its source."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Build it, and say that the wheel is for this platform; or that it is not."""
        if self.target_name != "wheel":
            return
        try:
            built = build(_HERE)
        except NotBuilt as why:
            self.app.display_info(f"several streams are hashed in turn: {why}")
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{_platform_tag()}"
        build_data["artifacts"].append(f"/{built.relative_to(self.root)}")


def build(folder: Path) -> Path:
    """Compile the extension into a folder; what was there is gone in any case.

    Raises:
        NotBuilt: There is no compiler, or it is not for this machine.
    """
    built = folder / _NAME
    built.unlink(missing_ok=True)
    if platform.machine() not in {"x86_64", "AMD64"}:
        raise NotBuilt(f"{platform.machine()} is not x86-64")
    headers = sysconfig.get_path("include")
    if not Path(headers, "Python.h").is_file():
        raise NotBuilt(f"no Python.h in {headers} (Debian has it in python3-dev)")
    unfinished = built.with_suffix(f".{os.getpid()}")
    command = [
        _compiler(), *_FLAGS, f"-I{headers}", str(_SOURCE), "-o", str(unfinished)
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 -- the words are ours, and CC is the builder's
            command, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotBuilt(f"{command[0]} failed: {done.stderr.strip()[-400:]}")
        unfinished.replace(built)
    finally:
        unfinished.unlink(missing_ok=True)
    return built


def _compiler() -> str:
    wanted = os.environ.get("CC")
    for name in [wanted] if wanted else ["cc", "gcc", "clang"]:
        if path := shutil.which(name):
            return path
    raise NotBuilt("no C compiler")


def _platform_tag() -> str:
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


if __name__ == "__main__":
    build(_HERE)
