"""What support would ask for: versions, terminal, places, digests."""

import locale
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.quantities import size_in_words
from integrity.safe_text import Safe, safe_text
from tui.machine import has_openssl, room_in, version_of
from tui.version import __version__
from tui.widgets.lines import EMPTY, Line, Piece, Tone, labelled, line

_PACKAGES = ("textual", "httpx", "aiohttp", "blake3", "xxhash")
_TERMINAL = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "LANG", "LC_ALL", "NO_COLOR",
)  # fmt: skip
_LABEL_CELLS = 18


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    label: str
    value: Safe
    advice: Safe | None = None
    """What to do about it; None when it is as it should be."""


def checks(
    *,
    size: tuple[int, int],
    colours: str,
    preferences_path: Path,
    state_directory: Path | None,
    environ: Mapping[str, str],
) -> Iterator[Check]:
    """Everything that is looked at; names of folders are shown from home on.

    Args:
        size: Columns and lines of the terminal.
        colours: How many colours it has, in words.
    """
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Check("bakeferry", Safe(__version__))
    yield Check("Python", safe_text(python))
    yield Check("packages", safe_text(", ".join(map(version_of, _PACKAGES))))
    yield _sha256()
    encoding = getattr(sys.__stderr__, "encoding", None) or "none"
    terminal = f"{size[0]} x {size[1]}, {colours}, {encoding}"
    yield Check("terminal", safe_text(terminal))
    yield from _environment(environ)
    yield Check("locale", safe_text(locale.setlocale(locale.LC_CTYPE)))
    yield Check("cores", safe_text(str(os.cpu_count() or 1)))
    yield Check("settings", _shown(preferences_path))
    yield _state(state_directory)


def _environment(environ: Mapping[str, str]) -> Iterator[Check]:
    """One line for each variable that the terminal goes by."""
    told = [f"{name}={environ[name]}" for name in _TERMINAL if name in environ]
    first, *others = told or ["nothing told"]
    yield Check("environment", safe_text(first))
    for one in others:
        yield Check("", safe_text(one))


def _sha256() -> Check:
    if has_openssl():
        return Check("sha256", Safe("OpenSSL"))
    advice = Safe("this Python has no OpenSSL for it: about five times slower")
    return Check("sha256", Safe("without OpenSSL"), advice)


def _state(directory: Path | None) -> Check:
    if directory is None:
        return Check("state", Safe("not kept"))
    free = room_in(directory)
    if free is None:
        advice = Safe("cannot be written to: nothing is remembered")
        return Check("state", _shown(directory), advice)
    told = f"{_shown(directory)} ({size_in_words(free)} free)"
    return Check("state", safe_text(told))


def _shown(path: Path) -> Safe:
    home = Path.home()
    if path.is_relative_to(home):
        return safe_text(f"~/{path.relative_to(home)}")
    return safe_text(str(path))


def doctor_lines(found: Iterator[Check]) -> tuple[Line, ...]:
    """The checks as lines, advice below what it is about."""
    lines: list[Line] = []
    for check in found:
        lines.append(labelled(check.label, _LABEL_CELLS, check.value))
        if check.advice is not None:
            advice = Piece(check.advice, Tone.WARNING)
            lines.append(labelled("", _LABEL_CELLS, advice))
    return (*lines, EMPTY, line(Piece(Safe("y copies this."), Tone.MUTED)))
