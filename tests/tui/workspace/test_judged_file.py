"""What reading and judging one file tells of it, and of what cannot be read."""

import json
import os

import pytest
from open_workspace import JUDGING
from workspace import ADDRESS, template_text

from integrity.template.syntax import MAX_BYTES
from tui.glyphs import ASCII
from tui.screens.templates.next_step import next_step
from tui.screens.templates.rows import state_in_words
from tui.screens.times import utc_now
from tui.workspace.found_file import find_files
from tui.workspace.judged_file import judged
from tui.workspace.stages import EntryState


def judged_in(path, text=None):
    if text is not None:
        path.write_text(text)
    [found] = find_files((path,))
    return judged(found, JUDGING, {})


def messages(file):
    return [str(one.message) for one in file.opened.findings]


def test_what_is_not_there_and_what_is_no_file_are_told_apart(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")

    gone, pipe = judged_in(tmp_path / "a.json"), judged_in(tmp_path / "pipe.json")

    assert gone.entry.state is EntryState.GONE
    assert messages(gone) == ["cannot be read: no such file"]
    assert pipe.entry.state is EntryState.CLOSED
    assert messages(pipe) == ["cannot be read: not a regular file"]


@pytest.fixture
def closed(tmp_path):
    """A file that nobody may read."""
    path = tmp_path / "a.json"
    path.touch(mode=0)
    return path


def test_a_file_that_may_not_be_read_says_so(closed, unprivileged):
    file = judged_in(closed)

    assert file.entry.state is EntryState.CLOSED
    assert messages(file) == ["cannot be read: Permission denied"]
    assert file.entry.errors == 1


def test_what_cannot_be_read_is_not_called_json_or_none_of_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    entry = judged_in(tmp_path / "pipe.json").entry

    assert state_in_words(entry, ASCII, utc_now())[1].text == "Cannot be read"
    assert "JSON" not in next_step(entry)[1]


def test_a_file_that_is_too_large_is_not_judged_by_its_beginning(tmp_path):
    text = template_text()
    fits = judged_in(tmp_path / "a.json", text.ljust(MAX_BYTES))
    over = judged_in(tmp_path / "a.json", text.ljust(MAX_BYTES + 1))

    assert fits.entry.state is EntryState.JUDGED
    assert over.entry.state is EntryState.UNREADABLE


def test_a_file_that_is_no_template_is_a_fault_where_it_was_named(tmp_path):
    named = judged_in(tmp_path / "package.json", "{}")
    [found] = find_files((tmp_path,))
    beside = judged(found, JUDGING, {})

    assert (named.entry.state, named.entry.errors) == (EntryState.OTHER, 1)
    assert (beside.entry.state, beside.entry.errors) == (EntryState.OTHER, 0)


def test_what_can_be_mended_is_counted_among_what_was_found(tmp_path):
    text = template_text().replace('"vmSize"', '"vmsize"').replace('"sku"', '"SKU"')

    entry = judged_in(tmp_path / "a.json", text).entry

    assert entry.fixable == 2
    assert entry.fixable <= entry.errors + entry.warnings + entry.notes


def test_a_distributor_shows_an_expression_as_it_is_written(tmp_path):
    template = json.loads(template_text())
    [target] = template["properties"]["distribute"]
    target["runOutputName"] = "[parameters('name')]"
    target["imageId"] = 7
    text = json.dumps(template)

    [shown] = judged_in(tmp_path / "a.json", text).entry.targets

    assert shown.kind == "ManagedImage"
    assert shown.run_output == "[parameters('name')]"
    assert shown.where == "7"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{ADDRESS}/a/set%20up.sh?sig=secret", "set up.sh"),
        (f"{ADDRESS}/", f"{ADDRESS}/"),
        (ADDRESS, ADDRESS),
    ],
)
def test_an_artifact_is_called_by_the_last_part_of_its_address(tmp_path, url, name):
    text = template_text().replace(f"{ADDRESS}/setup.sh", url)

    [artifact] = judged_in(tmp_path / "a.json", text).entry.artifacts

    assert artifact.name == name
