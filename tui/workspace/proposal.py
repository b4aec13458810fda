"""Changes to files: proposed, and made."""

from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.safe_text import Safe


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after."""

    path: Path
    shown_path: Safe
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was wanted and cannot be done."""

    what: Safe
    why: Safe


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes to be shown before they are made."""

    what: Safe
    """What they do: `2 checksums`."""

    changes: tuple[Change, ...]
    left: Sequence[Left] = field(default=())


@dataclass(frozen=True, slots=True)
class Written:
    """Changes that were made."""

    what: Safe
    paths: tuple[Path, ...]
