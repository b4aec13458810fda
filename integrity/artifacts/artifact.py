"""What an artifact is to whoever reads it, wherever its bytes are."""

import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from pathlib import Path
from typing import Protocol

from integrity.dataclass import dataclass
from integrity.progress import ProgressSink, silent

SoFar = Callable[[], Awaitable[str]]
"""Tells the sha256 of all bytes that were handed on, as whoever takes them has it."""


@dataclass(frozen=True, slots=True)
class ArtifactRequest:
    """One artifact to read, as a template names it."""

    url: str = field(repr=False)
    """As given: an address, whose query may be a secret, or a path below `folder`."""

    limit: int | None = None
    """Bytes beyond which the content does not matter any more, only the size does."""

    checksum_declared: bool = False
    """The template says what the bytes must be, so that a bad line is noticed."""

    folder: Path | None = None
    """The template's folder. None: nothing local may be read for it."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an artifact before its bytes are read."""

    size: int | None = None
    """Bytes in all; None where the other end does not say."""

    etag: str | None = None

    content_type: str | None = None

    content_encoding: str | None = None
    """Set when the server forced an encoding on us; its bytes are then refused."""

    redirects: tuple[str, ...] = ()
    """The addresses it led through, as they may be shown."""

    path: Path | None = None
    """The file on disk, where it is one."""

    status: os.stat_result | None = None
    """What the system says of that file: it tells its versions apart."""

    stands_in: bool = False
    """That file is read in place of what the address names."""

    @property
    def strong_etag(self) -> str | None:
        """The etag, if equal etags mean equal bytes."""
        return self.etag if self.etag and self.etag.startswith('"') else None


class Artifact(Protocol):
    """The bytes behind one address, open for reading."""

    @property
    def description(self) -> Description:
        """What is known without reading on."""

    def chunks(self, so_far: SoFar) -> AsyncGenerator[bytes, None]:
        """All bytes in order, raw as they are served, to be taken once.

        At most one byte more than the limit it was opened with comes.

        Args:
            so_far: Asked when a read has broken off: what comes again must be the same.

        Raises:
            ArtifactError: No more bytes come that can be trusted, also when asked again.
        """


class Opener(Protocol):
    """Opens artifacts."""

    def open(
        self, request: ArtifactRequest, on_progress: ProgressSink = silent
    ) -> AbstractAsyncContextManager[Artifact]:
        """Open one artifact; hears of attempts that are repeated.

        Raises:
            ArtifactError: There is nothing to read, or we may not read it.
        """
