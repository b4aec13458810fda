"""Several files rewritten one after the other: one that cannot be stops no other."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.errors import DocumentError
from tui.files.atomic import replace_content


class NotWritten(DocumentError):
    """A file could not be written back; it was left as it is."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(path, error.strerror or str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One file with other content."""

    name: str
    path: Path | None
    """None for standard input."""

    old: bytes
    new: bytes


def write_files(rewrites: Iterable[Rewrite]) -> Iterator[NotWritten]:
    """Write what has a path, each file in one step; tell what could not be."""
    for rewrite in rewrites:
        if rewrite.path is None:
            continue
        try:
            replace_content(rewrite.path, rewrite.old, rewrite.new)
        except OSError as error:
            yield NotWritten(rewrite.name, error)
