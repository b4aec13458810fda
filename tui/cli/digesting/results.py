"""What became of each file, told as lines: digests, or whether they match."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from integrity.digests.algorithms import Algorithm
from integrity.digests.small import FileDigest, Outcome
from integrity.digests.sum_lines import escaped, plain_line, plain_lines, tagged_line
from integrity.errors import (
    DigestError,
    FileChanged,
    FileForbidden,
)
from integrity.safe_text import safe_text
from tui.cli.exit_codes import ExitCode

_CODES = {FileForbidden: ExitCode.PERMISSION, FileChanged: ExitCode.PARTIAL}
"""A file that changed can be hashed again; all others are not there to be read."""


class Result(NamedTuple):
    """What became of one file."""

    path: str

    size: int | None
    """Bytes; None when it could not be read."""

    digests: Mapping[str, str]
    """Lower-case hex digits by algorithm."""

    problem: str | None = None
    """Why it could not be read, or what differs."""

    code: ExitCode = ExitCode.DONE


def result_of(outcome: Outcome) -> Result:
    """What hashing a file has come to."""
    if isinstance(outcome, DigestError):
        code = _CODES.get(type(outcome), ExitCode.REMOTE)
        return Result(outcome.path, None, {}, outcome.why, code)
    return Result(outcome.path, outcome.size, outcome.digests)


class Report(Protocol):
    """Tells results in one form."""

    def tell(self, result: Result) -> None:
        """One more."""

    def tell_digests(self, files: Sequence[FileDigest]) -> None:
        """Several more that could be read."""
        for file in files:
            self.tell(result_of(file))

    def end(self, code: ExitCode) -> None:
        """That was all: nothing follows the last line, but in some forms."""
        del code


class Output:
    """Standard output for lines that hold the file system's own bytes.

    A pipe gets them as they are. A terminal gets no control character of a name.
    """

    def __init__(self, make_room: Callable[[], object], *, silent: bool) -> None:
        """Nothing is written yet.

        Args:
            make_room: Takes the progress off the terminal.
            silent: Whether complaints, too, are left to the exit code.
        """
        self._silent = silent
        self._stream = sys.stdout.buffer
        self._is_terminal = sys.stdout.isatty()
        self._make_room = make_room

    def write(self, lines: bytes) -> None:
        """One line or several, each with its end."""
        if not self._is_terminal:
            self._stream.write(lines)
            return
        self._make_room()
        for line in lines[:-1].split(b"\n"):
            shown = safe_text(line.decode("utf-8", "surrogateescape"))
            self._stream.write(shown.encode() + b"\n")
        self._stream.flush()

    def complain(self, message: str) -> None:
        """One line on standard error."""
        if self._silent:
            return
        self._make_room()
        sys.stderr.write(f"bakeferry: {safe_text(message)}\n")


class SumLines(Report):
    """The digests, as sha256sum prints them."""

    def __init__(
        self, output: Output, algorithms: Iterable[Algorithm], *, tagged: bool
    ) -> None:
        self._output = output
        self._algorithms = tuple(algorithms)
        self._tagged = tagged

    def tell(self, result: Result) -> None:
        """A line for each digest, or one on standard error."""
        if result.problem:
            self._output.complain(f"{result.path}: {result.problem}")
            return
        for algorithm in self._algorithms:
            digest = result.digests[algorithm.name]
            self._output.write(
                tagged_line(result.path, digest, algorithm)
                if self._tagged
                else plain_line(result.path, digest)
            )

    def tell_digests(self, files: Sequence[FileDigest]) -> None:
        """The lines of several files, in one write where that is quicker."""
        if self._tagged:
            super().tell_digests(files)
        else:
            self._output.write(plain_lines(files, self._algorithms[0]))


class CheckLines(Report):
    """Whether each file is as listed, as `sha256sum --check` says it."""

    def __init__(self, output: Output, *, only_failures: bool) -> None:
        self._output = output
        self._only_failures = only_failures

    def tell(self, result: Result) -> None:
        """`name: OK`, or what failed."""
        if result.size is None:
            self._output.complain(f"{result.path}: {result.problem}")
            self._line(result.path, b"FAILED open or read")
        elif result.problem:
            self._line(result.path, b"FAILED")
        elif not self._only_failures:
            self._line(result.path, b"OK")

    def _line(self, path: str, verdict: bytes) -> None:
        # sha256sum escapes here only names that would break the line
        mark, name = escaped(path) if "\n" in path else (b"", os.fsencode(path))
        self._output.write(b"%b%b: %b\n" % (mark, name, verdict))


class Nothing(Report):
    """Tells nothing: the exit code says it all."""

    def tell(self, result: Result) -> None:
        """Nothing."""
