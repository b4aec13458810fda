"""Digests as lines: those of sha256sum and of the BSD tools, byte for byte."""

import os
from collections.abc import Sequence

from integrity.digests.algorithms import Algorithm
from integrity.digests.small import FileDigest

_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"))
"""What breaks a line. The backslash comes first, lest one is escaped twice."""


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


def _breaks_lines(text: str, line_feeds: int) -> bool:
    """Whether more is in a text than so many line feeds that belong there."""
    return "\\" in text or "\r" in text or text.count("\n") != line_feeds
