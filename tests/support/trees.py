"""A folder of files to copy, and containers that hold some."""

import os

from integrity.sizes import MIB
from transfer.simulator.scenario import AccountSeed, BlobSeed, Scenario
from transfer.simulator.sparse import SparseBytes

FILES = {
    "one.txt": b"one",
    "empty": b"",
    ".rc": b"hidden",
    "a/two.txt": b"two",
    "a/b c/d#e%20+.bin": b"odd" * 1000,
    "large.bin": os.urandom(5 * MIB + 17),
}


def contents(folder):
    """All files of a folder by their names in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def holding(*blobs, **more):
    """An account whose container `files` holds these names."""
    seeds = tuple(
        blob if isinstance(blob, BlobSeed) else BlobSeed("files", blob, of(blob))
        for blob in blobs
    )
    return Scenario(accounts=(AccountSeed("bulk", "rg-golden", blobs=seeds, **more),))


def of(name):
    """Bytes that say whose they are."""
    content = SparseBytes(0)
    content.resize(len(name))
    content.write(0, name.encode()[: len(name)])
    return content
