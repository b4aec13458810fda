"""Changes of files: proposed with what must be known, written, taken back."""

import asyncio
import errno
import hashlib

import pytest
from behaviours import says_nothing
from faulty_server import serving
from many_templates import many_templates, template_naming
from open_workspace import all_judged, opened
from workspace import ADDRESS, SETUP, SETUP_SHA256, template_at, template_text

from integrity.artifacts.opener import UrlMap
from tui.files.atomic import FileChanged, replace_content
from tui.session import SessionOptions
from tui.workspace.proposing import Undoable


def in_folder(tmp_path, text, *, content=SETUP, **changes):
    """A workspace on one template whose artifact lies in a folder."""
    (tmp_path / "artifacts").mkdir(exist_ok=True)
    (tmp_path / "artifacts" / "setup.sh").write_bytes(content)
    (tmp_path / "templates").mkdir(exist_ok=True)
    path = tmp_path / "templates" / "image.json"
    path.write_text(text)
    session = SessionOptions(maps=(UrlMap(ADDRESS, tmp_path / "artifacts"),))
    return path, opened(path.parent, session=session, **changes)


def judged_key(workspace):
    return workspace.wait(all_judged).entries[0].key


def test_a_stamp_reads_what_is_not_known_and_changes_the_checksum_alone(tmp_path):
    path, workspace = in_folder(tmp_path, template_text("0" * 64))
    with workspace as workspace:
        key = judged_key(workspace)
        proposal = workspace.propose_stamp([key]).result(60)
        [change] = proposal.changes
        assert change.new == change.old.replace(b"0" * 64, SETUP_SHA256.encode())
        assert path.read_bytes() == change.old

        written = workspace.write(proposal).result(60)
        after = workspace.wait(lambda now: now.entries[0].matching == 1)

    assert path.read_bytes() == change.new
    assert written.paths == (path,)
    assert after.entries[0].verified_at is not None


def test_a_stamp_of_what_is_right_changes_nothing(tmp_path):
    _, workspace = in_folder(tmp_path, template_text(SETUP_SHA256))
    with workspace as workspace:
        proposal = workspace.propose_stamp([judged_key(workspace)]).result(60)

    assert (proposal.changes, tuple(proposal.left)) == ((), ())


def test_a_stamp_says_what_it_cannot_pin(tmp_path):
    _, workspace = in_folder(tmp_path, template_text(), content=b"")
    with workspace as workspace:
        proposal = workspace.propose_stamp([judged_key(workspace)]).result(60)

    assert proposal.changes == ()
    assert [one.why for one in proposal.left] == ["it is empty"]


async def test_a_stamp_ends_with_the_verification_that_it_waits_for(tmp_path):
    async with serving(says_nothing) as server:
        text = template_at(server.url(), "0" * 64)
        (tmp_path / "image.json").write_text(text)
        session = SessionOptions(
            allow_private=frozenset(("127.0.0.1",)), allow_insecure_http=True
        )
        with opened(tmp_path, session=session) as workspace:
            key = (await asyncio.to_thread(workspace.wait, all_judged)).entries[0].key
            proposal = workspace.propose_stamp([key])
            await asyncio.to_thread(workspace.wait, lambda now: now.run is not None)
            workspace.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wrap_future(proposal)


def test_fixes_are_proposed_for_the_file_as_it_is_on_disk(tmp_path):
    path, workspace = in_folder(tmp_path, template_text(SETUP_SHA256))
    with workspace as workspace:
        key = judged_key(workspace)
        broken = template_text(SETUP_SHA256).replace('"Shell",', '"Shell"')
        path.write_text(broken)
        proposal = workspace.propose_fixes([key]).result(60)

    [change] = proposal.changes
    assert change.old == broken.encode()
    assert b'"Shell",' in change.new


def test_a_rewrite_leaves_small_files_alone(tmp_path):
    _, workspace = in_folder(tmp_path, template_text(SETUP_SHA256))
    with workspace as workspace:
        proposal = workspace.propose_rewrite(judged_key(workspace)).result(60)

    assert proposal.changes == ()


def test_a_large_file_becomes_a_download_that_checks_itself(tmp_path):
    content = b"\0" * (21 * 2**20)
    text = template_text(hashlib.sha256(content).hexdigest()).replace(
        '"type": "Shell",\n        "name": "setup",\n        "scriptUri"',
        '"type": "File",\n        "name": "setup",\n'
        '        "destination": "/tmp/setup.sh",\n        "sourceUri"',
    )
    _, workspace = in_folder(tmp_path, text, content=content)
    with workspace as workspace:
        proposal = workspace.propose_rewrite(judged_key(workspace)).result(30)

    [change] = proposal.changes
    assert b"sha256sum -c -" in change.new


def test_a_file_that_somebody_saved_meanwhile_is_left_alone(tmp_path):
    path, workspace = in_folder(tmp_path, template_text())
    with workspace as workspace:
        proposal = workspace.propose_stamp([judged_key(workspace)]).result(60)
        path.write_text("{}")
        with pytest.raises(FileChanged):
            workspace.write(proposal).result(60)
        assert not workspace.can_undo

    assert path.read_text() == "{}"


