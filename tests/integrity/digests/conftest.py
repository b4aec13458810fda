"""Files of every shape."""

import os

import pytest

from integrity.digests import both, chunks, lanes, large

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


@pytest.fixture(scope="module", params=["native", "in-turn"])
def each_way(request):
    """Once with the extension and once without it."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "in-turn":
            for module in (both, chunks, large, lanes):
                patched.setattr(module, "best_lanes", lambda: lanes.IN_TURN)
        elif lanes.best_lanes() is lanes.IN_TURN:
            pytest.skip("the extension is not built")
        yield
