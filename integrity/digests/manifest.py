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
is a row of equal chunks: how many, and their digest. It is sha256 unless another one is
named behind the size of a chunk (`chunk 4194304 blake3`). The root is the sha256 of all
chunks' digests, in their order. The last chunk may be short.
"""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from integrity.digests.algorithms import ALGORITHMS, SHA256
from integrity.digests.lanes import best_lanes
from integrity.digests.sum_lines import escaped, unescaped
from integrity.errors import IntegrityError
from integrity.sizes import MIB

CHUNK = 4 * MIB
"""Bytes. Data is seldom aligned to more, and 1 TiB still needs only 8 MiB of digests."""

MAGIC = b"bakeferry-chunks 1\n"

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
    """Those of all chunks, one behind the other."""

    by: str = SHA256.name
    """Which digest a chunk has."""

    @property
    def chunks(self) -> int:
        """How many there are."""
        return len(self.digests) // _bytes_of(self.by)

    @property
    def root(self) -> str:
        """What stands for all chunks."""
        return best_lanes().hexdigests((self.digests,))[0]

    def digest_of(self, index: int) -> bytes:
        """The bytes for one chunk, counted from 0."""
        width = _bytes_of(self.by)
        return self.digests[index * width : (index + 1) * width]

    def lines(self) -> Iterator[bytes]:
        """The text, line by line."""
        yield MAGIC
        yield b"file %b\n" % escaped(self.path)[1]
        yield f"size {self.size}\n".encode()
        by = "" if self.by == SHA256.name else f" {self.by}"
        yield f"chunk {self.chunk}{by}\n".encode()
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
        size, (chunk, by) = int(_field(rest, b"size")), _chunk(_field(rest, b"chunk"))
        sha256, root = _hex_field(rest, b"sha256"), _hex_field(rest, b"root")
        digests = _rows(rest, size, chunk, _bytes_of(by))
        manifest = Manifest(path, size, chunk, sha256, digests, by)
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


def _chunk(value: bytes) -> tuple[int, str]:
    """How many bytes a chunk has, and which digest."""
    size, _, name = value.decode("ascii").partition(" ")
    if not 1 <= int(size) <= _MAX_CHUNK or (name and name not in ALGORITHMS):
        raise ValueError("no such chunks")
    return int(size), name or SHA256.name


def _bytes_of(algorithm: str) -> int:
    return ALGORITHMS[algorithm].hex_digits // 2


def _hex_field(lines: Iterator[bytes], name: bytes) -> str:
    return _digest(_field(lines, name), _bytes_of(SHA256.name)).hex()


def _digest(hex_digits: bytes, width: int) -> bytes:
    digest = bytes.fromhex(hex_digits.decode("ascii"))
    if len(digest) != width:
        raise ValueError("not such a digest")
    return digest


def _rows(lines: Iterator[bytes], size: int, chunk: int, width: int) -> bytes:
    """All chunks' digests; as many as the size asks for, however the rows lie."""
    count = -(-size // chunk)
    if size < 0 or count > _MAX_CHUNKS:
        raise ValueError("no such size")
    digests = BytesIO()
    for line in lines:
        times, _, digest = line.rstrip(b"\r\n").partition(b" ")
        count -= int(times)
        if int(times) < 1 or count < 0:
            raise ValueError("more chunks than bytes")
        digests.write(_digest(digest, width) * int(times))
    if count:
        raise ValueError("fewer chunks than bytes")
    return digests.getvalue()
