"""Many disks leave staging, by the service itself: what that asks of this machine."""

from collections import Counter

import pytest
from transferring import copies

from integrity.sizes import MIB
from transfer.simulator.demo import GROUP
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.scenario import AccountSeed, BlobSeed, Scenario

pytestmark = pytest.mark.usefixtures("state")

COUNT = 12
JOBS = 3
DISK = Disk(size=16 * MIB, data=2 * MIB, stretches=2)
NAMES = [f"disk-{number}.vhd" for number in range(COUNT)]


def many_disks():
    """Equal disks in one account, and another that is empty."""
    content = fixed_vhd(DISK)
    disks = tuple(
        BlobSeed("vhds", name, content.copy(), is_page_blob=True) for name in NAMES
    )
    return Scenario(
        accounts=(
            AccountSeed("stagingaccount", GROUP, blobs=disks),
            AccountSeed("keptaccount", GROUP, containers=("vhds",)),
        )
    )


@pytest.fixture
def rescued(azure, tmp_path):
    """What was told of all copies, and what was asked of the service."""
    bakeferry = azure(many_disks())
    listed = tmp_path / "addresses"
    listed.write_text("".join(f"stagingaccount/vhds/{name}\n" for name in NAMES))
    told = bakeferry(
        "copy", f"@{listed}", "keptaccount/vhds", f"--jobs={JOBS}", "-o", "json"
    )
    return told, bakeferry.simulator


def test_every_disk_arrives_and_no_byte_of_it_passes_here_but_samples(rescued):
    told, simulator = rescued

    assert told.code == 0
    assert {item["strategy"] for item in copies(told)} == {"server-side"}
    kept = simulator.world.accounts["keptaccount"].containers["vhds"].blobs
    assert sorted(kept) == sorted(NAMES)
    whole = fixed_vhd(DISK)
    for blob in kept.values():
        assert blob.content.read(0, whole.size) == whole.read(0, whole.size)
    assert all(heard.sent == 0 for heard in simulator.heard)


def most_at_once(heard):
    """How many blobs are between the first and the last request for them, at most."""
    spans = {}
    for index, each in enumerate(heard):
        if each.path.startswith("/keptaccount/vhds/disk"):
            first, _ = spans.get(each.path, (index, index))
            spans[each.path] = (first, index)
    return max(
        sum(first <= index <= last for first, last in spans.values())
        for index in range(len(heard))
    )


def test_no_more_are_under_way_than_was_said(rescued):
    _, simulator = rescued

    assert 1 < most_at_once(simulator.heard) <= JOBS


def test_a_rescue_asks_as_often_among_many_as_alone(rescued):
    _, simulator = rescued
    asked = Counter(
        heard.path.rpartition("/")[2]
        for heard in simulator.heard
        if heard.path.endswith(".vhd")
    )

    assert len(set(asked.values())) == 1
