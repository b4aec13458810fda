"""Lists of digests, read as sha256sum and the BSD tools write them."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from integrity.digests.algorithms import ALGORITHMS, SHA256, Algorithm
from integrity.digests.sum_lines import unescaped

_TAGGED = rb"(\S+) ?\((.*)\)[ \t]*=[ \t]*([0-9A-Fa-f]+)"
_PLAIN = rb"([0-9A-Fa-f]+)(?: [ *]|[ \t])(.+)"

_BY_TAG = {algorithm.tag.encode(): algorithm for algorithm in ALGORITHMS.values()}
_BY_TAG[b"SHA2-256"] = SHA256  # as OpenSSL calls it since version 3
_BOM = b"\xef\xbb\xbf"  # what PowerShell writes first


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


def parse_sums(
    lines: Iterable[bytes], untagged: Algorithm = SHA256
) -> Iterator[Sum | BadLine]:
    """Read either kind of line, mixed; comments and empty lines say nothing.

    Args:
        untagged: What a line without a tag is taken for.
    """
    for number, line in enumerate(lines, 1):
        text = line.rstrip(b"\r\n")
        if number == 1:
            text = text.removeprefix(_BOM)
        if text and not text.startswith(b"#"):
            yield _parse(text.lstrip(b" \t"), untagged) or BadLine(number)


@cache  # for who reads a manifest of chunks instead, they would be a tenth of the start
def _patterns() -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    return re.compile(_TAGGED, re.DOTALL), re.compile(_PLAIN, re.DOTALL)


def _parse(line: bytes, untagged: Algorithm) -> Sum | None:
    is_escaped = line.startswith(b"\\")
    text = line.removeprefix(b"\\")
    tagged_form, plain_form = _patterns()
    if tagged := tagged_form.fullmatch(text):
        tag, name, digest = tagged.groups()
        algorithm = _BY_TAG.get(tag)
    elif plain := plain_form.fullmatch(text):
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
