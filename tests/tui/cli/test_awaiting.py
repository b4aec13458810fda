"""Work that is awaited for a command."""

import asyncio

import pytest

from tui.cli.awaiting import awaited


class Large:
    """Something that would take long to be written out."""

    written = 0

    def __repr__(self):
        self.written += 1
        return "large"


def test_what_the_work_finds_comes_back_and_is_not_written_out():
    large = Large()

    async def find():
        return large

    assert awaited(find()) is large
    assert large.written == 0


def test_what_was_found_counts_where_the_end_is_refused_a_thread(monkeypatch):
    async def find():
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "shutdown_default_executor", refused)
        return 5

    async def refused():
        raise RuntimeError("can't start new thread")

    assert awaited(find()) == 5


def test_what_the_work_raises_is_raised():
    async def fail():
        raise LookupError

    with pytest.raises(LookupError):
        awaited(fail())
