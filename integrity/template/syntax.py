"""JSON text to nodes that know their spans: strict, or lenient and saying where.

Accepted leniently, each at its place: a byte order mark, comments, trailing commas,
the documentation's fragments (`"customize": […],` without an outer object, a comma
after the last value, `...`), unquoted placeholders (`<minutes>`), a forgotten comma,
line breaks inside strings, which Azure Resource Manager takes too.
"""

import codecs
from dataclasses import dataclass

from integrity.errors import DocumentError, SyntaxFault
from integrity.template.nodes import Node
from integrity.template.position import Document
from integrity.template.scanner import MAX_DEPTH, MAX_DIGITS, MAX_VALUES, Scanner
from integrity.template.tokens import MAX_LAPSES, Lapse

__all__ = [
    "MAX_BYTES", "MAX_DEPTH", "MAX_DIGITS", "MAX_LAPSES", "MAX_VALUES",
    "Lapse", "Syntax", "decode", "parse",
]  # fmt: skip

MAX_BYTES = 4 * 2**20
"""Azure Resource Manager takes templates up to 4 MB."""

_OTHER_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # begins as UTF-16 does, so it comes before that
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""What files in other encodings begin with."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """A text that was read, and what had to be overlooked."""

    document: Document
    root: Node
    lapses: tuple[Lapse, ...]

    fragment: bool
    """The outer braces were missing, as in the documentation's samples."""


def decode(name: str, data: bytes) -> Document:
    """Bytes of a file to a document.

    Raises:
        DocumentError: It is over 4 MiB, or it is not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(name, f"{len(data):,} bytes; a template has at most 4 MiB")
    for mark, encoding in _OTHER_MARKS.items():
        if data.startswith(mark):
            raise DocumentError(name, f"the file is {encoding}; save it as UTF-8")
    try:
        return Document(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        known = data[: error.start].decode("utf-8")
        raise SyntaxFault(
            name, "not UTF-8 from here on", offset=len(known), text=known
        ) from error


def parse(document: Document) -> Syntax:
    """Read a document, strictly where it is strict.

    Raises:
        SyntaxFault: It is not JSON even leniently, or larger than can be judged.
    """
    scanner = Scanner(document)
    root = scanner.read()
    return Syntax(document, root, scanner.lapses, scanner.is_fragment)
