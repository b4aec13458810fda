"""A copy that broke off is taken up, given up, cleaned away, as somebody decides."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from transferring import FAST, copies, interrupted, sha256_of

from transfer.simulator.faults import refuse
from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


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
    again = bakeferry(
        "rescue", "rhel9-base", "--to", "contosoimages/images", "-o", "json"
    )

    (item,), (job,) = copies(copied), listed.document("jobs")["items"]
    assert item["strategy"] == job["strategy"] == "streamed"
    assert copies(again)[0]["strategy"] == "streamed"


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


def test_a_journal_of_a_newer_version_is_left_alone(told, disk, home, state):
    told("copy", disk, home)
    with closing(sqlite3.connect(state / "transfers.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 999")

    found = told("jobs", "list")

    assert found.code == ExitCode.USAGE
    assert "newer version" in found.err


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


def test_an_upload_is_started_afresh_as_it_is_told_and_replaces_its_own_part(
    azure, disk
):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Put Page", denied, after=1, times=10**6)
    bakeferry("rescue", disk, "--to", "contosoimages/images", "--streams", 1)
    bakeferry.simulator.faults.clear()
    disk.write_bytes(b"another" + disk.read_bytes()[7:])

    refused = bakeferry("jobs", "resume", "--all")
    (command,) = re.findall(r"bakeferry (jobs resume \w{8} --afresh)", refused.err)
    done = bakeferry(*command.split(), "-o", "json")

    assert refused.code is ExitCode.PARTIAL
    assert done.code == 0, done.err
    assert copies(done)[0]["sha256"] == sha256_of(disk)
