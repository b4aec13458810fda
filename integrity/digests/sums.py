"""Lists of digests, read as sha256sum and the BSD tools write them."""

import os
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from integrity.digests.algorithms import ALGORITHMS, SHA256, Algorithm
from integrity.errors import IntegrityError
from integrity.sizes import KIB

_LONGEST_LINE = 64 * KIB
"""Bytes: room for eight times the longest name that a system takes."""

_UNESCAPES = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}
_ESCAPED = re.compile(rb"\\(.?)", re.DOTALL)

_TAGGED = re.compile(rb"(\S+) ?\((.*)\)[ \t]*=[ \t]*([0-9A-Fa-f]+)", re.DOTALL)
_PLAIN = re.compile(rb"([0-9A-Fa-f]+)(?: [ *]|[ \t])(.+)", re.DOTALL)

_BY_TAG = {algorithm.tag.encode(): algorithm for algorithm in ALGORITHMS.values()}


class Sum(NamedTuple):
    """One line: a file and the digest that it should have."""

    path: str
    algorithm: Algorithm

    digest: str
    """Lower-case hex digits."""


class BadLine(NamedTuple):
    """A line that is no such thing."""

    number: int
    """Counted from 1."""


class NoList(IntegrityError):
    """A file is no list: a disk that was named in place of its manifest, perhaps."""


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a list, none of which fills the memory.

    Raises:
        NoList: A line does not end.
    """
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise NoList("no list of digests: a line in it does not end")
        yield line


def parse_sums(
    lines: Iterable[bytes], untagged: Algorithm = SHA256
) -> Iterator[Sum | BadLine]:
    """Read either kind of line, mixed; comments and empty lines say nothing.

    Args:
        untagged: What a line without a tag is taken for.
    """
    for number, line in enumerate(lines, 1):
        text = line.rstrip(b"\r\n")
        if text and not text.startswith(b"#"):
            yield _parse(text.lstrip(b" \t"), untagged) or BadLine(number)


def _parse(line: bytes, untagged: Algorithm) -> Sum | None:
    is_escaped = line.startswith(b"\\")
    text = line.removeprefix(b"\\")
    if tagged := _TAGGED.fullmatch(text):
        tag, name, digest = tagged.groups()
        algorithm = _BY_TAG.get(tag)
    elif plain := _PLAIN.fullmatch(text):
        digest, name = plain.groups()
        algorithm = untagged
    else:
        return None
    path = unescaped(name) if is_escaped else name
    if not path or not algorithm or len(digest) != algorithm.hex_digits:
        return None
    if b"\0" in path:  # no file has such a name: the list is one of `sha256sum -z`
        return None
    return Sum(os.fsdecode(path), algorithm, digest.decode().lower())


def unescaped(name: bytes) -> bytes | None:
    """The name as it was before it was escaped; None for what no name becomes."""
    if b"\0" in name or any(
        match.group() not in _UNESCAPES for match in _ESCAPED.finditer(name)
    ):
        return None
    return _ESCAPED.sub(lambda match: _UNESCAPES[match.group()], name)
