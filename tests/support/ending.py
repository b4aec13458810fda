"""The application on a terminal of its own, and what it leaves behind."""

from contextlib import contextmanager, suppress
from pathlib import Path

from command import BAKEFERRY
from terminal import Terminal


@contextmanager
def application(folder: Path, *arguments: str, command=BAKEFERRY, **options):
    """The application on a terminal over a folder, its list on the screen."""
    env = {"BAKEFERRY_STATE_DIR": str(folder / "state"), **options.pop("env", {})}
    with Terminal(
        [*command, "tui", "template.json", *arguments],
        cwd=str(folder),
        env=env,
        **options,
    ) as terminal:
        yield terminal


def assert_left_behind_nothing(terminal: Terminal) -> None:
    """The terminal is as it was before, and no process is left."""
    assert terminal.is_restored
    for mode in (b"1049", b"1000", b"1003", b"1006", b"2004", b"1004"):
        last_on = terminal.data.rindex(b"\x1b[?%sh" % mode)
        assert terminal.data.rindex(b"\x1b[?%sl" % mode) > last_on
    assert terminal.data.rindex(b"\x1b[?25h") > terminal.data.rindex(b"\x1b[?25l")
    assert b"Traceback" not in terminal.data
    assert processes_of(terminal.process.pid) == []


def processes_of(session: int) -> list[str]:
    """The processes of a session that are still there."""
    parts = (text.rpartition(") ")[2].split() for text in _stats())
    return [part[0] for part in parts if int(part[3]) == session]


def _stats():
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            yield path.read_text()
