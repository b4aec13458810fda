"""A copy that broke off is taken up, given up, cleaned away, as somebody decides."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from command import answering
from small_disks import container, signed
from transferring import copies, interrupted, sha256_of

from transfer.journal.records import JobState
from transfer.journal.store import Journal
from transfer.simulator.faults import refuse
from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")
FAST = ("--limit-rate", "none")
"""What was interrupted was slow, and would stay so."""


def test_a_copy_that_broke_off_is_taken_up_by_its_job(azure, home):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", denied, after=6, times=10**6)

    broken = bakeferry("rescue", "rhel9-base", "--to", home, "--streams", 1)
    listed = bakeferry("jobs", "list", "--resumable", "-o", "json")
    bakeferry.simulator.faults.clear()
    (job,) = listed.document("jobs")["items"]
    resumed = bakeferry("jobs", "resume", job["id"][:8], "-o", "json")

    assert broken.code is ExitCode.PERMISSION
    assert f"bakeferry jobs resume {job['id'][:8]}" in broken.err
    assert job["arrivedBytes"] > 0
    (item,) = copies(resumed)
    assert 0 < item["movedBytes"] < item["dataBytes"]
    (path,) = home.glob("*.vhd")
    assert sha256_of(path) == item["sha256"]


def _broken(bakeferry, *arguments):
    """Begin a rescue that breaks off in the middle; its job."""
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Put Page From URL", denied, after=2, times=10**6)
    bakeferry("rescue", "rhel9-base", "--to", "contosoimages/images", *arguments)
    bakeferry.simulator.faults.clear()
    listed = bakeferry("jobs", "list", "--resumable", "-o", "json")
    (job,) = listed.document("jobs")["items"]
    return job["id"][:8]


def test_a_job_that_is_done_is_told_by_the_way_that_it_took_in_the_end(azure):
    bakeferry = azure()
    cannot = refuse(403, "CannotVerifyCopySource")
    bakeferry.simulator.faults.add("Put Page From URL", cannot, times=10**6)

    copied = bakeferry(
        "rescue", "rhel9-base", "--to", "contosoimages/images", "-o", "json"
    )
    listed = bakeferry("jobs", "list", "-o", "json")

    (item,), (job,) = copies(copied), listed.document("jobs")["items"]
    assert item["strategy"] == job["strategy"] == "streamed"


@pytest.mark.parametrize(
    ("said", "level"), [((), "verified"), (("--verify", "ranges"), "transfer-checked")]
)
def test_a_job_goes_on_as_it_was_begun_unless_told_anew(azure, said, level):
    bakeferry = azure()
    job = _broken(bakeferry, "--verify", "full", "--streams", 1)

    (item,) = copies(bakeferry("jobs", "resume", job, "-o", "json", *said))

    assert item["level"] == level


def test_s09_the_services_own_copy_is_taken_up_and_not_begun_again(azure):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add(
        "Get Blob Properties", denied, after=2, times=10**6, where="contosoimages"
    )
    to = ("--to", "contosoimages/images")
    broken = bakeferry("rescue", "rhel9-base", *to, "--only", "service")
    bakeferry.simulator.faults.clear()
    bakeferry.simulator.clock.advance(3600)

    resumed = bakeferry("jobs", "resume", "--all", "-o", "json")

    begun = [one for one in bakeferry.simulator.heard if one.operation == "Copy Blob"]
    (item,) = copies(resumed)
    assert broken.code is ExitCode.PERMISSION
    assert (item["strategy"], item["outcome"]) == ("service", "copied")
    assert len(begun) == 1


def test_where_nothing_is_to_be_taken_up_that_is_said(azure):
    resumed = azure()("jobs", "resume", "--all")

    assert resumed.code == 0
    assert "no copy is to be taken up" in resumed.err


def test_a_job_that_may_overwrite_still_may_when_it_is_taken_up(azure, home):
    bakeferry = azure()
    target = home / "disk.vhd"
    target.write_bytes(b"the old one")
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", denied, after=6, times=10**6)
    bakeferry("rescue", "rhel9-base", "--to", target, "--overwrite", "--streams", 1)
    bakeferry.simulator.faults.clear()

    denied = bakeferry("jobs", "resume", "--all", "--no-overwrite")
    kept = target.read_bytes()
    resumed = bakeferry("jobs", "resume", "--all", "-o", "json")

    assert denied.code is ExitCode.REFUSED
    assert kept == b"the old one"
    assert sha256_of(target) == copies(resumed)[0]["sha256"]


def test_a_vhd_in_staging_is_taken_up_by_the_right_it_was_begun_with(azure, home):
    bakeferry = azure(rights=Rights(blobs=DataRole.NONE))
    cut = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", cut, after=8, times=10**6)
    begun = bakeferry("rescue", "rhel9-base", "--to", home, "--streams", 1)
    bakeferry.simulator.faults.clear()

    resumed = bakeferry("jobs", "resume", "--all")

    assert begun.code is ExitCode.PERMISSION
    assert resumed.code == 0, resumed.err
    assert "staging is read by a key of the account" in resumed.err
    assert list(home.glob("*.vhd"))


def test_a_job_is_resumed_with_a_fresh_signature(
    azurite, told, home, monkeypatch, disk
):
    one = signed(container(azurite, "bakeferryone", "fresh"), "bakeferryone")
    reach = ("--allow-private", "127.0.0.1")
    told("copy", disk, one, *reach)
    address = one.replace("?", "/disk.vhd?")
    interrupted(home, "rescue", address, "--to", home, *reach)
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines

    bare = told("jobs", "resume", job[:8], *reach)
    monkeypatch.setenv("FRESH", address)
    fresh = told("jobs", "resume", job[:8], "--address", "env:FRESH", *FAST, *reach)

    assert bare.code in (ExitCode.PERMISSION, ExitCode.REMOTE)
    assert fresh.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_a_fresh_signature_is_asked_for_and_not_shown(azurite, told, home, disk):
    one = signed(container(azurite, "bakeferryone", "asked"), "bakeferryone")
    reach = ("--allow-private", "127.0.0.1")
    told("copy", disk, one, *reach)
    address = one.replace("?", "/disk.vhd?")
    interrupted(home, "rescue", address, "--to", home, *reach)
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines

    shown = answering(
        "jobs", "resume", job[:8], *FAST, *reach,
        prompt=b"with a fresh signature: ", answer=address.encode(),
    )  # fmt: skip

    assert shown.code == 0, shown.data
    assert address.rpartition("sig=")[2].encode() not in shown.data
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_ctrl_c_leaves_a_job_and_says_how_to_go_on(told, disk, home, state):
    code, out, err = interrupted(home, "copy", disk, home)

    (number,) = re.findall(rb"bakeferry jobs resume ([0-9a-f]{8})", err)
    assert b"interrupted; what has arrived stays as a partial copy\n" in err
    assert b"nothing was left half-written" not in err
    resumed = told("jobs", "resume", number.decode(), *FAST)
    assert (code, out) == (ExitCode.INTERRUPTED, b"")
    assert not list(home.glob("*.part"))
    assert resumed.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_an_interrupted_stream_of_events_has_an_end(disk, home):
    _, out, _ = interrupted(home, "copy", disk, home, "-o", "jsonl")

    last = json.loads(out.splitlines()[-1])
    assert (last["event"], last["exitCode"]) == ("end", ExitCode.INTERRUPTED)


def _abandoned(told, disk, home):
    """A job that was given up, and what it left."""
    interrupted(home, "copy", disk, home)
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines
    return job[:8]


def test_a_job_that_was_given_up_is_cleaned_away(told, disk, home):
    job = _abandoned(told, disk, home)

    cancelled = told("jobs", "cancel", job, "-o", "json")
    asked = told("jobs", "clean")
    kept = list(home.glob("*.part"))
    cleaned = told("jobs", "clean", "-y")
    after = told("jobs", "list", "-o", "json")

    assert cancelled.document("jobs")["items"][0]["state"] == "given up"
    assert f"`bakeferry jobs clean {job}` removes it" in cancelled.err
    assert asked.code is ExitCode.REFUSED
    assert kept
    assert cleaned.code == 0
    assert list(home.iterdir()) == []
    assert after.document("jobs")["items"] == []


def test_a_given_up_blob_goes_with_its_lease(azure, disk):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Put Page", denied, after=1, times=10**6)
    to = ("--to", "contosoimages/images", "--streams", 1)
    bakeferry("rescue", disk, *to)
    bakeferry.simulator.faults.clear()
    (job,) = bakeferry("jobs", "list", "-o", "tsv").lines

    bakeferry("jobs", "cancel", job[:8])
    cleaned = bakeferry("jobs", "clean", "-y")
    again = bakeferry("rescue", disk, *to)

    assert "its part was removed" in cleaned.err
    assert (cleaned.code, again.code) == (0, 0)


def test_a_job_that_is_done_can_only_be_forgotten(told, disk, home):
    told("copy", disk, home)
    (job,) = told("jobs", "list", "-o", "tsv").lines

    assert told("jobs", "cancel", job[:8]).code is ExitCode.REFUSED
    assert told("jobs", "resume", job[:8]).code is ExitCode.REFUSED
    assert told("jobs", "remove", job[:8]).code == 0
    assert (home / "disk.vhd").exists()
    assert told("jobs", "show", job[:8]).code is ExitCode.REMOTE


def test_a_journal_of_a_newer_version_is_left_alone(told, disk, home, state):
    told("copy", disk, home)
    with closing(sqlite3.connect(state / "transfers.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 999")

    found = told("jobs", "list")

    assert found.code == ExitCode.USAGE
    assert "newer version" in found.err


def test_cleaning_leaves_alone_what_was_published(azure, disk, home, state):
    bakeferry = azure()
    bakeferry("rescue", disk, "--to", "contosoimages/images")
    with Journal.open(state) as journal:
        (job,) = journal.jobs()
        journal.mark(job.job_id, JobState.GIVEN_UP)

    cleaned = bakeferry("jobs", "clean", "-y")
    copied = bakeferry("copy", "contosoimages/images/disk.vhd", home)

    assert "nothing was left" in cleaned.err
    assert copied.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_a_damaged_journal_is_kept_and_told_in_one_line(told, state):
    state.mkdir(parents=True, exist_ok=True)
    (state / "transfers.sqlite").write_bytes(b"no database" * 500)

    listed = told("jobs", "list")

    (line,) = (one for one in listed.err.splitlines() if "damaged" in one)
    assert line.startswith("bakeferry: the journal is damaged")
    assert line.endswith("transfers.sqlite.corrupt-1")
    assert listed.code == 0


def test_what_takes_up_a_job_of_another_version_says_so(azure, home):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", denied, after=6, times=10**6)
    bakeferry("rescue", "rhel9-base", "--to", home, "--streams", 1)
    bakeferry.simulator.faults.clear()
    for account in bakeferry.simulator.world.accounts.values():
        for vhds in account.containers.values():
            for blob in vhds.blobs.values():
                blob.etag = '"0xANOTHER"'

    refused = bakeferry("jobs", "resume", "--all")
    (command,) = re.findall(r"bakeferry (jobs resume \w{8} --afresh)", refused.err)
    done = bakeferry(*command.split())

    assert refused.code is ExitCode.PARTIAL
    assert done.code == 0, done.err
