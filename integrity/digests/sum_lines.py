"""Digests as lines: those of sha256sum and of the BSD tools, byte for byte."""

import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from integrity.digests.algorithms import Algorithm
from integrity.digests.small import FileDigest
from integrity.errors import IntegrityError
from integrity.sizes import KIB

_LONGEST_LINE = 64 * KIB
"""Bytes: room for eight times the longest name that a system takes."""

_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"))
"""What breaks a line. The backslash comes first, lest one is escaped twice."""


class NoList(IntegrityError):
    """A file is no list: a disk that was named in place of its manifest, perhaps."""


def plain_lines(files: Sequence[FileDigest], algorithm: Algorithm) -> bytes:
    """Lines as sha256sum writes them: the digest, two spaces, the name.

    Names that need no escape, which are nearly all, are looked at all at once.
    """
    name = algorithm.name
    text = "".join([f"{file.digests[name]}  {file.path}\n" for file in files])
    if _breaks_lines(text, len(files)):
        return b"".join(plain_line(file.path, file.digests[name]) for file in files)
    return os.fsencode(text)


def plain_line(path: str, digest: str) -> bytes:
    """One such line."""
    mark, name = escaped(path)
    return b"%b%b  %b\n" % (mark, digest.encode(), name)


def tagged_line(path: str, digest: str, algorithm: Algorithm) -> bytes:
    """A line that names its algorithm, as `sha256sum --tag` and BSD write it."""
    mark, name = escaped(path)
    return b"%b%b (%b) = %b\n" % (mark, algorithm.tag.encode(), name, digest.encode())


def escaped(path: str) -> tuple[bytes, bytes]:
    """A name that stays on its line, and the mark before a line that holds such a name.

    The name is the file system's own bytes, whether they are UTF-8 or not.
    """
    if not _breaks_lines(path, 0):
        return b"", os.fsencode(path)
    for character, escape in _ESCAPES:
        path = path.replace(character, escape)
    return b"\\", os.fsencode(path)


def unescaped(name: bytes) -> bytes | None:
    """The name as it was before it was escaped; None for what no name becomes."""
    if b"\0" in name:
        return None
    name = name.replace(b"\\\\", b"\0")  # first, lest half of one escapes what follows
    name = name.replace(b"\\n", b"\n").replace(b"\\r", b"\r")
    return None if b"\\" in name else name.replace(b"\0", b"\\")


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a list, none of which fills the memory.

    Raises:
        NoList: A line does not end.
    """
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise NoList("no list of digests: a line in it does not end")
        yield line


def _breaks_lines(text: str, line_feeds: int) -> bool:
    """Whether more is in a text than so many line feeds that belong there."""
    return "\\" in text or "\r" in text or text.count("\n") != line_feeds
