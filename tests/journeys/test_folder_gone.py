"""What is told where the folder that the command runs in was deleted."""

import subprocess

import pytest
from command import BAKEFERRY, environment


@pytest.fixture
def from_nowhere(tmp_path):
    """Run the command in a folder that is no more."""
    gone = tmp_path / "gone"

    def run(*arguments):
        gone.mkdir()
        line = f'rmdir "{gone}" && exec {" ".join(BAKEFERRY)} "$@"'
        return subprocess.run(
            ["sh", "-c", line, "sh", *arguments],
            cwd=gone,
            env=environment(),
            capture_output=True,
        )

    return run


def test_a_folder_that_is_gone_is_named(from_nowhere):
    done = from_nowhere("lint", "template.json")

    assert done.returncode == 7
    told = b"bakeferry: the folder you are in: No such file or directory\n"
    assert done.stderr == told


@pytest.mark.parametrize("size", [9, 5 * 2**20], ids=["a chunk", "two chunks"])
def test_a_copy_needs_no_folder_to_run_in(size, from_nowhere, tmp_path):
    disk, copy = tmp_path / "disk.bin", tmp_path / "copy.bin"
    disk.write_bytes(b"x" * size)

    done = from_nowhere("copy", disk, copy)

    assert done.returncode == 0
    assert b"check" in done.stdout
    assert copy.read_bytes() == disk.read_bytes()
