"""Local artifacts: regular files at or below the template's folder, nothing else."""

import os
from pathlib import Path

import pytest
from reading import chunks_of, opening, quick, read_all

from integrity.artifacts.local import open_below
from integrity.errors import (
    ArtifactChanged,
    ArtifactForbidden,
    ArtifactMissing,
    ArtifactRefused,
    ArtifactUnreachable,
)


@pytest.fixture
async def opener(time):
    async with opening(quick(time)) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path):
    """A template's folder with a script in it, and a secret beside it."""
    folder = tmp_path / "templates"
    (folder / "scripts").mkdir(parents=True)
    (folder / "scripts" / "setup.sh").write_bytes(b"echo hello")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "templates-of-others").mkdir()
    (tmp_path / "templates-of-others" / "x").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize(
    "path",
    [
        "scripts/setup.sh",
        "./scripts/setup.sh",
        "scripts/../scripts/setup.sh",
        "file:scripts/setup.sh",
        "file:scripts%2Fsetup.sh",
        "FILE:scripts/setup.sh",
    ],
)
async def test_a_path_counts_from_the_folder(opener, folder, path):
    assert await read_all(opener, path, folder=folder) == b"echo hello"


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "scripts/../../secret",
        "../templates-of-others/x",
        "../absent",
        "file:../secret",
        "file:%2e%2e/secret",
        "/etc/passwd",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "/proc/self/environ",
        "/dev/zero",
    ],
)
async def test_nothing_outside_the_folder_is_read(opener, folder, path):
    with pytest.raises(ArtifactRefused, match="outside"):
        await read_all(opener, path, folder=folder)


@pytest.mark.parametrize(
    "path",
    [
        "file://server/share/x",
        "//server/share/x",
        "\\\\server\\share\\x",
        "file:////server/share/x",
    ],
)
async def test_nothing_on_another_machine_is_read(opener, folder, path):
    with pytest.raises(ArtifactRefused, match="another machine"):
        await read_all(opener, path, folder=folder)


@pytest.mark.parametrize("path", ["scripts/setup.sh", "file:scripts/setup.sh"])
async def test_a_template_that_is_no_local_file_names_nothing_local(opener, path):
    with pytest.raises(ArtifactRefused, match="is local"):
        await read_all(opener, path, folder=None)


async def test_a_link_out_of_the_folder_is_refused(opener, folder, tmp_path):
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "door").symlink_to(tmp_path)
    for path in ("link", "door/secret"):
        with pytest.raises(ArtifactRefused, match="outside"):
            await read_all(opener, path, folder=folder)


async def test_a_link_within_the_folder_is_followed(opener, folder):
    (folder / "link").symlink_to("scripts/setup.sh")
    assert await read_all(opener, "link", folder=folder) == b"echo hello"


async def test_a_pipe_without_a_writer_does_not_hang(opener, folder):
    os.mkfifo(folder / "pipe")
    with pytest.raises(ArtifactRefused, match="not a regular file"):
        await read_all(opener, "pipe", folder=folder)


async def test_a_folder_is_no_artifact(opener, folder):
    with pytest.raises(ArtifactRefused, match="is a folder, not a file"):
        await read_all(opener, "scripts", folder=folder)


async def test_a_device_is_no_artifact():
    with pytest.raises(ArtifactRefused, match="not a regular file"):
        async with open_below(Path("/dev"), "zero"):
            pass


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("scripts/absent.sh", ArtifactMissing),
        ("scripts/setup.sh/below", ArtifactMissing),
        ("scripts/setup.sh/", ArtifactMissing),
        ("scripts/", ArtifactRefused),
        ("nul\0byte", ArtifactRefused),
        ("x" * 5000, ArtifactUnreachable),
        ("loop", ArtifactUnreachable),
    ],
)
async def test_what_cannot_be_opened_is_told_in_our_terms(opener, folder, path, kind):
    (folder / "loop").symlink_to("loop")
    with pytest.raises(kind):
        await read_all(opener, path, folder=folder)


@pytest.fixture
def locked_script(folder):
    (folder / "scripts" / "setup.sh").chmod(0)


async def test_a_file_that_may_not_be_read_is_forbidden(
    opener, folder, locked_script, unprivileged
):
    with pytest.raises(ArtifactForbidden):
        await read_all(opener, "scripts/setup.sh", folder=folder)


async def test_a_file_that_grows_while_it_is_read_has_changed(folder):
    path = folder / "scripts" / "setup.sh"
    async with open_below(folder, "scripts/setup.sh") as artifact:
        path.write_bytes(b"echo hello and more")
        with pytest.raises(ArtifactChanged):
            _ = [chunk async for chunk in chunks_of(artifact)]


async def test_a_file_is_open_no_longer_than_it_is_read(folder):
    async with open_below(folder, "scripts/setup.sh") as artifact:
        os.fstat(artifact.descriptor)

    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(artifact.descriptor)
