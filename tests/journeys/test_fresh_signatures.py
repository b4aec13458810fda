"""A job whose signature has ended goes on with a fresh one."""

import pytest
from command import answering
from small_disks import container, signed
from transferring import FAST, interrupted, sha256_of

from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


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
