"""One large file from a web server, beside curl: without TLS, with it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import file_server
import receiving_way
from copy_tools import CURL, remove
from digest_cases import fill
from measuring import CLI, GIB, MIB, OURS, Case, Tool, measure, which
from receiving_way import FLOOR

CHECKED = f"{OURS}, read back"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is read, and how often."""

    size: int
    rounds: int


FULL = Sizes(size=GIB, rounds=3)
SMALL = Sizes(size=64 * MIB, rounds=1)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case]:
    """Measure both."""
    missing = [name for name in ("nginx", CURL) if which(name) is None]
    if missing:
        yield Case(
            "a web server", 1, [], 0, left_out=dict.fromkeys(missing, "not installed")
        )
        return
    with tempfile.TemporaryDirectory(dir=directory) as name:
        folder = Path(name)
        with file_server.running(folder / "nginx") as server:
            served = server.files / "account" / "files"
            served.mkdir(parents=True)
            (served / "small.bin").write_bytes(b"1")
            fill(served / "large.bin", sizes.size)
            os.sync()
            measuring = _Measuring(server, folder, sizes)
            yield measuring.download("plain", "small.bin")
            yield measuring.download("plain", "large.bin")
            yield measuring.download("TLS", "large.bin")


@dataclass(frozen=True, slots=True)
class _Measuring:
    server: file_server.FileServer
    folder: Path
    sizes: Sizes

    def download(self, kind: str, name: str) -> Case:
        """One file by each tool, without TLS or with it."""
        origin = self.server.tls if kind == "TLS" else self.server.plain
        url, target = f"{origin}/account/files/{name}", self.folder / name
        trusted = str(self.server.authority)
        cli = (*CLI, "copy", url, str(target))
        ours = (
            "env", f"BAKEFERRY_STATE_DIR={self.folder / 'state'}", *cli, "-qojson",
            "--allow-private=127.0.0.1", f"--ca-file={trusted}",
        )  # fmt: skip
        commands = {
            OURS: (*ours, "--verify=ranges"),
            CHECKED: ours,
            FLOOR: (
                sys.executable, receiving_way.__file__, "copy", trusted, url, str(target),
            ),
            CURL: ("curl", "-sSf", "--cacert", trusted, "-o", str(target), url),
        }  # fmt: skip
        tools = [
            Tool(each, command, None, ready=lambda: remove(target))
            for each, command in commands.items()
        ]
        size = (self.server.files / "account" / "files" / name).stat().st_size
        words = f"{size // MIB:,} MiB" if size > MIB else "1 byte"
        case = Case(f"web server, {kind}, {words}", size, tools, self.sizes.rounds)
        measure(case)
        return case