def test_the_last_write_is_taken_back_and_then_the_one_before(tmp_path):
    path, workspace = in_folder(tmp_path, template_text())
    with workspace as workspace:
        key = judged_key(workspace)
        workspace.write(workspace.propose_stamp([key]).result(60)).result(60)
        stamped = path.read_bytes()
        (tmp_path / "artifacts" / "setup.sh").write_bytes(b"another script\n")
        workspace.verify([key])
        workspace.wait(lambda now: now.entries[0].differing == 1)
        workspace.write(workspace.propose_stamp([key]).result(60)).result(60)

        assert path.read_bytes() != stamped
        assert workspace.undo().result(60).paths == (path,)
        assert path.read_bytes() == stamped
        assert workspace.undo().result(60) is not None
        assert path.read_text() == template_text()
        assert workspace.undo().result(60) is None


@pytest.fixture
def two_to_stamp(tmp_path):
    """A folder of two templates whose artifacts have changed, and how they are read."""
    mapped = many_templates(tmp_path, 2, each=1)
    folder = tmp_path / "templates"
    for path in folder.rglob("*.json"):
        path.write_text(path.read_text().replace("sha256Checksum", "sha256checksum"))
    for name in ("0-0.sh", "1-0.sh"):
        (tmp_path / "artifacts" / name).write_bytes(b"changed")
    return folder, SessionOptions(maps=(mapped,))


def test_nothing_is_written_once_one_of_the_files_has_changed(two_to_stamp):
    folder, session = two_to_stamp
    with opened(folder, session=session) as workspace:
        first, second = workspace.wait(all_judged).entries
        before = first.path.read_bytes()
        proposal = workspace.propose_stamp([first.key, second.key]).result(10)
        second.path.write_text("{}")
        with pytest.raises(FileChanged):
            workspace.write(proposal).result(10)

        assert first.path.read_bytes() == before
        assert not workspace.can_undo


def test_nothing_is_taken_back_once_one_of_the_files_has_changed(two_to_stamp):
    folder, session = two_to_stamp
    with opened(folder, session=session) as workspace:
        entries = workspace.wait(all_judged).entries
        proposal = workspace.propose_stamp([one.key for one in entries]).result(60)
        workspace.write(proposal).result(60)
        first, second = entries
        written = first.path.read_bytes()
        second.path.write_text("{}")
        assert workspace.undo().result(60) is None

    assert first.path.read_bytes() == written
    assert second.path.read_text() == "{}"


@pytest.fixture
def two_stamped(two_to_stamp):
    """A workspace that has written both of them."""
    folder, session = two_to_stamp
    with opened(folder, session=session) as workspace:
        entries = workspace.wait(all_judged).entries
        before = [one.path.read_bytes() for one in entries]
        proposal = workspace.propose_stamp([one.key for one in entries]).result(60)
        workspace.write(proposal).result(60)
        yield workspace, [one.path for one in entries], before


def test_what_could_not_be_taken_back_can_be_once_there_is_room(
    two_stamped, monkeypatch
):
    workspace, paths, before = two_stamped
    with monkeypatch.context() as patch:

        def without_room(path, old, new):
            if path == paths[1]:
                raise OSError(errno.ENOSPC, "no room")
            replace_content(path, old, new)

        patch.setattr("tui.workspace.changing.replace_content", without_room)
        with pytest.raises(OSError, match="no room"):
            workspace.undo().result(60)

    assert workspace.undo().result(60).paths == (paths[1],)
    assert [path.read_bytes() for path in paths] == before
    assert not workspace.can_undo


def test_what_somebody_saves_while_it_is_taken_back_stays(two_stamped, monkeypatch):
    workspace, paths, before = two_stamped

    def saved_by_somebody(self):
        paths[1].write_text("{}")
        return True

    monkeypatch.setattr(Undoable, "is_possible", saved_by_somebody)

    assert workspace.undo().result(60) is None
    assert [path.read_bytes() for path in paths] == [before[0], b"{}"]
    assert not workspace.can_undo


def test_what_is_gone_is_not_taken_back(two_stamped):
    workspace, paths, _ = two_stamped
    paths[1].unlink()

    assert workspace.undo().result(60) is None
    assert not paths[1].exists()


def test_a_template_without_artifacts_has_nothing_to_stamp(tmp_path):
    _, workspace = in_folder(tmp_path, template_naming([]))
    with workspace as workspace:
        proposal = workspace.propose_stamp([judged_key(workspace)]).result(60)

    assert proposal.changes == ()


def test_what_is_to_be_submitted_is_read_again_however_well_it_is_known(tmp_path):
    _, workspace = in_folder(tmp_path, template_text())
    with workspace as workspace:
        key = judged_key(workspace)
        first = workspace.propose_submission(key).result(60)
        again = workspace.propose_submission(key).result(60)

    assert again.content == first.content
    assert again.facts != first.facts, "each tells when it was read"
