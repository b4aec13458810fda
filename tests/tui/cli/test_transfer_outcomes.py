"""What windows and people are told of a copy that has ended."""

from dataclasses import replace
from pathlib import Path

import pytest
from still_jobs import receipt

from integrity.safe_text import Safe
from transfer.azure.blobs.address import BlobAddress
from transfer.copy_errors import (
    AccessDenied,
    DestinationMissing,
    GivenUp,
    NotReadable,
    Paused,
)
from transfer.journal.errors import JobBusy
from transfer.journal.records import Terms
from transfer.receipt import Level
from tui.cli.exit_codes import ExitCode
from tui.cli.transfers import rescuing_first
from tui.cli.transfers.items import copy_item
from tui.cli.transfers.orders import Order
from tui.cli.transfers.outcome import Outcome
from tui.cli.transfers.rescuing_first import NotRescued
from tui.cli.transfers.telling import CopyReport
from tui.jobs.runs import ItemState


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Paused("one/vhd", "was paused"), (ItemState.PAUSED, "")),
        (GivenUp("one/vhd", "was cancelled"), (ItemState.CANCELLED, "")),
        (
            GivenUp("one/vhd", "was cancelled; its part was removed"),
            (ItemState.CANCELLED, "its part was removed"),
        ),
        (
            DestinationMissing("/backup", "is no folder"),
            (ItemState.FAILED, "/backup: is no folder"),
        ),
    ],
    ids=repr,
)
def test_a_window_is_told_what_stops_a_copy_and_no_state_twice(error, told):
    outcome = Outcome(None, ExitCode.PARTIAL, error=error)

    assert outcome.told == (*told, error.advice)


def test_a_window_is_told_of_no_problem_where_there_is_none():
    assert Outcome(None, ExitCode.DONE).told == (ItemState.DONE, "", "")


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (Paused("disk", "was paused"), "resume: bakeferry jobs resume 1f3a9c2e"),
        (JobBusy("disk", 7), "follow: bakeferry jobs watch 1f3a9c2e"),
    ],
    ids=repr,
)
def test_what_another_process_copies_is_followed_and_not_taken_up(
    error, goes_on, capsys
):
    order = Order(Safe("disk"), Path("/disk.vhd"), Path("/home.vhd"), "local")

    with CopyReport("copy", {"output": "text", "quiet": False}) as report:
        report.ended(Outcome(order, ExitCode.PARTIAL, error=error, job="1f3a9c2e"))

    assert capsys.readouterr().err.splitlines()[-1] == f"bakeferry: {goes_on}"


@pytest.mark.parametrize(
    ("query", "also"), [("?sig=c2VjcmV0", " --address env:NAME"), ("", "")]
)
def test_a_signature_that_is_refused_has_to_be_given_anew(query, also):
    blob = BlobAddress.parse(f"https://contoso.blob.core.windows.net/vhds/a.vhd{query}")
    order = Order(Safe("disk"), blob, Path("/home.vhd"), "download")
    refused = AccessDenied("disk", "its signature expired")

    item = copy_item(Outcome(order, ExitCode.PERMISSION, error=refused, job="1f3a9c2e"))

    assert item["resume"] == f"bakeferry jobs resume 1f3a9c2e{also}"


@pytest.mark.parametrize(("origin", "also"), [("", " --address env:NAME"), ("/x", "")])
def test_a_job_that_is_taken_up_may_have_had_a_signature_at_first(origin, also):
    blob = BlobAddress.parse("https://contoso.blob.core.windows.net/vhds/a.vhd")
    home = Path("/home.vhd")
    order = Order(Safe("disk"), blob, home, "download", origin, terms=Terms())
    refused = AccessDenied("disk", "403")

    item = copy_item(Outcome(order, ExitCode.PERMISSION, error=refused, job="1f3a9c2e"))

    assert item["resume"] == f"bakeferry jobs resume 1f3a9c2e{also}"


def test_a_file_that_may_not_be_read_lacks_no_signature():
    blob = BlobAddress.parse(
        "https://contoso.blob.core.windows.net/vhds/a.vhd?sig=eHh4"
    )
    order = Order(Safe("disk"), Path("/disk.vhd"), blob, "upload")
    refused = NotReadable("disk", "may not be read")

    item = copy_item(Outcome(order, ExitCode.PERMISSION, error=refused, job="1f3a9c2e"))

    assert item["resume"] == "bakeferry jobs resume 1f3a9c2e"


def test_the_way_to_go_on_says_again_how_its_ends_are_reached(capsys):
    order = Order(Safe("disk"), Path("/disk.vhd"), Path("/home.vhd"), "local")
    paused = Paused("disk", "was paused")
    options = {
        "output": "text",
        "quiet": False,
        "allow_private": ("10.0.0.4", "10.0.0.5"),
        "ca_file": Path("our ca.pem"),
        "cloud": "AzureStack",
        "proxy": "http://user:hunter2@proxy:8080",
    }

    with CopyReport("copy", options) as report:
        report.ended(Outcome(order, ExitCode.PARTIAL, error=paused, job="1f3a9c2e"))

    assert capsys.readouterr().err.splitlines()[-1] == (
        "bakeferry: resume: bakeferry jobs resume 1f3a9c2e --allow-private 10.0.0.4"
        " --allow-private 10.0.0.5 --cloud AzureStack --ca-file 'our ca.pem'"
    )


@pytest.mark.parametrize("level", [one for one in Level if one is not Level.FULL])
def test_a_copy_that_was_not_compared_in_full_is_no_reason_to_delete(level):
    done = Outcome(None, ExitCode.DONE, receipt=replace(receipt(0), level=level))

    with pytest.raises(NotRescued, match="nothing was deleted") as left:
        rescuing_first._check([done], ())

    assert left.value.code is ExitCode.INTEGRITY


def test_a_copy_that_was_compared_in_full_is_enough():
    verified = replace(receipt(0), level=Level.FULL)

    rescuing_first._check([Outcome(None, ExitCode.DONE, receipt=verified)], ())
