"""The tools that copy: `bakeferry copy` and its peers, each told to go the same way."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import image_way
from azurite import KEYS
from image_way import FLOOR
from measuring import CLI, OURS, Tool, which
from storage import CONTAINER, ONE, TWO, Storage, stored
from xxhash import xxh3_128

AZCOPY, RCLONE, SDK, CURL = "azcopy", "rclone", "azure-storage-blob", "curl"
NOT_READ_BACK = f"{OURS}, not read back"
PEERS = (AZCOPY, RCLONE, SDK, CURL)

_AT_ONCE = "8"
_AZCOPY = (
    Path(__file__).parent
    / "peers/node_modules/@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64"
)
_DOWN = """
import sys
from azure.storage.blob import BlobClient
with BlobClient.from_blob_url(sys.argv[1], api_version="2025-11-05") as blob:
    with open(sys.argv[2], "wb") as file:
        blob.download_blob(max_concurrency=8).readinto(file)
"""
_UP = """
import os, sys
from azure.storage.blob import BlobClient
with BlobClient.from_blob_url(sys.argv[2], api_version="2025-11-05") as blob:
    with open(sys.argv[1], "rb") as file:
        size = os.fstat(file.fileno()).st_size
        blob.upload_blob(file, blob_type="PageBlob", length=size, max_concurrency=8)
"""
_ACROSS = """
import sys
from azure.storage.blob import BlobClient
one, two = (BlobClient.from_blob_url(each, api_version="2025-11-05") for each in sys.argv[1:])
got = one.download_blob(max_concurrency=8)
two.upload_blob(got, blob_type="PageBlob", length=got.size, max_concurrency=8)
"""

Command = tuple[str, ...]


class Copying:
    """Commands for one storage service; what they keep is below its folder."""

    def __init__(self, storage: Storage) -> None:
        """Look nothing up yet."""
        self._storage = storage
        folder = storage.folder
        told = {
            "BAKEFERRY_STATE_DIR": folder / "state",
            "AZCOPY_LOG_LOCATION": folder / "azcopy",
            "AZCOPY_JOB_PLAN_LOCATION": folder / "azcopy",
            "AZCOPY_DISABLE_SYSLOG": "true",
            "HOME": folder,
        }
        for name, account in (("ONE", ONE), ("TWO", TWO)):
            told |= {
                f"RCLONE_CONFIG_{name}_TYPE": "azureblob",
                f"RCLONE_CONFIG_{name}_ACCOUNT": account,
                f"RCLONE_CONFIG_{name}_KEY": KEYS[account],
                f"RCLONE_CONFIG_{name}_ENDPOINT": storage.azurite.url(account),
            }
        self._env = ("env", *(f"{name}={text}" for name, text in told.items()))

    def ours(self, start: str, goal: str, *more: str, cli: Command = CLI) -> Command:
        """As people call it."""
        words = ("copy", start, goal, "--allow-private=127.0.0.1", "-qojson", *more)
        return (*self._env, *cli, *words)

    def azcopy(self, *words: str) -> Command:
        """Its own counters of work stay off."""
        return (*self._env, str(_AZCOPY), *words, "--log-level=NONE")

    def rclone(self, start: str, goal: str) -> Command:
        """Through this machine, as Azurite does not copy between accounts for it."""
        how = ("--config=", "--disable=Copy", f"--multi-thread-streams={_AT_ONCE}")
        return (*self._env, "rclone", *how, "copyto", start, goal)

    def downloads(self, blob: str, target: Path) -> Mapping[str, Command]:
        """A blob of the first account to a file, by each tool."""
        url, path = self._storage.blob(ONE, blob), str(target)
        return {
            OURS: self.ours(url, path),
            NOT_READ_BACK: self.ours(url, path, "--verify=ranges"),
            AZCOPY: self.azcopy("copy", url, path, "--from-to=BlobLocal"),
            RCLONE: self.rclone(f"one:{CONTAINER}/{blob}", path),
            SDK: (sys.executable, "-c", _DOWN, url, path),
            CURL: ("curl", "-sSf", "-o", path, url),
            FLOOR: (sys.executable, "-IS", image_way.__file__, url, path),
        }

    def uploads(self, path: Path, blob: str) -> Mapping[str, Command]:
        """A file to the second account; rclone knows no page blobs."""
        url = self._storage.blob(TWO, blob)
        how = ("--from-to=LocalBlob", "--blob-type=PageBlob")
        return {
            OURS: self.ours(str(path), url),
            AZCOPY: self.azcopy("copy", str(path), url, *how),
            RCLONE: self.rclone(str(path), f"two:{CONTAINER}/{blob}"),
            SDK: (sys.executable, "-c", _UP, str(path), url),
        }

    def across(self, blob: str, copy: str) -> Mapping[str, Command]:
        """From one account to the other, every byte through this machine."""
        one, two = self._storage.blob(ONE, blob), self._storage.blob(TWO, copy)
        return {
            OURS: self.ours(one, two, "--only=streamed"),
            RCLONE: self.rclone(f"one:{CONTAINER}/{blob}", f"two:{CONTAINER}/{copy}"),
            SDK: (sys.executable, "-c", _ACROSS, one, two),
        }


def present(
    commands: Mapping[str, Command],
    *,
    ready: Callable[[], object],
    counted: Callable[[], Mapping[str, int]],
    content: Callable[[], str] | None = None,
) -> Iterator[Tool]:
    """Every tool that is installed.

    Args:
        content: A digest of what a run has made; None where nobody can tell.
    """
    for name, command in commands.items():
        if name not in missing_peers():
            digests = (lambda _: [content()]) if content else None
            yield Tool(name, command, digests, ready, counted)


def missing_peers() -> list[str]:
    """The names of those that are not installed."""
    found = {
        AZCOPY: _AZCOPY.is_file(),
        RCLONE: which("rclone") is not None,
        SDK: True,  # the tests need it
        CURL: shutil.which("curl") is not None,
    }
    return [name for name in PEERS if not found[name]]


def remove(target: Path) -> None:
    """A file, and what tools leave beside it."""
    for path in target.parent.glob(f"*{target.name}*"):
        path.unlink()


def content_of(path: Path) -> str:
    """A digest that costs next to nothing."""
    digest = xxh3_128()
    buffer = memoryview(bytearray(2**20))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(buffer):
            digest.update(buffer[:size])
    return digest.hexdigest()


def counts(storage: Storage, target: Path | None) -> Callable[[], dict[str, int]]:
    """What a run has moved, and what its file takes on the disk."""

    def look() -> dict[str, int]:
        moved = storage.relay.count()
        if target is None:
            return {"moved": moved}
        os.sync()
        return {"moved": moved, "stored": stored(target)}

    return look
