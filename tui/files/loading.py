"""From names on the command line to loaded templates, or to why they are not."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeAlias, TypeVar

from integrity.dataclass import dataclass
from integrity.errors import DocumentError
from integrity.lint.linter import Judgement, judge_unreadable
from integrity.template.loader import LoadedFile, load
from tui.files.inputs import Input, read_inputs
from tui.files.judging import Judging

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One file that was read as JSON, and what it holds."""

    input: Input
    loaded: LoadedFile


@dataclass(frozen=True, slots=True)
class Gathered(Generic[Kept]):
    """Everything that the names on the command line stood for."""

    files: tuple[Kept, ...]
    """What is kept of each file that was read as JSON."""

    unreadable: tuple[Judgement, ...]
    """Files that are not JSON: each with its one finding."""

    missing: tuple[DocumentError, ...]
    """Names behind which there is nothing to read; after mending, files not written."""


Opened: TypeAlias = Gathered[OpenFile]
"""The files themselves, all of them together in memory."""


def open_files(names: Iterable[str], judging: Judging) -> Opened:
    """Read and load what the names stand for."""
    return gather(names, judging, lambda file: file)


def gather(
    names: Iterable[str], judging: Judging, keep: Callable[[OpenFile], Kept]
) -> Gathered[Kept]:
    """Read and load what the names stand for, one file after another.

    Args:
        keep: What of a file stays: a folder of templates need not fit into memory.
    """
    files: list[Kept] = []
    unreadable: list[Judgement] = []
    missing: list[DocumentError] = []
    for item in read_inputs(names):
        if isinstance(item, DocumentError):
            missing.append(item)
            continue
        try:
            loaded = load(item.name, item.data, judging.inputs, judging.api_version)
        except DocumentError as error:
            unreadable.append(judge_unreadable(error))
        else:
            files.append(keep(OpenFile(item, loaded)))
    return Gathered(tuple(files), tuple(unreadable), tuple(missing))
