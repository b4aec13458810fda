"""Files of every shape."""

import os

import pytest

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
