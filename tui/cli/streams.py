"""What a stream can show: its width, its colours, its characters."""

import os
import sys
from typing import TextIO

from integrity.lint.reports.style import Style


def as_ascii(text: str) -> str:
    """What every encoding can hold, with escapes for the rest."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _shows_unicode(stream: TextIO) -> bool:
    """Whether a stream can show more than ASCII."""
    return (stream.encoding or "ascii").casefold().startswith("utf")


def style_of(stream: TextIO, *, notes: bool = False, verbose: bool = False) -> Style:
    """What a stream can show: width, colour, and which characters."""
    width = 200
    if terminal := stream.isatty():
        from shutil import get_terminal_size  # loads every kind of compression

        width = get_terminal_size().columns
    dumb = os.environ.get("TERM") == "dumb" or "NO_COLOR" in os.environ
    return Style(
        width=width,
        folds=terminal,
        colour=terminal and not dumb,
        unicode=_shows_unicode(stream),
        show_notes=notes,
        verbose=verbose,
    )


class StatusStream:
    """Where it is told how far the work is: standard error, unless another is named.

    Telling never stops the work: what cannot be shown is not.
    """

    def __init__(
        self, stream: TextIO | None, *, quiet: bool, columns: int | None = None
    ) -> None:
        """Look at what it can show.

        Args:
            columns: Cells of a line; None asks the terminal.
        """
        self._stream = stream or sys.stderr
        self._columns = columns
        self.is_quiet = quiet
        is_dumb = os.environ.get("TERM") == "dumb"
        self.can_repaint = self._stream.isatty() and not is_dumb
        self.unicode = _shows_unicode(self._stream)

    @property
    def width(self) -> int:
        """Cells of a line."""
        if self._columns:
            return self._columns
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def write(self, text: str) -> None:
        """Show some text at once."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self.is_quiet = True
