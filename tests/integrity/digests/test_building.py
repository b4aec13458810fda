"""The extension is built where it can be, and missed nowhere."""

import platform
from types import SimpleNamespace

import pytest

from integrity.digests.native import build as building
from integrity.digests.native.build import NotBuilt, SeveralStreams, build


def built_by(hook_of, tmp_path, monkeypatch):
    """What the hook said, and what it made of the wheel."""
    told = []
    monkeypatch.setattr(building, "_HERE", tmp_path)
    app = SimpleNamespace(display_info=told.append)
    hook = SeveralStreams(str(tmp_path), {}, None, None, "", hook_of, app)
    data = {"artifacts": [], "pure_python": True}
    hook.initialize("standard", data)
    return told, data


@pytest.fixture
def old_one(tmp_path):
    """An extension that was built before."""
    path = tmp_path / "sha256.abi3.so"
    path.write_bytes(b"old")
    return path


def test_without_a_compiler_it_is_missed_and_an_old_one_is_gone(
    tmp_path, monkeypatch, old_one
):
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(NotBuilt):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(platform.machine() != "x86_64", reason="it is for x86-64 alone")
def test_a_compiler_that_fails_leaves_nothing_behind(tmp_path, monkeypatch, old_one):
    monkeypatch.setenv("CC", "false")
    with pytest.raises(NotBuilt):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_machine_has_no_use_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(NotBuilt, match="aarch64"):
        build(tmp_path)


def test_headers_that_are_missing_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(building.sysconfig, "get_path", lambda name: str(tmp_path))
    with pytest.raises(NotBuilt, match="python3-dev"):
        build(tmp_path)


def test_without_it_the_wheel_is_for_every_platform(tmp_path, monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    told, data = built_by("wheel", tmp_path, monkeypatch)
    assert len(told) == 1
    assert data == {"artifacts": [], "pure_python": True}


def test_a_source_distribution_has_no_need_of_it(tmp_path, monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    assert built_by("sdist", tmp_path, monkeypatch)[0] == []


def test_with_it_the_wheel_is_for_this_platform(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "build", lambda folder: folder / "sha256.abi3.so")
    _, data = built_by("wheel", tmp_path, monkeypatch)
    assert data["artifacts"] == ["/sha256.abi3.so"]
    assert data["pure_python"] is False
    assert data["tag"].startswith("cp311-abi3-")
