"""`bakeferry digest`, run as a person or a script runs it."""

import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

MIB = 1024 * 1024
DIGEST = hashlib.sha256(b"content").hexdigest()
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty directory to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    return tmp_path


def command(*arguments):
    return [sys.executable, "-m", "tui.cli.main", "digest", *map(os.fspath, arguments)]


def digest(*arguments, given=b""):
    return subprocess.run(command(*arguments), input=given, capture_output=True)


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")


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


@pytest.mark.parametrize("arguments", [[], ["--tag"], ["-a", "xxh3-128,blake3"]])
def test_what_is_written_is_what_check_accepts(folder, arguments):
    make(folder, "a", "b\\c", "d\ne")
    (folder / "SUMS").write_bytes(digest(*arguments, "a", "b\\c", "d\ne").stdout)
    checked = digest("--check", "SUMS")
    assert checked.returncode == 0
    assert set(checked.stdout.splitlines()) == {b"a: OK", b"b\\c: OK", b"\\d\\ne: OK"}
    assert checked.stderr == b""


def test_a_changed_file_fails_with_code_4(folder):
    make(folder, "a", "b")
    lines = digest("a", "b").stdout
    (folder / "b").write_bytes(b"changed")
    checked = digest("--check", given=lines)
    assert checked.returncode == 4
    assert checked.stdout == b"a: OK\nb: FAILED\n"
    assert b"1 digest did NOT match" in checked.stderr


def test_one_file_may_not_have_two_digests(folder):
    make(folder, "a")
    lines = f"{'0' * 64}  a\n{DIGEST}  a\n".encode()
    checked = digest("--check", given=lines)
    assert checked.returncode == 4
    assert checked.stdout == b"a: FAILED\na: OK\n"


def test_a_missing_file_fails_with_code_7_and_the_others_are_checked(folder):
    make(folder, "b")
    lines = f"{DIGEST}  a\n{DIGEST}  b\n".encode()
    checked = digest("--check", given=lines)
    assert checked.returncode == 7
    assert checked.stdout == b"a: FAILED open or read\nb: OK\n"
    assert b"a: No such file or directory" in checked.stderr


def test_a_mismatch_outweighs_a_missing_file(folder):
    make(folder, "b")
    lines = f"{DIGEST}  a\n{'0' * 64}  b\n".encode()
    assert digest("--check", given=lines).returncode == 4


def test_missing_files_are_passed_over_when_asked(folder):
    make(folder, "b")
    lines = f"{DIGEST}  a\n{DIGEST}  b\n".encode()
    checked = digest("--check", "--ignore-missing", given=lines)
    assert (checked.returncode, checked.stdout) == (0, b"b: OK\n")


def test_nothing_verified_is_a_failure(folder):
    lines = f"{DIGEST}  a\n".encode()
    checked = digest("--check", "--ignore-missing", given=lines)
    assert checked.returncode == 7
    assert b"no file was verified" in checked.stderr


def test_quiet_tells_failures_only(folder):
    make(folder, "a", "b")
    lines = f"{DIGEST}  a\n{'0' * 64}  b\n".encode()
    assert digest("--check", "--quiet", given=lines).stdout == b"b: FAILED\n"


def test_status_prints_nothing(folder):
    checked = digest("--check", "--status", given=f"{DIGEST}  a\n".encode())
    assert (checked.returncode, checked.stdout, checked.stderr) == (7, b"", b"")


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], 1)])
def test_a_bad_line_fails_only_when_strict(folder, arguments, code):
    make(folder, "a")
    lines = f"{DIGEST}  a\nno digest\n".encode()
    checked = digest("--check", *arguments, given=lines)
    assert checked.returncode == code
    assert b"1 line improperly formatted" in checked.stderr


def test_a_list_without_digests_is_no_success(folder):
    checked = digest("--check", given=b"nothing\nof use\n")
    assert checked.returncode == 1
    assert b"no properly formatted" in checked.stderr


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


def test_a_manifest_is_written_beside_the_digest_and_checked(folder):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    hashed = digest("--manifest", "disk.chunks", "disk")
    assert hashed.stdout == digest("disk").stdout
    checked = digest("--check", "disk.chunks")
    assert (checked.returncode, checked.stdout) == (0, b"disk: OK\n")
    assert sorted(path.name for path in folder.iterdir()) == ["disk", "disk.chunks"]


