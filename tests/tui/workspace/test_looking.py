"""Files are looked at again and again, and what has changed beside them is told."""

import pytest

from tui.workspace.courtesy import Courtesy
from tui.workspace.looking import Looking


class Enough(Exception):
    """Has been looked often enough."""


async def looked(folder, looks, *, beside):
    """Look so often at a folder; returns what was told of the files beside."""
    told, left = [], iter(range(looks))

    def on_looked(there):
        looking.look_now()
        if next(left, None) is None:
            raise Enough

    looking = Looking(
        (folder,), Courtesy(), on_found=id, on_looked=on_looked, on_beside=told.append
    )
    looking.look_beside([str(one) for one in beside])
    for one in beside[1:]:
        one.write_text("another one")
    with pytest.raises(Enough):
        await looking.live()
    looking.stop()
    assert looking.has_ended(60.0)
    return told


async def test_a_file_beside_that_has_changed_is_told_once(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    same, changed, new = (tmp_path / name for name in ("same", "changed", "new"))
    same.write_text("")
    changed.write_text("")

    told = await looked(folder, 4, beside=[same, changed, new])

    assert told == [str(changed), str(new)]


async def test_more_files_than_fit_into_a_moment_are_all_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tui.workspace.looking._SLICE_SECONDS", 0.0)
    names = [tmp_path / f"{number:03}.json" for number in range(100)]
    for name in names:
        name.touch()
    found, there = [], {}

    def on_looked(all_of_it):
        there.update(all_of_it)
        raise Enough

    looking = Looking(
        (tmp_path,),
        Courtesy(),
        on_found=found.append,
        on_looked=on_looked,
        on_beside=id,
    )
    with pytest.raises(Enough):
        await looking.live()
    looking.stop()

    assert looking.has_ended(60.0)
    assert len(found) > 1
    assert [one.path for piece in found for one in piece] == names
    assert [one.path for one in there.values()] == names
