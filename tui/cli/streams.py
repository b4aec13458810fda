"""What a stream can show: its width, its colours, its characters."""

import os
from typing import TextIO

from integrity.lint.reports.style import Style


def as_ascii(text: str) -> str:
    """What every encoding can hold, with escapes for the rest."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def style_of(stream: TextIO, *, notes: bool = False, verbose: bool = False) -> Style:
    """What a stream can show: width, colour, and which characters."""
    width = 200
    if terminal := stream.isatty():
        from shutil import get_terminal_size  # loads every kind of compression

        width = get_terminal_size().columns
    encoding = (stream.encoding or "ascii").casefold().replace("-", "")
    dumb = os.environ.get("TERM") == "dumb" or "NO_COLOR" in os.environ
    return Style(
        width=width,
        folds=terminal,
        colour=terminal and not dumb,
        unicode=encoding.startswith("utf"),
        show_notes=notes,
        verbose=verbose,
    )
