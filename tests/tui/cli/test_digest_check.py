"""`bakeferry digest --check`: what it accepts, and what each failure is."""

import pytest
from digesting import DIGEST, digest, make


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


@pytest.mark.parametrize("name", ["x" * 300, "a/b", "x" * 5000])
def test_a_name_that_no_file_can_have_is_one_that_is_not_read(folder, name):
    make(folder, "a")
    (folder / "SUMS").write_text(f"{DIGEST}  {name}\n{DIGEST}  a\n")

    checked = digest("--check", "SUMS")

    assert checked.returncode == 7
    assert checked.stdout.decode() == f"{name}: FAILED open or read\na: OK\n"
    assert b"1 file not read" in checked.stderr


def test_a_list_that_cannot_be_read_keeps_no_other_from_being_checked(folder):
    make(folder, "a")
    (folder / "SUMS").write_text(f"{DIGEST}  a\n")

    checked = digest("--check", "gone", "SUMS")

    assert checked.returncode == 7
    assert checked.stdout == b"a: OK\n"
    assert checked.stderr == b"bakeferry: gone: No such file or directory\n"


def test_a_list_without_digests_is_no_success(folder):
    checked = digest("--check", given=b"nothing\nof use\n")
    assert checked.returncode == 1
    assert b"no properly formatted" in checked.stderr


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


def test_a_disk_named_in_place_of_its_manifest_is_no_list(folder):
    (folder / "disk").write_bytes(bytes(2**20))
    checked = digest("--check", "disk")
    assert (checked.returncode, checked.stdout) == (1, b"")
    assert checked.stderr == (
        b"bakeferry: disk: no list of digests: a line in it does not end\n"
    )
