"""A job whose signature has ended goes on with a fresh one."""

from uuid import uuid4

import pytest
from command import answering
from small_disks import container, signed
from transferring import FAST, interrupted, interrupted_when, sha256_of

from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")

REACH = ("--allow-private", "127.0.0.1")


@pytest.fixture
def begun(azurite, told, home, disk):
    """The address of a signed VHD, and a job that broke off while it was copied home."""
    place = signed(container(azurite, "bakeferryone", "fresh"), "bakeferryone")
    told("copy", disk, place, *REACH, "--overwrite")
    address = place.replace("?", "/disk.vhd?")
    interrupted(home, "rescue", address, "--to", home, *REACH)
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines
    return address, job[:8]


def test_a_job_is_resumed_with_a_fresh_signature(begun, told, home, monkeypatch, disk):
    address, job = begun

    bare = told("jobs", "resume", job, *REACH)
    monkeypatch.setenv("FRESH", address)
    fresh = told("jobs", "resume", job, "--address", "env:FRESH", *FAST, *REACH)

    assert bare.code in (ExitCode.PERMISSION, ExitCode.REMOTE)
    assert fresh.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_a_fresh_signature_is_asked_for_and_not_shown(begun, home, disk):
    address, job = begun

    shown = answering(
        "jobs", "resume", job, *FAST, *REACH,
        prompt=b"with a fresh signature: ", answer=address.encode(),
    )  # fmt: skip

    assert shown.code == 0, shown.data
    assert address.rpartition("sig=")[2].encode() not in shown.data
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


@pytest.fixture
def begun_there(azurite, told, disk):
    """The signed address of a container, and a job that broke off on its way there."""
    name = f"fresh-{uuid4()}"
    place = signed(container(azurite, "bakeferrytwo", name), "bakeferrytwo")
    address = place.replace("?", "/there.vhd?")

    def has_begun():
        return told("jobs", "list", "-o", "tsv").lines

    interrupted_when(has_begun, "copy", disk, address, *REACH)
    (job,) = told("jobs", "list", "-o", "tsv", "--resumable").lines
    return place, job[:8]


def test_the_destinations_signature_is_asked_for_too(begun_there, told, home, disk):
    place, job = begun_there
    address = place.replace("?", "/there.vhd?")

    shown = answering(
        "jobs", "resume", job, *FAST, *REACH,
        prompt=b"with a fresh signature: ", answer=address.encode(),
    )  # fmt: skip

    assert shown.code == 0, shown.data
    assert told("copy", address, home, *REACH).code == 0
    assert sha256_of(home / "there.vhd") == sha256_of(disk)


def test_a_containers_address_opens_what_is_in_it(begun_there, told):
    place, job = begun_there

    resumed = told("jobs", "resume", job, "--address", place, *FAST, *REACH)

    assert resumed.code == 0


def test_another_containers_address_is_no_end_of_a_job(begun_there, told):
    place, job = begun_there
    around, _, query = place.partition("?")
    other = f"{around[:-1]}?{query}"

    resumed = told("jobs", "resume", job, "--address", other, *REACH)

    assert resumed.code == ExitCode.USAGE
    assert "sig=" not in resumed.err


def test_who_is_interrupted_is_told_how_to_get_there_again(
    azurite, told, home, disk, monkeypatch
):
    place = signed(container(azurite, "bakeferryone", "again"), "bakeferryone")
    told("copy", disk, place, *REACH, "--overwrite")
    monkeypatch.setenv("SIGNED", place.replace("?", "/disk.vhd?"))
    _, _, err = interrupted(home, "copy", "env:SIGNED", home, *REACH)
    (line,) = (one for one in err.decode().splitlines() if "to go on" in one)
    command = line.rpartition("bakeferry ")[2].split()

    resumed = told(*command, "--address", "env:SIGNED", *FAST)

    assert resumed.code == ExitCode.DONE
