"""A clock of ours that is wrong, or is set while a copy is under way."""

from datetime import timedelta
from functools import partial

import pytest
from blob_copies import disk_of
from long_copies import AREA, DENIED, Azure, whole

from transfer.copy_errors import AccessDenied
from transfer.errors import StagingForbidden
from transfer.simulator.tokens import DataRole, Rights


async def signed_by_delegation():
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED)
    opened = await azure.opened()
    azure.signing.sign(AREA.container("vhds"), partial(opened.files.sas, "vhds"))
    return azure


@pytest.mark.parametrize(
    "by",
    [timedelta(minutes=4), timedelta(minutes=-8)],
    ids=["ahead", "behind"],
)
async def test_a_clock_that_is_set_a_little_does_not_end_a_copy(tmp_path, by):
    azure = await signed_by_delegation()

    await azure.jumping_copy(tmp_path / "disk.vhd", tmp_path, by=by)

    assert azure.ahead == by
    assert (tmp_path / "disk.vhd").read_bytes() == whole(disk_of(azure.asking))


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1)])
async def test_a_clock_that_jumps_by_a_day_leaves_a_copy_to_be_taken_up(tmp_path, by):
    azure = await signed_by_delegation()

    with pytest.raises(AccessDenied) as denied:
        await azure.jumping_copy(tmp_path / "disk.vhd", tmp_path, by=by)

    assert denied.value.resumable
    azure.ahead = timedelta()
    await azure.slow_copy(tmp_path / "disk.vhd", tmp_path, minutes=1)
    assert (tmp_path / "disk.vhd").read_bytes() == whole(disk_of(azure.asking))


@pytest.mark.parametrize(
    ("by", "told"),
    [(timedelta(hours=3), "3 hours ahead of"), (timedelta(hours=-3), "3 hours behind")],
)
async def test_who_signs_by_a_wrong_clock_is_told_so_and_gives_no_key_away(by, told):
    azure = Azure()
    azure.simulator.faults.add("List Blobs", DENIED)  # no role: a signature has to do
    azure.ahead = by

    with pytest.raises(StagingForbidden) as forbidden:
        await azure.opened()

    assert told in str(forbidden.value)
    assert "timedatectl" in forbidden.value.advice
    assert azure.operations("List Keys") == []


async def test_who_signs_with_a_key_by_a_wrong_clock_is_told_so():
    azure = Azure(Rights(blobs=DataRole.NONE))
    azure.ahead = timedelta(days=-3)

    with pytest.raises(
        StagingForbidden, match=r"Signature not valid.*3 days behind Azure's: set it"
    ):
        await azure.opened()


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1)])
async def test_a_role_needs_no_clock_of_ours(tmp_path, by):
    azure = Azure()

    await azure.jumping_copy(tmp_path / "disk.vhd", tmp_path, by=by)

    assert (tmp_path / "disk.vhd").read_bytes() == whole(disk_of(azure.asking))
