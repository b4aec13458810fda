"""What a command's exit code means; documented in docs/cli.md."""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """The promise to scripts: a number keeps its meaning."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    REFUSED = 3
    INTEGRITY = 4
    PARTIAL = 5
    PERMISSION = 6
    REMOTE = 7
    BUILD_FAILED = 8
    HANGUP = 129
    INTERRUPTED = 130
    QUIT = 131
    PIPE_CLOSED = 141
    TERMINATED = 143


_WORST_FIRST = (
    ExitCode.INTEGRITY, ExitCode.REFUSED, ExitCode.PERMISSION, ExitCode.REMOTE,
    ExitCode.PARTIAL, ExitCode.BUILD_FAILED, ExitCode.USAGE, ExitCode.FINDINGS,
    ExitCode.INTERRUPTED,
)  # fmt: skip


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The one code that speaks for many."""
    given = set(codes)
    return next((code for code in _WORST_FIRST if code in given), ExitCode.DONE)


def of_state_error(error: OSError) -> ExitCode:
    """The code of a state directory that nothing can be kept in."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return ExitCode.PERMISSION
    return of_os_error(error)


def of_os_error(error: OSError) -> ExitCode:
    """The code of a file of ours that could not be read or written."""
    match error:
        case PermissionError():
            return ExitCode.PERMISSION
        case FileNotFoundError():
            return ExitCode.REMOTE
        case _:
            return ExitCode.PARTIAL
