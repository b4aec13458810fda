"""Azurite, Microsoft's storage emulator, started for the tests and stopped after them."""

import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

FOLDER = Path(__file__).parents[1] / "azurite"
START = FOLDER / "start.js"
INSTALLED = FOLDER / "node_modules" / "azurite" / "package.json"

API_VERSION = "2025-11-05"
"""The newest x-ms-version that Azurite 3.35 takes."""

KEYS = {
    "bakeferryone": "Zmlyc3QgYWNjb3VudCBvZiB0aGUgdGVzdHMgb2YgYmFrZWZlcnJ5",
    "bakeferrytwo": "c2Vjb25kIGFjY291bnQgb2YgdGhlIHRlc3RzIG9mIGJha2VmZXJyeQ==",
}

_LISTENING = re.compile(r"successfully listens on (?P<origin>http://[\d.]+:\d+)")


@dataclass(frozen=True)
class Azurite:
    """A running Azurite with two accounts."""

    origin: str

    def url(self, account: str) -> str:
        """The address of an account's blobs."""
        return f"{self.origin}/{account}"


def reason_to_skip() -> str | None:
    """Why there is no Azurite; in CI there is none, and its absence is a failure."""
    if os.environ.get("CI"):
        return None
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not INSTALLED.is_file():
        return "Azurite is not installed: run .ci/install-azurite"
    return None


@contextmanager
def running(folder: Path, *more: str) -> Iterator[Azurite]:
    """Run Azurite on a free port, its blobs in a folder.

    Args:
        more: Further options of Azurite's.
    """
    accounts = ";".join(f"{name}:{key}" for name, key in KEYS.items())
    process = subprocess.Popen(
        [
            "node", START, "--blobHost", "127.0.0.1", "--blobPort", "0",
            "--location", folder, "--disableTelemetry", "--disableProductStyleUrl",
            *more,
        ],
        env=os.environ | {"AZURITE_ACCOUNTS": accounts},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    # It writes a line for each request, and stands still when nobody reads them.
    drain = Thread(target=deque, args=(process.stdout, 0), daemon=True)
    try:
        origin = _origin(process)
        drain.start()
        yield Azurite(origin)
    finally:
        process.kill()  # asked politely it waits for clients that keep connections
        process.wait(timeout=30)
        if drain.ident is not None:
            drain.join()
        process.stdin.close()
        process.stdout.close()


def _origin(process: subprocess.Popen[str]) -> str:
    said = []
    for line in process.stdout:
        said.append(line)
        match = _LISTENING.search(line)
        if match:
            return match["origin"]
    raise RuntimeError(f"Azurite did not start:\n{''.join(said)}")
