"""Jobs that were given up or are done: cleaned away, forgotten, and no more."""

import pytest
from transferring import interrupted, sha256_of

from transfer.journal.records import JobState
from transfer.journal.store import Journal
from transfer.simulator.faults import refuse
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


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
