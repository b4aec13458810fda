"""What is open: found, judged, watched, and rows that nothing touched stay the same."""

import os
from pathlib import Path

import pytest
from many_templates import many_templates
from open_workspace import all_judged, by_name, opened, saved
from workspace import ADDRESS, template_text

from tui.files.inputs import read_inputs
from tui.workspace.found_file import find_files, version_of
from tui.workspace.stages import ArtifactStage, EntryState


def names(paths):
    return [one.key for one in find_files(paths)]


@pytest.mark.parametrize("address", ["https://[none]", "https://[::1"])
def test_an_address_that_cannot_be_read_is_listed_with_its_finding(tmp_path, address):
    (tmp_path / "a.json").write_text(template_text().replace(ADDRESS, address))
    with opened(tmp_path) as workspace:
        [entry] = workspace.wait(all_judged).entries

    assert f"{address}/setup.sh" in {str(one.name) for one in entry.artifacts}
    assert entry.errors


def test_files_come_in_the_order_of_their_parts_without_hidden_folders(tmp_path):
    for name in ("b.json", "a/z.json", "a.json", ".git/c.json", "node_modules/d.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "a" / "readme.md").write_text("")

    found = names((tmp_path,))

    assert found == [str(tmp_path / one) for one in ("a/z.json", "a.json", "b.json")]
    assert {one.name for one in read_inputs([str(tmp_path)])} == set(found)


def test_a_file_that_two_names_lead_to_is_found_once(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.json").symlink_to("a.json")

    assert names((tmp_path, tmp_path / "a.json")) == [str(tmp_path / "a.json")]


def test_the_current_folder_leaves_no_dot_in_the_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.json").write_text("{}")

    assert names((Path(),)) == ["sub/a.json"]


def test_what_is_no_regular_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")

    assert names((tmp_path,)) == []
    with opened(tmp_path / "pipe.json") as workspace:
        snapshot = workspace.wait(all_judged)
    assert snapshot.entries[0].state is EntryState.CLOSED


def test_templates_other_files_and_broken_ones_are_told_apart(tmp_path):
    (tmp_path / "image.json").write_text(template_text())
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (tmp_path / "broken.json").write_text('{"a": ')

    with opened(tmp_path) as workspace:
        snapshot = workspace.wait(all_judged)

    rows = by_name(snapshot)
    assert {one.path.name for one in snapshot.others} == {"package.json"}
    assert rows["broken.json"].state is EntryState.UNREADABLE
    assert rows["broken.json"].errors == 1
    assert rows["image.json"].state is EntryState.JUDGED
    assert (rows["image.json"].declared, rows["image.json"].pinned) == (1, 0)
    assert rows["image.json"].artifacts[0].address == f"{ADDRESS}/setup.sh"
    assert rows["image.json"].artifacts[0].progress.stage is ArtifactStage.UNREAD
    assert rows["image.json"].targets[0].kind == "ManagedImage"
    assert snapshot.looked_in == 3


def test_a_named_file_that_is_not_there_is_gone_until_it_comes(tmp_path):
    with opened(tmp_path / "image.json") as workspace:
        before = workspace.wait(all_judged)
        (tmp_path / "image.json").write_text(template_text())
        workspace.rescan()
        after = workspace.wait(
            lambda now: now.entries[0].state is not EntryState.GONE and all_judged(now)
        )

    assert before.entries[0].state is EntryState.GONE
    assert after.entries[0].state is EntryState.JUDGED


def test_a_file_that_may_be_read_from_now_on_is_looked_at_again(tmp_path):
    file = tmp_path / "image.json"
    file.write_text(template_text())
    before = version_of(str(file))

    def version_now():
        file.chmod(0o600)
        return version_of(str(file))

    assert any(version_now() != before for _ in range(100_000))  # a tick of its clock


def test_a_saved_file_is_judged_again_and_the_others_stay_the_same_values(tmp_path):
    for name in ("a.json", "b.json", "c.json"):
        (tmp_path / name).write_text(template_text())

    with opened(tmp_path) as workspace:
        before = workspace.wait(all_judged)
        saved(tmp_path / "b.json", template_text().replace('"source": {', '"sauce": {'))
        after = workspace.wait(lambda now: now.entries[1].errors > 0)

    assert after.entries[0] is before.entries[0]
    assert after.entries[2] is before.entries[2]


def test_new_files_appear_in_their_place_and_deleted_ones_go(tmp_path):
    for name in ("a.json", "c.json"):
        (tmp_path / name).write_text(template_text())

    with opened(tmp_path) as workspace:
        workspace.wait(all_judged)
        (tmp_path / "b.json").write_text(template_text())
        (tmp_path / "a.json").unlink()
        after = workspace.wait(
            lambda now: (
                [one.path.name for one in now.entries] == ["b.json", "c.json"]
                and all_judged(now)
            )
        )

    assert after.looked_in == 2


def test_an_open_file_comes_with_its_findings_and_stays_while_others_are_judged(
    tmp_path,
):
    many_templates(tmp_path, 60, each=1)
    with opened(tmp_path / "templates") as workspace:
        snapshot = workspace.wait(lambda now: len(now.entries) == 60)
        key = snapshot.entries[-1].key
        workspace.wait(lambda _: workspace.open(key) is not None)
        first = workspace.open(key)
        workspace.wait(all_judged)

        assert workspace.open(key) is first
        assert first.loaded is not None
        assert first.document.name == key


def test_another_version_is_judged_without_changing_the_row(tmp_path):
    newer = '"optimize": { "vmBoot": { "state": "Enabled" } }, "vmProfile"'
    text = template_text().replace('"vmProfile"', newer)
    (tmp_path / "a.json").write_text(text)
    with opened(tmp_path) as workspace:
        snapshot = workspace.wait(all_judged)
        key = snapshot.entries[0].key
        workspace.wait(lambda _: workspace.open(key) is not None)

        def findings(key, version):
            return workspace.judged_under(key, version).result(60)

        assert findings(key, "2024-02-01") == ()
        assert findings(key, "2020-02-14") != ()
        assert findings("no such key", "2020-02-14") == ()
