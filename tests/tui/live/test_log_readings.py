"""One log, read from its first byte to its newest; a newer run's begins anew."""

from types import SimpleNamespace

import pytest

from integrity.safe_text import Safe
from transfer.azure.build_steps import Customizer
from transfer.azure.staging.logs import LogFile
from tui.live import following
from tui.live.following import _Reading
from tui.workspace.courtesy import Courtesy

NAME = "customization.log"


@pytest.fixture
def written(monkeypatch):
    """What each run has written, the newest first, and what was asked of it."""
    logs, asked = {}, []

    async def list_logs(files):
        return [
            LogFile(f"{run}/{NAME}", Safe(run), Safe(NAME), len(data), None)
            for run, data in reversed(logs.items())
        ]

    async def read_log(files, log, start):
        asked.append((log.run, start))
        return SimpleNamespace(data=logs[log.run][start : start + 8])

    monkeypatch.setattr(following, "list_logs", list_logs)
    monkeypatch.setattr(following, "read_log", read_log)
    return SimpleNamespace(logs=logs, asked=asked)


async def texts(reading):
    await reading.look(None)
    return [str(line.text) for line in reading.lines]


async def test_where_nothing_is_written_yet_there_is_nothing(written):
    reading = _Reading(Courtesy())

    assert await texts(reading) == []
    assert reading.name == NAME


async def test_only_what_has_come_since_is_read(written):
    reading = _Reading(Courtesy())
    written.logs["first run"] = b"one\ntwo\nthree\n"
    assert await texts(reading) == ["one", "two", "three"]
    assert reading.name == f"first ru {NAME}"

    written.logs["first run"] += b"four\n"
    assert await texts(reading) == ["one", "two", "three", "four"]
    assert await texts(reading) == ["one", "two", "three", "four"]
    assert written.asked == [("first run", at) for at in (0, 8, 14)]


async def test_the_log_of_a_newer_run_begins_anew(written):
    reading = _Reading(Courtesy())
    written.logs["first"] = b"one\ntwo\n"
    await texts(reading)
    first = reading.log

    written.logs["second"] = b"three\n"
    assert await texts(reading) == ["three"]
    assert [line.number for line in reading.lines] == [1]
    assert reading.name == f"second {NAME}"
    assert reading.log is not first


async def test_steps_are_called_as_the_template_calls_them(written):
    reading = _Reading(Courtesy())
    reading.customizers = (Customizer("shell", Safe("harden")),)
    written.logs["first"] = b"one\n"
    await texts(reading)

    assert reading.log.customizers == reading.customizers


async def test_a_log_that_is_shorter_than_was_listed_is_read_no_further(
    written, monkeypatch
):
    reading = _Reading(Courtesy())
    written.logs["first"] = b"one\n"

    async def nothing(files, log, start):
        return SimpleNamespace(data=b"")

    monkeypatch.setattr(following, "read_log", nothing)
    assert await texts(reading) == []
