"""What is told where output is full, closed or read no longer, or input is closed."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from command import BAKEFERRY, bakeferry, environment
from workspace import SETUP_SHA256, template_text


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder of which a report in JSON has some tens of thousands of lines."""
    folder = tmp_path_factory.mktemp("many")
    step = '{"type": "Bash", "inlin": 1},\n'
    text = template_text("0").replace('"customize": [', f'"customize": [{step * 1500}')
    for number in range(11):
        (folder / f"{number}.json").write_text(text)
    return folder


def test_a_reader_that_leaves_early_is_no_failure_of_ours(many):
    process = subprocess.Popen(
        [*BAKEFERRY, "lint", "-o", "json", many],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    first = process.stdout.readline()
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()

    assert first.startswith(b'{"schema":"bakeferry.lint/1"')
    assert complaints == b""
    assert process.wait() == 141


def test_that_report_was_long_enough_to_be_cut_off(many):
    done = bakeferry("lint", "-o", "json", many)

    assert done.stdout.count(b"\n") >= 30_000


WRITERS = (
    ["--version"], ["--help"], ["lint", "--help"], ["explain"], ["schema", "lint"],
    ["lint", "template.json"], ["lint", "-o", "json", "template.json"],
    ["digest", "template.json"], ["digest", "-o", "json", "template.json"],
    ["completion", "bash"], ["digests", "list", "-o", "tsv"],
)  # fmt: skip


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_full_disk_is_one_clear_line(arguments, workspace, monkeypatch):
    monkeypatch.chdir(workspace.folder)
    workspace.write(template_text(SETUP_SHA256))
    with Path("/dev/full").open("wb") as full:
        done = bakeferry(*arguments, stdout=full)

    assert done.returncode == 5
    assert done.stderr == b"bakeferry: standard output: No space left on device\n"


@pytest.mark.parametrize("listed", ["SHA256SUMS", "disk.chunks"])
def test_a_full_disk_is_no_fault_of_the_list_that_is_checked(
    listed, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("disk.bin").write_bytes(b"all of it")
    with Path("SHA256SUMS").open("wb") as sums:
        bakeferry("digest", "--manifest", "disk.chunks", "disk.bin", stdout=sums)
    with Path("/dev/full").open("wb") as full:
        done = bakeferry("digest", "--check", listed, stdout=full)

    assert done.returncode == 5
    assert done.stderr == b"bakeferry: standard output: No space left on device\n"


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_pipe_nobody_reads_is_told_by_the_code_alone(
    arguments, workspace, monkeypatch
):
    monkeypatch.chdir(workspace.folder)
    workspace.write(template_text(SETUP_SHA256))
    reading, writing = os.pipe()
    os.close(reading)
    done = bakeferry(*arguments, stdout=writing)
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


def test_a_closed_output_is_one_clear_line(workspace):
    workspace.write(template_text(SETUP_SHA256))
    line = f"exec {' '.join(BAKEFERRY)} lint - >&-"

    done = subprocess.run(
        ["sh", "-c", line], env=environment(), input=b"{}", capture_output=True
    )

    assert done.returncode == 5
    assert done.stderr == b"bakeferry: standard output: Bad file descriptor\n"


def test_a_full_disk_behind_standard_error_stops_no_work(tmp_path):
    disk = tmp_path / "disk.bin"
    disk.write_bytes(b"all of it")
    with Path("/dev/full").open("wb") as full:
        done = bakeferry("copy", disk, tmp_path / "copy.bin", stderr=full)
        missing = bakeferry("lint", tmp_path / "none.json", stderr=full)

    assert (done.returncode, missing.returncode) == (0, 7)
    assert (tmp_path / "copy.bin").read_bytes() == b"all of it"


@pytest.mark.parametrize(
    "words",
    ["lint -", "stamp -", "digest -", "digest --check -", "vhd -", "copy - b"],
)
def test_a_closed_input_is_one_clear_line(words, workspace):
    line = f"exec {' '.join(BAKEFERRY)} {words} 0<&-"

    done = subprocess.run(["sh", "-c", line], env=environment(), capture_output=True)

    assert done.returncode in {5, 7}
    assert b": is closed; give it a file or a pipe\n" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("page", "why", "code"),
    [
        ("/nowhere/summary.md", b"No such file or directory", 7),
        ("/dev/full", b"No space left on device", 5),
    ],
)
def test_a_summary_that_cannot_be_written_is_one_clear_line(workspace, page, why, code):
    workspace.write(template_text(SETUP_SHA256))
    env = environment(GITHUB_STEP_SUMMARY=page)

    done = bakeferry("lint", "--summary", workspace.template, env=env)

    assert done.returncode == code
    told = b"bakeferry: %b: %b; it has no summary\n" % (page.encode(), why)
    assert done.stderr == told


def test_a_summary_that_cannot_be_written_hides_nothing_that_was_found(workspace):
    workspace.write(template_text("0"))
    env = environment(GITHUB_STEP_SUMMARY="/dev/full")

    done = bakeferry("lint", "--summary", "-o", "json", workspace.template, env=env)

    assert done.returncode == 1
    assert json.loads(done.stdout)["exitCode"] == 1
