"""How a workspace ends: in time, whatever it is at, and honestly when it fails."""

import asyncio
import threading
import time

import pytest
from behaviours import says_nothing
from faulty_server import serving
from many_templates import many_templates
from open_workspace import all_judged, options
from workspace import ADDRESS, SETUP_SHA256, template_at, template_text

from integrity.artifacts.opener import UrlMap
from tui.session import SessionOptions
from tui.workspace.engine import EngineThread
from tui.workspace.worker import Worker
from tui.workspace.workspace import Workspace

SOON = 20.0
"""Seconds: a busy machine, too, has ended everything within them."""

OURS = {"engine", "looking", "judging"}


def our_threads():
    return [one.name for one in threading.enumerate() if one.name in OURS]


def test_a_workspace_that_was_never_started_can_be_closed(tmp_path):
    assert Workspace(options(tmp_path)).close(SOON)


def test_closing_twice_does_no_harm(tmp_path):
    workspace = Workspace(options(tmp_path))
    workspace.start()

    assert workspace.close(SOON)
    assert workspace.close(SOON)
    assert our_threads() == []


def test_it_ends_in_the_midst_of_looking_and_judging(tmp_path):
    many_templates(tmp_path, 300, each=1)
    workspace = Workspace(options(tmp_path / "templates"))
    workspace.start()
    workspace.wait(lambda now: len(now.entries) > 1)

    assert workspace.close(SOON)
    assert our_threads() == []


async def test_it_ends_while_a_server_is_silent(tmp_path):
    async with serving(says_nothing) as server:
        (tmp_path / "a.json").write_text(template_at(server.url()))
        session = SessionOptions(
            allow_private=frozenset(("127.0.0.1",)), allow_insecure_http=True
        )
        workspace = Workspace(options(tmp_path, session=session))
        workspace.start()
        judged = await asyncio.to_thread(workspace.wait, all_judged)
        workspace.verify([judged.entries[0].key])
        await asyncio.to_thread(
            workspace.wait, lambda now: now.run is not None and now.run.under_way
        )

        assert await asyncio.to_thread(workspace.close, SOON)
    assert our_threads() == []


def test_it_ends_in_the_midst_of_hashing(tmp_path):
    folder = tmp_path / "artifacts"
    folder.mkdir()
    with (folder / "setup.sh").open("wb") as file:
        file.truncate(2**36)  # a hole takes no room, and long to hash
    (tmp_path / "a.json").write_text(template_text(SETUP_SHA256))
    session = SessionOptions(maps=(UrlMap(ADDRESS, folder),))
    workspace = Workspace(options(tmp_path / "a.json", session=session))
    workspace.start()
    key = workspace.wait(all_judged).entries[0].key
    workspace.verify([key])
    workspace.wait(
        lambda now: (
            now.run is not None and any(one.progress.done for one in now.run.under_way)
        )
    )

    assert workspace.close(SOON)
    assert our_threads() == []


def test_what_is_asked_of_a_closed_workspace_is_cancelled(tmp_path):
    (tmp_path / "a.json").write_text(template_text())
    workspace = Workspace(options(tmp_path))
    workspace.start()
    key = workspace.wait(all_judged).entries[0].key
    workspace.close(SOON)

    workspace.verify([key])
    assert workspace.propose_fixes([key]).cancelled()
    assert workspace.undo().cancelled()


def test_a_mistake_of_ours_reaches_the_snapshot_and_ends_the_work(tmp_path):
    (tmp_path / "a.json").write_text(template_text())
    workspace = Workspace(options(tmp_path))
    workspace.start()
    before = workspace.wait(all_judged)
    workspace.verify([["no", "key"]])  # nobody can look a list up
    failed = workspace.wait(lambda now: False)

    assert isinstance(failed.failure, TypeError)
    assert failed.entries == before.entries
    assert workspace.close(SOON)
    assert our_threads() == []


def test_a_coroutine_that_fails_ends_the_engine_with_its_error():
    async def fail():
        raise LookupError("a slip")

    engine = EngineThread(fail)
    engine.start()

    assert engine.stop(SOON)
    assert isinstance(engine.failure, LookupError)


def test_waiting_for_what_does_not_come_ends(tmp_path):
    workspace = Workspace(options(tmp_path))
    workspace.start()
    with pytest.raises(TimeoutError):
        workspace.wait(lambda now: bool(now.entries), timeout=0.01)
    assert workspace.close(SOON)


async def test_a_workers_error_is_raised_in_whoever_waits():
    worker = Worker("worker")

    def fail():
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        await worker.run(fail)
    assert await worker.run(lambda: 7) == 7
    worker.stop()
    assert worker.has_ended(SOON)


async def test_work_that_nobody_waits_for_any_more_is_not_begun():
    worker, gate, done = Worker("worker"), threading.Event(), []
    loop = asyncio.get_running_loop()

    def hang():
        loop.call_soon_threadsafe(patience.reschedule, loop.time())  # it has begun
        gate.wait()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(None) as patience:
            await worker.run(hang)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await worker.run(lambda: done.append(1))
    gate.set()
    await worker.run(lambda: done.append(2))
    worker.stop()

    assert done == [2]


def test_a_thread_that_hangs_does_not_hold_the_end_up(tmp_path):
    (tmp_path / "a.json").write_text(template_text())
    workspace = Workspace(options(tmp_path))
    workspace.start()
    workspace.wait(all_judged)
    begun, gate = threading.Event(), threading.Event()

    def hang():
        begun.set()
        gate.wait()

    workspace._engine.ask(lambda: workspace._looking._worker.run(hang))
    begun.wait()
    began = time.monotonic()

    assert not workspace.close(0.2)
    assert time.monotonic() - began < SOON
    gate.set()
    assert workspace.close(SOON)
