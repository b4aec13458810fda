"""`bakeferry digest`, run as a person or a script runs it."""

import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from digesting import DIGEST, command, digest, make
from stopwatch import Stopwatch


def test_lines_are_those_of_sha256sum(folder):
    make(folder, "a", "b")
    assert digest("a", "b").stdout.decode() == f"{DIGEST}  a\n{DIGEST}  b\n"


def test_directories_are_walked(folder):
    make(folder, "tree/a", "tree/below/b")
    lines = digest("tree").stdout.decode()
    assert lines == f"{DIGEST}  tree/a\n{DIGEST}  tree/below/b\n"


def test_folders_without_a_file_make_no_list_that_would_pass(folder):
    (folder / "one" / "below").mkdir(parents=True)
    (folder / "two").mkdir()
    done = digest("one", "two")
    told = b"bakeferry: one, two: no file in there\n"
    assert (done.returncode, done.stdout, done.stderr) == (7, b"", told)


def test_an_empty_folder_beside_a_file_is_passed_over(folder):
    make(folder, "a")
    (folder / "empty").mkdir()
    done = digest("a", "empty")
    assert (done.returncode, done.stderr) == (0, b"")


def test_algorithms_may_be_named_one_by_one(folder):
    make(folder, "a")
    told = digest("-a", "sha256", "-a", "blake3,sha256", "a")
    assert told.stdout == digest("-a", "sha256,blake3", "a").stdout
    assert told.stdout.startswith(b"SHA256 (a) = ")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input_is_a_file_too(folder, arguments):
    assert digest(*arguments, given=b"content").stdout.decode() == f"{DIGEST}  -\n"


def test_a_file_of_that_name_is_not_taken_for_standard_input(folder):
    make(folder, "-")
    for name in ("a", "b"):
        (folder / name).write_bytes(b"other")
    lines = digest("a", "-", "b", given=b"from outside").stdout.decode().splitlines()
    assert lines[1] == f"{hashlib.sha256(b'from outside').hexdigest()}  -"
    assert [line[-1] for line in lines] == ["a", "-", "b"]


def test_a_name_that_is_not_utf8_is_printed_as_it_is(folder):
    make(folder, os.fsdecode(b"\xff\xfe"))
    assert digest(b"\xff\xfe").stdout == DIGEST.encode() + b"  \xff\xfe\n"


def test_a_line_feed_in_a_name_is_escaped(folder):
    make(folder, "a\nb")
    assert digest("a\nb").stdout == b"\\" + DIGEST.encode() + b"  a\\nb\n"


def test_several_digests_name_their_algorithms(folder):
    make(folder, "a")
    lines = digest("-a", "sha256,blake3,xxh3-128", "a").stdout.decode().splitlines()
    assert [line.partition(" =")[0] for line in lines] == [
        "SHA256 (a)", "BLAKE3 (a)", "XXH128 (a)"
    ]  # fmt: skip


def test_the_others_are_hashed_when_one_fails(folder):
    make(folder, "b")
    hashed = digest("a", "b")
    assert hashed.returncode == 7
    assert hashed.stdout.decode() == f"{DIGEST}  b\n"
    assert hashed.stderr == b"bakeferry: a: No such file or directory\n"


def test_a_pipe_is_refused_at_once(folder):
    os.mkfifo(folder / "pipe")
    hashed = digest("pipe")
    assert hashed.returncode == 7
    assert b"not a regular file" in hashed.stderr


def test_the_document_tells_what_was_read_and_what_was_not(folder):
    make(folder, "a")
    document = json.loads(digest("--json", "a", "missing").stdout)
    assert document["schema"] == "bakeferry.digest/1"
    assert document["exitCode"] == 7
    assert document["summary"] == {"files": 2, "problems": 1, "bytes": 7}
    assert document["items"] == [
        {"path": "a", "size": 7, "digests": {"sha256": DIGEST}, "cached": False,
         "problem": None},
        {"path": "missing", "size": None, "digests": {}, "cached": False,
         "problem": "No such file or directory"},
    ]  # fmt: skip


def test_the_events_end_with_the_end(folder):
    make(folder, "a")
    lines = digest("-o", "jsonl", "a").stdout.splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert events == ["start", "item", "end"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-a", "md5", "a"],
        ["--strict", "a"],
        ["--check", "--tag", "a"],
        ["--check", "-a", "sha256,blake3", "a"],
        ["--manifest", "m", "a", "b"],
        ["--manifest", "m", "-"],
        ["--chunks-by", "blake3", "a"],
        ["--check", "--chunks-by", "blake3", "a"],
        ["--manifest", "m", "-a", "blake3", "a"],
        ["--jobs", "0", "a"],
    ],
)
def test_contradictions_are_usage_errors(folder, arguments):
    refused = digest(*arguments)
    assert (refused.returncode, refused.stdout) == (2, b"")


def test_a_terminal_gets_no_control_character_of_a_name(folder):
    make(folder, "evil\x1b]0;title\x07")
    ours, theirs = pty.openpty()
    subprocess.run(command("evil\x1b]0;title\x07"), stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 4096)
    os.close(ours)
    assert b"\x1b" not in shown
    assert "evil␛]0;title␇".encode() in shown


def interrupt_soon(arguments):
    """Start, interrupt when the work is under way, and time the end."""
    running = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while len(list(Path(f"/proc/{running.pid}/task").iterdir())) < 2:
        os.sched_yield()
    with Stopwatch() as watch:
        running.send_signal(signal.SIGINT)
        output, _ = running.communicate(timeout=30)
    return running.returncode, output, watch.seconds


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs procfs")
@pytest.mark.parametrize("arguments", [[], ["--manifest", "disk.chunks"]])
def test_ctrl_c_ends_a_terabyte_at_once(folder, arguments):
    with (folder / "disk").open("wb") as file:
        file.truncate(2**40)
    code, output, seconds = interrupt_soon([*arguments, "disk"])
    assert (code, output) == (130, b"")
    assert seconds < 0.5
    assert [path.name for path in folder.iterdir()] == ["disk"]


def test_the_command_loads_no_network_no_database_and_no_other_digests(folder):
    program = (
        "import sys; from tui.cli.digest import digest;"
        "print(*sorted({'asyncio', 'blake3', 'xxhash', 'sqlite3', 'httpx', 'aiohttp',"
        "'aiofiles', 'textual', 'json', 'logging'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (loaded.returncode, loaded.stdout.split()) == (0, [])
