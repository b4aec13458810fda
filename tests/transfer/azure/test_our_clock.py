"""A clock of ours that is wrong is told, where it may be why Azure refuses."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import Failure, Side
from transfer.azure.our_clock import time_of, wrong_clock

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
DISK = BlobAddress.parse("https://contoso.blob.core.windows.net/vhds/disk.vhd")


def refused(code, *, theirs):
    headers = httpx.Headers({"Date": format_datetime(theirs, usegmt=True)})
    return Failure(DISK, Side.ARTIFACT, 403, code, headers).error()


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(minutes=6), "6 minutes ahead of"),
        (timedelta(minutes=-90), "90 minutes behind"),
        (timedelta(hours=30), "30 hours ahead of"),
        (timedelta(days=-400), "400 days behind"),
    ],
)
def test_it_is_told_by_how_much_and_what_mends_it(ahead, words):
    told = wrong_clock(NOW, NOW + ahead)

    assert f"this machine's clock is {words} Azure's" in told
    assert "timedatectl" in told
    assert "w32tm" in told


@pytest.mark.parametrize("ahead", [timedelta(minutes=4), timedelta(minutes=-4)])
def test_a_little_does_not_matter(ahead):
    assert wrong_clock(NOW, NOW + ahead) is None


@pytest.mark.parametrize("date", ["yesterday", "Fri, 31 Dec 9999 23:59:59 -1400"])
def test_who_tells_no_time_says_nothing_of_ours(date):
    assert wrong_clock(time_of({"Date": date}), NOW) is None


def test_a_copy_that_is_refused_names_the_clock():
    long_ago = datetime.now(UTC) - timedelta(hours=3)

    assert "3 hours ahead of" in str(refused("AuthenticationFailed", theirs=long_ago))


@pytest.mark.parametrize(
    ("code", "hours"),
    [("AuthenticationFailed", 0), ("AuthorizationPermissionMismatch", 3)],
)
def test_a_right_that_is_missing_is_not_blamed_on_the_clock(code, hours):
    theirs = datetime.now(UTC) - timedelta(hours=hours)

    assert "clock" not in str(refused(code, theirs=theirs))
