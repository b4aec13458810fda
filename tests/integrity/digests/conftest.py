"""Files of every shape."""

import os

import pytest

from integrity.digests import (
    files,
    lanes,
    large,
    stream_thread,
    whole_and_chunks,
)

MIB = 1024 * 1024


@pytest.fixture
def sparse_file(tmp_path):
    """Make a file of a size, with data written at some offsets."""

    def make(size, data=()):
        path = tmp_path / f"sparse-{len(list(tmp_path.iterdir()))}"
        with path.open("wb") as file:
            file.truncate(size)
            for offset, content in data:
                os.pwrite(file.fileno(), content[: max(0, size - offset)], offset)
        return path

    return make


@pytest.fixture
def plain(tmp_path):
    """Files of up to 8 KiB: one is empty, one as large, one has no name in UTF-8."""
    contents = [b"", b"a", bytes(range(256)) * 16, b"x" * 8192, b"last"]
    names = ["0", "with\nfeed", os.fsdecode(b"\xff\xfe"), "ü", "4"]
    for name, content in zip(names, contents, strict=True):
        (tmp_path / name).write_bytes(content)
    return [str(tmp_path / name) for name in names]


@pytest.fixture(scope="module", params=["native", "in-turn"])
def each_way(request):
    """Once with the extension and once without it."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "in-turn":
            for module in (files, large, lanes, whole_and_chunks):
                patched.setattr(module, "best_lanes", lambda: lanes.IN_TURN)
        elif lanes.best_lanes() is lanes.IN_TURN:
            pytest.skip("the extension is not built")
        yield


@pytest.fixture(params=[lanes.best_lanes(), lanes.IN_TURN], ids=["best", "hashlib"])
def stream_lanes(request, monkeypatch):
    """With our extension, where it is, and without it."""
    monkeypatch.setattr(stream_thread, "best_lanes", lambda: request.param)
