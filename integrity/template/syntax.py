"""JSON text to nodes that know their spans: strict, or lenient and saying where.

Accepted leniently, each at its place: a byte order mark, comments, trailing commas,
the documentation's fragments (`"customize": […],` without an outer object, a comma
after the last value, `...`), unquoted placeholders (`<minutes>`), a forgotten comma,
line breaks inside strings, which Azure Resource Manager takes too.
"""

from json import detect_encoding

from integrity.dataclass import dataclass
from integrity.errors import DocumentError, SyntaxFault
from integrity.sizes import MIB
from integrity.template.nodes import Node
from integrity.template.position import Document
from integrity.template.scanner import Scanner
from integrity.template.tokens import Lapse

MAX_BYTES = 4 * MIB
"""Azure Resource Manager takes templates up to 4 MB."""


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
        raise DocumentError(name, "more than the 4 MiB that a template has at most")
    encoding = detect_encoding(data)
    if not encoding.startswith("utf-8") and _is_text(data, encoding):
        family = encoding[: len("utf-16")].upper()
        raise DocumentError(name, f"the file is {family}; save it as UTF-8")
    try:
        return Document(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        known = data[: error.start].decode("utf-8")
        raise SyntaxFault(
            name, "not UTF-8 from here on", offset=len(known), text=known
        ) from error


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether it is that, and does not only begin with a NUL as that would."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def parse(document: Document) -> Syntax:
    """Read a document, strictly where it is strict.

    Raises:
        SyntaxFault: It is not JSON even leniently, or larger than can be judged.
    """
    scanner = Scanner(document)
    root = scanner.read()
    return Syntax(document, root, scanner.lapses, scanner.is_fragment)
