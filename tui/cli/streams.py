"""What a stream can show: its width, its colours, its characters."""

import os
import shutil
from typing import TextIO

from integrity.lint.reports.style import Style


def as_ascii(text: str) -> str:
    """What every encoding can hold, with escapes for the rest."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def style_of(stream: TextIO, *, notes: bool = False, verbose: bool = False) -> Style:
    """What a stream can show: width, colour, and which characters."""
    encoding = (stream.encoding or "ascii").casefold().replace("-", "")
    terminal = stream.isatty()
    dumb = os.environ.get("TERM") == "dumb" or "NO_COLOR" in os.environ
    return Style(
        width=shutil.get_terminal_size().columns if terminal else 200,
        colour=terminal and not dumb,
        unicode=encoding.startswith("utf"),
        show_notes=notes,
        verbose=verbose,
    )
