"""Somebody was told the SHA-256 of a disk, and takes no other (`--expect-sha256`)."""

import pytest
from transferring import FAST, copies, interrupted, sha256_of

from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")

WRONG = ("--expect-sha256", "0" * 64)
ACROSS = ("rescue", "rhel9-base", "--to", "contosoimages/images")
MARK = "bakeferry_state"


def _right(path):
    return ("--expect-sha256", sha256_of(path).upper())


def _blob(bakeferry, account, name):
    """What the simulator holds under the one name that begins so."""
    blobs = bakeferry.simulator.world.accounts[account].containers["images"].blobs
    (found,) = (blob for each, blob in blobs.items() if each.startswith(name))
    return found


@pytest.mark.parametrize(
    "words",
    [("copy", "{disk}", "{to}"), ("rescue", "{disk}", "--to", "{to}")],
    ids=["copy", "rescue"],
)
def test_a_file_of_another_digest_is_not_copied_and_leaves_no_job(
    told, disk, home, words
):
    words = [word.format(disk=disk, to=home) for word in words]

    wrong = told(*words, *WRONG)
    left, listed = list(home.iterdir()), told("jobs", "list", "-o", "tsv")
    right = told(*words, *_right(disk))

    assert wrong.code == ExitCode.INTEGRITY
    assert f"disk.vhd: its sha256 is {sha256_of(disk)}, not 000" in wrong.err
    assert left == []
    assert listed.lines == []
    assert right.code == ExitCode.DONE
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_a_blob_of_another_digest_gets_no_name_on_this_disk(azure, home):
    bakeferry = azure()
    down = ("rescue", "rhel9-base", "--to", home)

    wrong = bakeferry(*down, *WRONG, "-o", "json")
    left = [path.suffix for path in home.iterdir()]
    (item,) = copies(wrong)
    right = bakeferry(*item["resume"].split()[1:-1], item["sha256"], "-o", "json")

    assert wrong.code == item["exitCode"] == ExitCode.INTEGRITY
    assert left == [".part"]
    assert right.code == ExitCode.DONE
    assert copies(right)[0]["movedBytes"] == 0
    (path,) = home.glob("*.vhd")
    assert sha256_of(path) == item["sha256"]


def test_who_follows_a_copy_of_another_digest_is_told_so_by_the_exit_code(azure, home):
    bakeferry = azure()
    begun = bakeferry("rescue", "rhel9-base", "--to", home, *WRONG, "--no-wait")

    watched = bakeferry("jobs", "watch", begun.out[:8])

    assert watched.code == ExitCode.INTEGRITY
    assert "failed" in watched.out


def test_a_job_tells_which_digest_it_waits_for(azure, home):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", home, *WRONG)
    (job,) = bakeferry("jobs", "list", "-o", "tsv").lines

    shown = bakeferry("jobs", "show", job[:8])
    (item,) = bakeferry("jobs", "show", job[:8], "-o", "json").document("jobs")["items"]

    assert f"  expected  sha256 {WRONG[1]}\n" in shown.out
    assert item["expectedSha256"] == WRONG[1]


def test_between_accounts_a_blob_of_another_digest_stays_marked_as_partial(azure):
    bakeferry = azure()

    (item,) = copies(bakeferry(*ACROSS, *WRONG, "-o", "json"))
    marked = _blob(bakeferry, "contosoimages", "rhel9-base").metadata[MARK]
    right = bakeferry(*ACROSS, "--expect-sha256", item["sha256"], "-o", "json")

    assert item["exitCode"] == ExitCode.INTEGRITY
    assert marked == "partial"
    assert right.code == ExitCode.DONE
    assert copies(right)[0]["level"] == "verified"
    assert _blob(bakeferry, "contosoimages", "rhel9-base").metadata[MARK] == "complete"


def test_what_was_copied_before_is_read_back_when_a_digest_is_expected(azure):
    bakeferry = azure()
    (first,) = copies(bakeferry(*ACROSS, "-o", "json"))

    (wrong,) = copies(bakeferry(*ACROSS, *WRONG, "-o", "json"))
    right = bakeferry(*ACROSS, "--expect-sha256", wrong["sha256"], "-o", "json")

    assert first["sha256"] is None
    assert wrong["exitCode"] == ExitCode.INTEGRITY
    assert copies(right)[0]["level"] == "verified"
    assert copies(right)[0]["movedBytes"] == 0


def test_a_blob_that_was_to_be_replaced_stays_if_the_file_is_not_the_one(
    azure, disk, home
):
    bakeferry = azure()
    bakeferry("copy", disk, "contosoimages/images")
    other = home / "disk.vhd"
    other.write_bytes(b"another" + disk.read_bytes()[7:])
    blob = _blob(bakeferry, "contosoimages", "disk.vhd")
    before = dict(blob.metadata)

    told = bakeferry("copy", other, "contosoimages/images", "--overwrite", *WRONG)

    assert told.code == ExitCode.INTEGRITY
    assert _blob(bakeferry, "contosoimages", "disk.vhd").metadata == before


def test_who_takes_a_copy_up_keeps_the_digest_that_was_said_last(told, disk, home):
    down = ("copy", disk, home / "copy.vhd")
    interrupted(home, *down)
    interrupted(home, *down, *_right(disk))
    (job,) = told("jobs", "list", "-o", "tsv").lines

    wrong = told("jobs", "resume", job[:8], *WRONG, *FAST)
    still_wrong = told("jobs", "resume", job[:8], *FAST)
    right = told("jobs", "resume", job[:8], *_right(disk), *FAST)

    assert [wrong.code, still_wrong.code] == [ExitCode.INTEGRITY] * 2
    assert f"jobs resume {job[:8]} --expect-sha256 DIGEST" in wrong.err
    assert right.code == ExitCode.DONE


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("copy", "one", "two", "."), "one artifact"),
        (("copy", "-r", "tree", "to"), "one artifact"),
        (("rescue", "one.vhd", "two.vhd"), "one artifact"),
        (("rescue", "--at-risk", "-y"), "one artifact"),
        (("jobs", "resume", "--all", "--verify", "ranges"), "not ranges"),
        (("copy", "one", ".", "--verify", "ranges"), "not ranges"),
    ],
)
@pytest.mark.parametrize("wait", [(), ("--no-wait",)], ids=["waiting", "not waiting"])
def test_what_one_digest_cannot_be_of_is_refused_before_anything_is_asked(
    told, words, why, wait
):
    refused = told(*words, *WRONG, *wait)

    assert refused.code == ExitCode.USAGE
    assert why in refused.err


@pytest.mark.parametrize("digest", ["", "abc", "0" * 63, "0" * 65, "g" * 64, "é" * 64])
def test_a_digest_that_is_none_is_refused(told, disk, home, digest):
    refused = told("copy", disk, home, "--expect-sha256", digest)

    assert refused.code == ExitCode.USAGE
    assert "is no SHA-256: 64 hexadecimal digits" in " ".join(refused.err.split())
    assert list(home.iterdir()) == []
