"""A manifest of chunks: what makes a huge, mostly empty image quick to check.

It is text, and stands beside the digest of the whole file, never instead of it:

    bakeferry-chunks 1
    file disk.vhd
    size 34359738880
    chunk 4194304
    sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bb822cd15d6c1...
    root 3fdba35f04dc8c462986c992bcf875546257113072a909c162f7e470...
    12 bb9f8df61474d25e71fa00722318cd387396ca1736605e1248821cc0...
    1 2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0...

The name is escaped as in a list of digests, without the mark. Each line below `root`
is a row of equal chunks: how many, and their sha256. The root is the sha256 of all
chunks' digests, 32 bytes each, in their order. The last chunk may be short.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from integrity.digests.sum_lines import escaped
from integrity.digests.sums import unescaped
from integrity.errors import IntegrityError
from integrity.sizes import MIB

CHUNK = 4 * MIB
"""Bytes. Data is seldom aligned to more, and 1 TiB still needs only 8 MiB of digests."""

MAGIC = b"bakeferry-chunks 1\n"

_DIGEST = 32
_MAX_CHUNK = 64 * MIB
_MAX_CHUNKS = 2**21
"""8 TiB in chunks of 4 MiB, the largest image there is: 64 MiB of digests."""


class BadManifest(IntegrityError):
    """A file is no manifest, or contradicts itself."""


class Manifest(NamedTuple):
    """The digests of a file's chunks, and of the whole."""

    path: str

    size: int
    """Bytes, holes included."""

    chunk: int
    """Bytes in each chunk but the last."""

    sha256: str
    """Of the whole file, in lower-case hex digits."""

    digests: bytes
    """The sha256 of each chunk, 32 bytes each."""

    @property
    def chunks(self) -> int:
        """How many there are."""
        return len(self.digests) // _DIGEST

    @property
    def root(self) -> str:
        """What stands for all chunks."""
        return hashlib.sha256(self.digests).hexdigest()

    def digest_of(self, index: int) -> bytes:
        """The 32 bytes for one chunk, counted from 0."""
        return self.digests[index * _DIGEST : (index + 1) * _DIGEST]

    def lines(self) -> Iterator[bytes]:
        """The text, line by line."""
        yield MAGIC
        yield b"file %b\n" % escaped(self.path)[1]
        yield f"size {self.size}\n".encode()
        yield f"chunk {self.chunk}\n".encode()
        yield f"sha256 {self.sha256}\n".encode()
        yield f"root {self.root}\n".encode()
        for digest, row in groupby(map(self.digest_of, range(self.chunks))):
            yield f"{sum(1 for _ in row)} {digest.hex()}\n".encode()


def parse_manifest(lines: Iterable[bytes]) -> Manifest:
    """Read a manifest and look whether it agrees with itself.

    Raises:
        BadManifest: It does not.
    """
    rest = iter(lines)
    if next(rest, b"") != MAGIC:
        raise BadManifest("no manifest of chunks, or of a newer version")
    try:
        path = os.fsdecode(_required(unescaped(_field(rest, b"file"))))
        size, chunk = int(_field(rest, b"size")), int(_field(rest, b"chunk"))
        sha256, root = _hex_field(rest, b"sha256"), _hex_field(rest, b"root")
        manifest = Manifest(path, size, chunk, sha256, _rows(rest, size, chunk))
    except ValueError as error:
        raise BadManifest("the manifest of chunks is damaged") from error
    if manifest.root != root:
        raise BadManifest("the manifest's chunks and its root disagree")
    return manifest


def _required(name: bytes | None) -> bytes:
    if not name:
        raise ValueError("no name")
    return name


def _field(lines: Iterator[bytes], name: bytes) -> bytes:
    key, _, value = next(lines, b"").rstrip(b"\r\n").partition(b" ")
    if key != name:
        raise ValueError(f"expected {name!r}")
    return value


def _hex_field(lines: Iterator[bytes], name: bytes) -> str:
    return _digest(_field(lines, name)).hex()


def _digest(hex_digits: bytes) -> bytes:
    digest = bytes.fromhex(hex_digits.decode("ascii"))
    if len(digest) != _DIGEST:
        raise ValueError("not a sha256")
    return digest


def _rows(lines: Iterator[bytes], size: int, chunk: int) -> bytes:
    """All chunks' digests; as many as the size asks for, however the rows lie."""
    if size < 0 or not 1 <= chunk <= _MAX_CHUNK:
        raise ValueError("no such chunks")
    count = -(-size // chunk)
    if count > _MAX_CHUNKS:
        raise ValueError("too many chunks")
    digests = BytesIO()
    for line in lines:
        times, _, digest = line.rstrip(b"\r\n").partition(b" ")
        count -= int(times)
        if int(times) < 1 or count < 0:
            raise ValueError("more chunks than bytes")
        digests.write(_digest(digest) * int(times))
    if count:
        raise ValueError("fewer chunks than bytes")
    return digests.getvalue()
