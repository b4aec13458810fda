"""Lists of digests, against the tool whose format they have."""

import hashlib
import shutil
import subprocess
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrity.digests.algorithms import ALGORITHMS, SHA256
from integrity.digests.small import FileDigest
from integrity.digests.sum_lines import (
    NoList,
    lines_of,
    plain_line,
    plain_lines,
    tagged_line,
)
from integrity.digests.sums import BadLine, Sum, parse_sums

CONTENT = b"the same for all"
DIGEST = hashlib.sha256(CONTENT).hexdigest()

names = (
    st.binary(min_size=1, max_size=60)
    .filter(lambda name: not set(name) & {0, 0x2F})
    .filter(lambda name: name not in {b".", b"..", b"-"})
    .map(lambda name: b"./" + name)
)

needs_sha256sum = pytest.mark.skipif(
    not shutil.which("sha256sum"), reason="sha256sum is not installed"
)


def sha256sum(folder, *arguments, given=b""):
    return subprocess.run(
        ["sha256sum", *arguments], cwd=folder, input=given, capture_output=True
    )


def files_named(folder, names):
    for name in names:
        (folder / name.decode(errors="surrogateescape")).write_bytes(CONTENT)


def paths_of(names):
    return [name.decode(errors="surrogateescape") for name in names]


@needs_sha256sum
@settings(max_examples=30, deadline=None)
@given(names=st.lists(names, min_size=1, max_size=8, unique=True))
def test_every_line_is_that_of_sha256sum(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    files_named(folder, names)
    paths = paths_of(names)
    plain = b"".join(plain_line(path, DIGEST) for path in paths)
    tagged = b"".join(tagged_line(path, DIGEST, SHA256) for path in paths)
    assert plain == sha256sum(folder, *names).stdout
    assert tagged == sha256sum(folder, "--tag", *names).stdout


@given(names=st.lists(names, max_size=8))
def test_lines_made_together_are_those_made_one_by_one(names):
    files = [FileDigest(path, 1, {"sha256": DIGEST}, None) for path in paths_of(names)]
    one_by_one = b"".join(plain_line(file.path, DIGEST) for file in files)
    assert plain_lines(files, SHA256) == one_by_one


@needs_sha256sum
@settings(max_examples=15, deadline=None)
@given(names=st.lists(names, min_size=1, max_size=8, unique=True))
def test_sha256sum_accepts_what_we_write(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    files_named(folder, names)
    lines = b"".join(plain_line(path, DIGEST) for path in paths_of(names))
    checked = sha256sum(folder, "--check", "--strict", given=lines)
    assert checked.returncode == 0, checked.stderr


@given(
    names=st.lists(names, min_size=1, max_size=8),
    algorithm=st.sampled_from(list(ALGORITHMS.values())),
)
def test_what_is_written_is_read_back(names, algorithm):
    sums = [
        Sum(path, algorithm, "a" * algorithm.hex_digits) for path in paths_of(names)
    ]
    tagged = [tagged_line(each.path, each.digest, each.algorithm) for each in sums]
    plain = [plain_line(each.path, each.digest) for each in sums]
    assert list(parse_sums(tagged)) == sums
    assert list(parse_sums(plain, algorithm)) == sums


@given(line=st.binary(max_size=120))
def test_no_line_breaks_the_reader(line):
    assert len(list(parse_sums([line]))) <= 1


@pytest.mark.parametrize(
    "line",
    [
        b"%b *name\n",
        b"%b name\n",
        b"%b\tname\n",
        b"  \t%b  name\n",
        b"%b  name\r\n",
        b"SHA256(name)=%b\n",
        b"SHA2-256(name)= %b\n",
        b"\xef\xbb\xbf%b  name\r\n",
        b"SHA256 (name) = %b",
    ],
)
def test_other_tools_lines_are_understood(line):
    lines = [line % DIGEST.upper().encode()]
    assert list(parse_sums(lines)) == [Sum("name", SHA256, DIGEST)]


@pytest.mark.parametrize(
    "line",
    [
        b"%b",
        b"0%b  name",
        b"SHA3 (name) = %b",
        b"SHA256 () = %b",
        b"\\%b  na\\me",
        b"\\%b  name\\",
        b"%b  name\0%%b  other",
        b"\\%b  na\0me",
        b"SHA256 (na\0me) = %b",
    ],
)
def test_a_line_that_is_none_is_told_by_its_number(line):
    lines = [b"# comment\n", b"\n", line % DIGEST.encode()]
    assert list(parse_sums(lines)) == [BadLine(3)]


def test_a_line_without_end_fills_no_memory():
    file = BytesIO(bytes(10**6))
    with pytest.raises(NoList):
        next(lines_of(file))
    assert file.tell() < 100_000
