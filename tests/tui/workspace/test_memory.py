"""What the last session knew is shown at once, and nothing else of it is kept."""

import logging
from contextlib import closing

import pytest
from open_workspace import all_judged, opened, options
from workspace import ADDRESS, template_text

from tui.workspace.memory import WorkspaceMemory
from tui.workspace.stages import EntryState
from tui.workspace.workspace import Workspace


def recalled(state, folder):
    """What is remembered of a folder."""
    with closing(WorkspaceMemory(state, (folder,))) as memory:
        return memory.recall()


def test_the_rows_of_the_last_session_are_there_before_anything_is_judged(tmp_path):
    state, folder = tmp_path / "state", tmp_path / "templates"
    folder.mkdir()
    (folder / "a.json").write_text(template_text())
    with opened(folder, state_directory=state) as workspace:
        [before] = workspace.wait(all_judged).entries

    [stale] = recalled(state, folder)

    assert stale.state is EntryState.STALE
    assert (stale.key, stale.name, stale.shown_path, stale.kind) == (
        before.key,
        before.name,
        before.shown_path,
        before.kind,
    )
    assert (stale.errors, stale.warnings, stale.notes, stale.templates) == (
        before.errors,
        before.warnings,
        before.notes,
        before.templates,
    )
    assert stale.judged_at == before.judged_at


def test_stale_rows_are_judged_anew_and_those_of_deleted_files_go(tmp_path):
    state, folder = tmp_path / "state", tmp_path / "templates"
    folder.mkdir()
    for name in ("a.json", "b.json"):
        (folder / name).write_text(template_text())
    with opened(folder, state_directory=state) as workspace:
        workspace.wait(all_judged)
    (folder / "a.json").unlink()

    with opened(folder, state_directory=state) as workspace:
        snapshot = workspace.wait(
            lambda now: [one.state for one in now.entries] == [EntryState.JUDGED]
        )

    assert snapshot.entries[0].path.name == "b.json"


def test_a_session_that_ends_at_once_forgets_nothing(tmp_path):
    state, folder = tmp_path / "state", tmp_path / "templates"
    folder.mkdir()
    (folder / "a.json").write_text(template_text())
    with opened(folder, state_directory=state) as workspace:
        workspace.wait(all_judged)
    hasty = Workspace(options(folder, state_directory=state))
    hasty.start()
    assert hasty.close(60.0)

    assert len(recalled(state, folder)) == 1


def test_other_folders_have_rows_of_their_own(tmp_path):
    state, folder = tmp_path / "state", tmp_path / "templates"
    folder.mkdir()
    (folder / "a.json").write_text(template_text())
    with opened(folder, state_directory=state) as workspace:
        workspace.wait(all_judged)

    assert recalled(state, tmp_path) == ()


def test_nothing_that_stands_in_a_file_is_kept(tmp_path):
    state, folder = tmp_path / "state", tmp_path / "templates"
    folder.mkdir()
    text = template_text().replace("setup.sh", "setup.sh?sig=s3cr3t")
    (folder / "a.json").write_text(text)
    with opened(folder, state_directory=state) as workspace:
        workspace.wait(all_judged)

    kept = b"".join(path.read_bytes() for path in state.iterdir())
    assert b"s3cr3t" not in kept
    assert ADDRESS.encode() not in kept


def test_a_damaged_memory_is_set_aside(tmp_path, caplog):
    (tmp_path / "workspace-1.sqlite").write_bytes(b"no database")
    with caplog.at_level(logging.WARNING):
        assert recalled(tmp_path, tmp_path) == ()

    assert (tmp_path / "workspace-1.sqlite.corrupt-1").exists()


@pytest.mark.parametrize("judged_at", ["1e300", "1e17", "null"])
def test_rows_of_a_moment_that_there_is_not_are_left_out(tmp_path, judged_at):
    names = '"name": "a", "shown_path": "a", "kind": "a", "judged_at"'
    numbers = '"errors": 0, "warnings": 0, "notes": 0, "fixable": 0, "templates": 1'
    with closing(WorkspaceMemory(tmp_path, (tmp_path,))) as memory:
        for number, at in enumerate(("0", judged_at)):
            row = (memory._place, number, "a.json", f"{{{names}: {at}, {numbers}}}")
            memory._store.keep(("INSERT INTO entry VALUES (?, ?, ?, ?)", [row]))

        assert len(memory.recall()) == 1


def test_rows_that_somebody_else_wrote_are_left_out(tmp_path):
    strange = ("[]", "{", '{"name": 1}', "[" * 100_000)
    with closing(WorkspaceMemory(tmp_path, (tmp_path,))) as memory:
        rows = [
            (memory._place, number, "a.json", told)
            for number, told in enumerate(strange)
        ]
        memory._store.keep(("INSERT INTO entry VALUES (?, ?, ?, ?)", rows))

        assert memory.recall() == ()
