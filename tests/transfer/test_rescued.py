"""What counts as rescued, and what does not: in doubt a VHD is at risk."""

import json
import os

import pytest

from integrity.secret_url import SecretUrl
from transfer.azure.resource_ids import parse_id
from transfer.journal.records import Job, JobState
from transfer.rescued import JournalRecords

STAGING = "https://staging.blob.core.windows.net/vhds/disk_1.vhd"
KEPT = "https://keep.blob.core.windows.net/images/disk.vhd"
OUTPUT = parse_id(
    "/subscriptions/s/resourceGroups/g/providers/"
    "Microsoft.VirtualMachineImages/imageTemplates/t/runOutputs/o"
)
SIZE = 1024
DONE_AT = 1000.0
"""Seconds since 1970."""


def job(
    destination=KEPT, *, state=JobState.DONE, level=2, receipt=None, artifact=STAGING
):
    told = json.dumps({"level": level}) if receipt is None else receipt
    return Job(
        "id", artifact, str(destination), "e", SIZE, 1, "download", state, "", told,
        updated=DONE_AT,
    )  # fmt: skip


def rescued(*jobs, address=STAGING, note=print):
    return JournalRecords.of(jobs, note).rescued_to(OUTPUT, SecretUrl(address))


def write(path, size, *, at):
    """A file that was written to last at a time."""
    path.write_bytes(bytes(size))
    os.utime(path, (at, at))


def test_a_finished_copy_in_another_account_is_one():
    assert rescued(job()) == KEPT


def test_the_address_may_come_with_a_signature():
    assert rescued(job(), address=f"{STAGING}?sig=secret") == KEPT


@pytest.mark.parametrize(
    "one",
    [
        job(state=JobState.ACTIVE),
        job(state=JobState.GIVEN_UP),
        job(level=0),
        job(receipt=""),
        job(receipt="[]"),
        job(receipt="[" * 100_000),
        job(artifact=STAGING.replace("disk_1", "disk_2")),
        job("https://staging.blob.core.windows.net/other/disk.vhd"),
        job("https://Staging.blob.core.windows.net/other/disk.vhd"),
        job("https://staging.blob.core.windows.net:443/other/disk.vhd"),
        job("https://staging.blob.core.windows.net./other/disk.vhd"),
    ],
    ids=[
        "active",
        "given up",
        "unproven",
        "no receipt",
        "damaged",
        "too deep",
        "older",
        "staging",
        "staging in other letters",
        "staging with its port",
        "staging with a dot",
    ],
)
def test_anything_else_is_none(one):
    assert rescued(one) is None


def test_a_file_counts_while_it_is_there_and_whole(tmp_path):
    path = tmp_path / "disk.vhd"
    assert rescued(job(path)) is None

    write(path, SIZE, at=DONE_AT)
    assert rescued(job(path)) == str(path)

    write(path, SIZE - 1, at=DONE_AT)
    assert rescued(job(path)) is None


def test_a_file_that_was_written_to_later_is_none(tmp_path):
    path = tmp_path / "disk.vhd"
    write(path, SIZE, at=DONE_AT + 1)

    assert rescued(job(path)) is None


def test_a_disk_whose_clock_is_ahead_is_believed_by_the_digest_beside(tmp_path):
    path = tmp_path / "disk.vhd"
    write(path, SIZE, at=DONE_AT + 1)
    write(tmp_path / "disk.vhd.sha256", 72, at=DONE_AT + 1)

    assert rescued(job(path)) == str(path)


def test_a_copy_that_counts_no_more_is_told_where_there_is_no_other(tmp_path):
    notes = []
    gone = job(tmp_path / "gone.vhd")

    rescued(gone, job(), note=notes.append)
    assert notes == []

    rescued(gone, note=notes.append)
    (note,) = notes
    assert note.startswith(f"{tmp_path}/gone.vhd: the copy is not there any more")


def test_what_makes_a_copy_count_again_is_told_as_a_command(tmp_path):
    notes = []
    path = tmp_path / "my disk.vhd"
    again = f"`bakeferry rescue t/o --to '{path}'"

    rescued(job(path), note=notes.append)
    write(path, SIZE - 1, at=DONE_AT)
    rescued(job(path), note=notes.append)
    write(path, SIZE, at=DONE_AT + 1)
    rescued(job(path), note=notes.append)

    assert [note.partition(" counts as at risk until ")[2] for note in notes] == [
        f"{again}` makes another",
        f"{again} --overwrite` makes another",
        f"{again}` has compared it",
    ]


def test_one_copy_that_is_there_is_enough(tmp_path):
    assert rescued(job(tmp_path / "gone.vhd"), job()) == KEPT


def test_accounts_of_an_emulator_are_told_apart_by_path():
    artifact = "http://127.0.0.1:9/one/vhds/a.vhd"
    other = job("http://127.0.0.1:9/two/vhds/a.vhd", artifact=artifact)
    same = job("http://127.0.0.1:9/one/keep/a.vhd", artifact=artifact)

    assert rescued(other, address=artifact) is not None
    assert rescued(same, address=artifact) is None
