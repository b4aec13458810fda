"""The door for pipelines: an exit code for every end, and never a traceback."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import EBADF, EDQUOT, EFBIG, EMFILE, ENFILE, ENOSPC
from io import TextIOWrapper
from types import FrameType
from typing import Any, NoReturn, TextIO

from integrity.errors import IntegrityError
from tui.cli.exit_codes import ExitCode, of_os_error
from tui.version import __version__

_INTERRUPTED = ExitCode.INTERRUPTED
_CUT_SHORT = (_INTERRUPTED, ExitCode.PARTIAL)
"""How a signal ends a command; partial where a terminal that has gone took no words."""

_SIGNALS = {
    "SIGTERM": ExitCode.TERMINATED,
    "SIGHUP": ExitCode.HANGUP,
    "SIGQUIT": ExitCode.QUIT,
}

_NOTHING_LEFT = "nothing was left half-written"
_MORE_FILES = "; allow more with `ulimit -n 1024`, and run the command again"
_NO_MEMORY = (  # of threads it says the same, whether memory or a limit refused one
    "the system gives no more memory, or no more threads (ulimit -v, ulimit -u, a "
    "container's limits): allow more, and run the command again"
)

_HERE = "the folder you are in: "
"""All else that is not there has its name in the error."""

_FULL = frozenset((ENOSPC, EDQUOT, EFBIG))

_STREAMS = (
    ("stdin", os.O_WRONLY, "r"),
    ("stdout", os.O_RDONLY, "w"),
    ("stderr", os.O_WRONLY, "w"),
)


def main() -> NoReturn:
    """Run the command line and leave with its exit code.

    All is closed and written by then: to take the interpreter apart as well would cost
    a tenth of the processor's time that a short command takes.
    """
    os._exit(run_alone(sys.argv[1:]))


def run_alone(arguments: Sequence[str]) -> int:
    """Run the command line as all that its process does; signals to end are heard."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    _name_in_errors(sys.stdout, "standard output")
    _go_on_without_words(sys.stderr)
    told_to_leave = _leave_when_told()
    sys.unraisablehook = _heed_when_it_can_be
    code = run(arguments)
    return told_to_leave[0] if told_to_leave and code in _CUT_SHORT else code


def run(arguments: Sequence[str]) -> int:
    """Run the command line; every error of ours becomes one line and a code."""
    try:
        try:
            code = _run(arguments)
        except BaseExceptionGroup as group:
            raise _only(group) from None
        sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second one ends us silently
        left = interrupt.args[0] if interrupt.args else _NOTHING_LEFT
        return _say(f"interrupted; {left}", _INTERRUPTED)
    except BrokenPipeError:  # the reader is gone: nobody is left to be told anything
        return ExitCode.PIPE_CLOSED
    except OSError as error:
        more = _MORE_FILES if error.errno in (EMFILE, ENFILE) else ""
        said = f"{_place_of(error)}{error.strerror or error}{more}"
        return _complain(said, of_os_error(error))
    except IntegrityError as error:
        return _complain(str(error), ExitCode.USAGE)
    except (MemoryError, RuntimeError, BaseExceptionGroup) as error:
        from integrity.out_of_memory import is_out_of_memory

        if not is_out_of_memory(error):
            raise
        return _say(_NO_MEMORY, ExitCode.PARTIAL)
    finally:
        _forget_unwritten()
    return code


def _place_of(error: OSError) -> str:
    if error.filename:
        return f"{error.filename}: "
    return _HERE if isinstance(error, FileNotFoundError) else ""


def _only(error: BaseException) -> BaseException:
    """What alone has failed of the work side by side; else all of it."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _run(arguments: Sequence[str]) -> int:
    # httpx's own command line loads rich and pygments; it is content to have none
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # as import allows
    if list(arguments) == ["--version"]:  # before anything dear is loaded
        sys.stdout.write(f"bakeferry {__version__}\n")
        return ExitCode.DONE
    if "_BAKEFERRY_COMPLETE" in os.environ:
        from tui.cli.commands import bakeferry

        bakeferry.main(prog_name="bakeferry")  # answers the shell, and exits
    if list(arguments[:1]) == ["digest"]:
        from tui.cli.digesting.job import do, plain_job

        if job := plain_job(arguments[1:]):
            return do(job)
    if list(arguments[:1]) in ([], ["tui"]):
        from tui.cli.plain_window import open_plainly

        if (code := open_plainly(arguments[1:])) is not None:
            return code
    from tui.cli.commands import invoke

    return invoke(arguments)


def _complain(message: str, code: ExitCode) -> int:
    from tui.cli.shown import shown

    return _say(shown(message), code)


def _say(line: str, code: ExitCode) -> int:
    """Say what may be said as it is: our own words need nothing loaded, and come soon."""
    with suppress(OSError):
        sys.stderr.write(f"bakeferry: {line}\n")
    return code


def _open_what_is_closed() -> None:
    """Take the places of closed streams, lest a file of ours gets one of them.

    Reading or writing them then fails as it should; only complaints go nowhere.
    """
    for name, flags, mode in _STREAMS:
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, flags)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))
            if name == "stdin":
                _refuse_to_read(sys.stdin)


def _refuse_to_read(stream: TextIO) -> None:
    """Let whoever reads it hear why: the system would speak of a bad descriptor."""

    def refuse(*_: object) -> NoReturn:
        raise OSError(EBADF, "is closed; give it a file or a pipe", "standard input")

    raw: Any = getattr(stream.buffer, "raw", stream.buffer)
    raw.readinto = raw.readall = refuse


def _name_in_errors(stream: TextIO, name: str) -> None:
    """Let an error in writing say where: the system knows descriptors only."""
    raw: Any = getattr(stream.buffer, "raw", stream.buffer)
    write: Callable[[bytes], int | None] = raw.write

    def write_or_say_where(data: bytes) -> int | None:
        try:
            return write(data)
        except OSError as error:
            raise OSError(error.errno, error.strerror, name) from error

    raw.write = write_or_say_where


def _go_on_without_words(stream: TextIO) -> None:
    """Let what a full disk takes no words of be lost: no work has to stop for it."""
    raw: Any = getattr(stream.buffer, "raw", stream.buffer)
    write: Callable[[bytes], int | None] = raw.write

    def write_or_lose(data: bytes) -> int | None:
        try:
            return write(data)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            return len(data)

    raw.write = write_or_lose


def _forget_unwritten() -> None:
    """What could not be written must not be tried again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())


def _leave_when_told() -> list[ExitCode]:
    """Make every signal to end the same as Ctrl-C, so that every `finally` runs.

    Returns:
        A list that gets the codes of the signals that come.
    """
    codes: list[ExitCode] = []

    def leave(number: int, frame: FrameType | None) -> None:
        codes.append(_SIGNALS[signal.Signals(number).name])
        interrupt = signal.getsignal(signal.SIGINT)  # asyncio.run has one of its own
        if not callable(interrupt):
            interrupt = signal.default_int_handler
        interrupt(number, frame)

    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wants
            signal.signal(number, leave)
    return codes


_SOON = 0.01
"""Seconds."""


def _heed_when_it_can_be(unraisable: "sys.UnraisableHookArgs") -> None:
    """Have a Ctrl-C that met a callback, where nothing can be raised, come again."""
    if unraisable.exc_type is KeyboardInterrupt:
        from threading import Timer  # small commands load none of it

        Timer(_SOON, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
