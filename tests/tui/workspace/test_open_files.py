"""Files that are open: their rows from the first moment, and what is kept of them."""

import asyncio
from datetime import UTC, datetime

import pytest
from many_templates import many_templates
from open_workspace import JUDGING

from integrity.facts import ArtifactFact
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from tui.workspace.courtesy import Courtesy
from tui.workspace.files import OpenFiles
from tui.workspace.found_file import find_files
from tui.workspace.judged import ArtifactProgress
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import ArtifactStage, EntryState

WAITING = ArtifactProgress(ArtifactStage.WAITING)


@pytest.fixture
def files():
    return OpenFiles(JUDGING, asyncio.Event(), Courtesy())


def found_in(folder, files):
    """Find all that is in a folder; returns the keys."""
    found = list(find_files((folder,)))
    files.found(found)
    files.looked({one.key: one for one in found})
    return [one.key for one in found]


async def judge(files):
    """Judge what waits for it, until something was judged and nothing waits."""
    over = asyncio.Event()
    files.on_judged = lambda: None if files._judge._waiting else over.set()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        living = tasks.create_task(files.live())
        await over.wait()
        living.cancel()


def test_a_file_has_its_row_before_it_is_judged(tmp_path, files):
    many_templates(tmp_path, 2, each=1)
    keys = found_in(tmp_path / "templates", files)

    templates, others = files.rows()

    assert [one.key for one in templates] == keys
    assert {one.judged_at for one in templates} == {None}
    assert others == ()


def test_what_the_last_session_knew_is_shown_until_a_file_is_judged(tmp_path, files):
    many_templates(tmp_path, 1, each=1)
    [found] = find_files((tmp_path / "templates",))
    stale = TemplateEntry(found.key, Safe("image"), Safe("a.json"), EntryState.STALE)
    files.recall([stale])
    assert files.rows() == ((stale,), ())

    found_in(tmp_path / "templates", files)
    assert files.rows() == ((stale,), ())


async def test_who_looks_at_a_file_again_sees_the_very_same(tmp_path, files):
    many_templates(tmp_path, 40, each=1)
    keys = found_in(tmp_path / "templates", files)
    for key in (*keys, "no such file"):
        files.want_opened(key)
    await judge(files)

    kept = [files.opened(key) for key in keys]
    assert kept[:8] == [None] * 8
    assert None not in kept[8:]

    files.want_opened(keys[-1])
    assert files.opened(keys[-1]) is kept[-1]
    files.stop()


async def test_what_was_learned_before_a_cancel_is_judged_by(tmp_path, files):
    many_templates(tmp_path, 1, each=2)
    [key] = found_in(tmp_path / "templates", files)
    await judge(files)
    [before], _ = files.rows()
    (first, request), (second, _) = files.wanted_of(key)
    for artifact in (first, second):
        files.known.move(artifact, WAITING)
    empty = ArtifactFact(SecretUrl(request.url), size=0, sha256="0" * 64)
    files.learn(first, empty, datetime.now(UTC))
    files.settle()
    await judge(files)

    [after], _ = files.rows()
    assert after.errors + after.warnings > before.errors + before.warnings
    files.stop()
