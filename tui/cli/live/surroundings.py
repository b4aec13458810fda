"""This machine, as far as it matters to what we do on it."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from integrity.digests.lanes import best_lanes
from integrity.quantities import size_in_words
from tui.cli.live.doctor import OK, WARNING, Check
from tui.cli.session import cache_directory
from tui.cli.streams import style_of
from tui.machine import has_openssl, room_in, version_of
from tui.preferences import state_directory
from tui.version import __version__

_PACKAGES = ("textual", "httpx", "aiohttp", "azure-identity", "blake3", "xxhash")


def machine_checks() -> Iterator[Check]:
    """Versions, digests, terminal, and the folders that are written to."""
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Check("bakeferry", "bakeferry", OK, f"{__version__}, Python {python}")
    yield Check("packages", "Packages", OK, ", ".join(map(version_of, _PACKAGES)))
    yield _openssl()
    yield _terminal()
    yield _folder("state", "State", state_directory(), "BAKEFERRY_STATE_DIR")
    yield _folder("cache", "Digest cache", cache_directory(), "BAKEFERRY_CACHE_DIR")


def _openssl() -> Check:
    if has_openssl():
        width = best_lanes().width
        several = f"; {width} streams at once on each core" if width > 1 else ""
        return Check("sha256", "SHA-256", OK, f"by OpenSSL{several}")
    found = "without OpenSSL: about five times slower"
    return Check("sha256", "SHA-256", WARNING, found, "a Python built with OpenSSL")


def _terminal() -> Check:
    size = shutil.get_terminal_size()
    style = style_of(sys.stdout)
    encoding = sys.stdout.encoding or "none"
    found = f"{size.columns} x {size.lines}, TERM={os.environ.get('TERM', '-')}"
    found += f", {encoding}{', colours' if style.colour else ''}"
    if style.unicode:
        return Check("terminal", "Terminal", OK, found)
    remedy = "LC_ALL=C.UTF-8, or another UTF-8 locale"
    return Check("terminal", "Terminal", WARNING, found, remedy)


def _folder(name: str, title: str, folder: Path, variable: str) -> Check:
    """Whether a folder of ours can be written to, and how much room there is."""
    free = room_in(folder)
    if free is None:
        found = f"{folder} cannot be written to: nothing is kept"
        return Check(name, title, WARNING, found, f"name another with {variable}")
    return Check(name, title, OK, f"{folder} ({size_in_words(free)} free)")
