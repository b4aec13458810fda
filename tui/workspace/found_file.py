"""Files found below what is open, and whether they are still the same."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.digests.version import FileVersion
from tui.files.entered import is_entered


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file and the version of it that was seen."""

    key: str
    """The path as it was named, or below what was named."""

    named: bool
    """This very file was named, rather than a folder that it is in."""

    shown: str
    """The path as it is shown: below an absolute folder, from that folder's name on."""

    version: FileVersion | None
    """None where no file is: only what was named is found nevertheless."""

    @property
    def path(self) -> Path:
        """Made when it is asked for: thousands are looked at each time."""
        return Path(self.key)


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile]:
    """The JSON files below folders, and the files that are named; each once, in order.

    Hidden folders and links to folders are left out, as the commands do. What cannot be
    looked at is not there.
    """
    return (one for one in look_through(paths) if one is not None)


def look_through(paths: Sequence[Path]) -> Iterator[FoundFile | None]:
    """The same; a None for each folder lets a caller stop where nothing is found."""
    seen: set[tuple[int, int]] = set()
    for path in paths:
        is_folder = path.is_dir()
        above = f"{path.parent}/" if path.is_absolute() else ""
        for name in _json_below(str(path)) if is_folder else (str(path),):
            if name is None:
                yield None
                continue
            version = version_of(name)
            if version is None and is_folder:
                continue
            if version is None or version[:2] not in seen:
                if version is not None:
                    seen.add(version[:2])
                shown = name.removeprefix(above) if is_folder else name
                yield FoundFile(name, not is_folder, shown, version)


def version_of(name: str) -> FileVersion | None:
    """The version of a regular file; None where none is."""
    try:
        status = os.stat(name)  # noqa: PTH116 -- thousands of them
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileVersion.of(status)


def _json_below(folder: str) -> Iterator[str | None]:
    """The names in the order of their parts; None after each folder that was read.

    Not recursive: a tree may be deeper than Python's stack.
    """
    waiting = [iter(_listed("" if folder == "." else folder))]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
            yield None
        elif entry.is_dir(follow_symlinks=False):
            if is_entered(entry.name):
                waiting.append(iter(_listed(entry.path)))
        elif entry.name.endswith(".json"):
            yield entry.path.removeprefix("./")


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder or ".") as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