def test_a_list_whose_files_lie_beside_it_tells_where_to_check_them(folder):
    make(folder, "my home/a", "other/c")
    (folder / "my home/a.sha256").write_text(f"{DIGEST}  a\n{DIGEST}  b\n")
    (folder / "gone.sha256").write_text(f"{DIGEST}  b\n")
    mended = b"cd 'my home' && bakeferry digest --check a.sha256"

    for arguments in ([], ["--ignore-missing"]):
        checked = digest("--check", *arguments, "my home/a.sha256")
        assert checked.returncode == 7
        assert mended in checked.stderr
    assert b"&&" not in digest("--check", "gone.sha256").stderr
    assert digest("--check", "--status", "my home/a.sha256").stderr == b""


def test_a_manifest_beside_its_file_is_checked_from_anywhere(folder):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    (folder / "home").mkdir()
    (folder / "home" / "disk").write_bytes(b"another")
    digest("--manifest", "home/disk.chunks", "disk")
    beside = digest("--check", "home/disk.chunks")
    (folder / "home" / "disk").unlink()
    gone = digest("--check", "home/disk.chunks")

    assert beside.stdout == b"home/disk: FAILED\n"
    assert b"home/disk: No such file" in gone.stderr


def test_a_manifest_that_cannot_be_written_leaves_the_digest(folder):
    make(folder, "disk")
    hashed = digest("--manifest", "missing/disk.chunks", "disk")
    assert hashed.returncode == 7
    assert hashed.stdout.decode() == f"{DIGEST}  disk\n"
    assert b"missing/disk.chunks: No such file or directory" in hashed.stderr


@pytest.mark.parametrize(
    ("size", "offset", "problem"),
    [
        (9 * MIB, 5 * MIB, "differs in 1 of 3 chunks"),
        (MIB, 0, "1,048,576 bytes instead"),
    ],
)
def test_a_changed_disk_does_not_fit_its_manifest(folder, size, offset, problem):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    digest("--manifest", "disk.chunks", "disk")
    with (folder / "disk").open("r+b") as file:
        file.truncate(size)
        os.pwrite(file.fileno(), b"!", offset)
    assert digest("--check", "disk.chunks").stdout == b"disk: FAILED\n"
    checked = digest("--check", "--json", "disk.chunks")
    assert checked.returncode == 4
    assert problem in json.loads(checked.stdout)["items"][0]["problem"]


def test_a_damaged_manifest_fails_with_code_4(folder):
    checked = digest("--check", given=b"bakeferry-chunks 1\nfile \n")
    assert checked.returncode == 4
    assert b"damaged" in checked.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["-a", "md5", "a"],
        ["--strict", "a"],
        ["--check", "--tag", "a"],
        ["--check", "-a", "sha256,blake3", "a"],
        ["--manifest", "m", "a", "b"],
        ["--manifest", "m", "-"],
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


def interrupt_soon(arguments, seconds=5.0):
    """Start, interrupt when the work is under way, and time the end."""
    running = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while len(list(Path(f"/proc/{running.pid}/task").iterdir())) < 2:
        os.sched_yield()
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    output, _ = running.communicate(timeout=seconds)
    return running.returncode, output, time.monotonic() - began


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs procfs")
@pytest.mark.parametrize("arguments", [[], ["--manifest", "disk.chunks"]])
def test_ctrl_c_ends_a_terabyte_at_once(folder, arguments):
    with (folder / "disk").open("wb") as file:
        file.truncate(2**40)
    code, output, seconds = interrupt_soon([*arguments, "disk"])
    assert (code, output) == (130, b"")
    assert seconds < 0.5
    assert [path.name for path in folder.iterdir()] == ["disk"]


def test_little_is_loaded(folder):
    program = (
        "import sys; from tui.cli.digest import digest;"
        "print(*sorted({'asyncio', 'blake3', 'xxhash', 'sqlite3', 'httpx', 'aiohttp',"
        "'aiofiles', 'textual', 'json', 'logging'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (loaded.returncode, loaded.stdout.split()) == (0, [])
