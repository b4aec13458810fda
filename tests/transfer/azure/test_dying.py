"""What dies with a template: in doubt more of it, and never less."""

from dataclasses import replace

import pytest
from scripted_azure import TEMPLATE, azure, by_call, reply, run_status
from scripted_storage import BLOBS, GROUP, account_body, container, forbidden
from staging_areas import ACCOUNTS, STAGED, accounts, detail

from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from transfer.azure.dying import Dying, newly_lost, what_dies
from transfer.azure.staging.vhds import outputs_in_sight
from transfer.azure.whereabouts import (
    NoRecords,
    PlacedOutput,
    Status,
    placed_outputs,
)

OUTPUTS, VHDS, STAGING = "GET /runOutputs", "GET /vhds", f"GET {GROUP}"
OWN = "https://mine.blob.core.windows.net/vhds/disk.vhd"


def run_output(uri):
    told = {"id": f"{TEMPLATE}/runOutputs/disk", "properties": {"artifactUri": uri}}
    return reply(200, {"value": [told]})


def staging(uri, vhds, **more):
    """An Azure in which a template has one run output, and staging holds some files."""
    return azure(
        by_call(
            {
                OUTPUTS: run_output(uri),
                STAGING: reply(200, {}),
                ACCOUNTS: accounts(account_body()),
                VHDS: vhds,
                **more,
            }
        )
    )


async def dying(real, template=STAGED):
    notes = []
    found = await what_dies(real.manager, template, NoRecords(), notes.append)
    return [(str(one.name), one.is_at_risk, one.size) for one in found], notes


def vhd(name, *, status=Status.AT_RISK):
    output = PlacedOutput(
        TEMPLATE.child("runOutputs", name),
        TEMPLATE,
        Safe("VHD"),
        status,
        Safe("staging"),
        address=SecretUrl(f"{BLOBS}/vhds/{name}.vhd"),
    )
    return Dying(output, 1)


async def test_run_outputs_and_vhds_of_earlier_runs_die_with_their_sizes():
    files = {"disk.vhd": b"12", "older.VHD": b"123", "notes.txt": b""}
    real = staging(f"{BLOBS}/vhds/disk.vhd", container(files))

    assert await dying(real) == ([("disk", True, 2), ("older.VHD", True, 3)], [])


async def test_a_vhd_that_is_listed_no_more_is_dead_already():
    real = staging(f"{BLOBS}/vhds/disk.vhd", container({}))

    assert await dying(real) == ([], [])


@pytest.mark.parametrize("vhds", [forbidden(), reply(200, b"<Enumera")])
async def test_where_staging_cannot_be_seen_a_run_output_dies_and_it_is_said(vhds):
    refused = {"POST /listKeys": forbidden(), "POST /": forbidden()}
    real = staging(f"{BLOBS}/vhds/disk.vhd", vhds, **refused)

    found, notes = await dying(real)

    assert found == [("disk", True, None)]
    assert len(notes) == 1


async def test_a_vhd_in_another_container_is_not_missed_in_this_one():
    real = staging(f"{BLOBS}/images/disk.vhd", container({}))

    assert await dying(real) == ([("disk", True, None)], [])


async def test_a_delivered_vhd_hides_no_other_of_its_name_in_staging():
    to_own = {"type": "VHD", "runOutputName": "disk", "uri": OWN}
    to_come = {"type": "VHD", "runOutputName": "next"}
    template = detail(
        exactStagingResourceGroup=GROUP,
        distribute=[to_own, to_come],
        lastRunStatus=run_status("Failed"),
    )
    real = staging(OWN, container({"disk.vhd": b"1"}))

    outputs, _ = await outputs_in_sight(real.manager, template, NoRecords(), print)

    assert await dying(real, template) == ([("disk.vhd", True, 1)], [])
    assert [(one.name, one.status) for one in outputs] == [
        ("disk", Status.DELIVERED),
        ("next", Status.NOT_YET),
        ("disk.vhd", Status.AT_RISK),
    ]


async def test_a_template_that_names_no_staging_group_loses_its_vhd_all_the_same():
    real = staging(f"{BLOBS}/vhds/disk.vhd", container({}))

    found, _ = await dying(real, detail())

    assert found == [("disk", True, None)]


@pytest.mark.parametrize(
    ("group", "status"),
    [
        (reply(404, {"error": {"code": "ResourceGroupNotFound"}}), Status.LOST),
        (reply(403, {"error": {"code": "AuthorizationFailed"}}), Status.AT_RISK),
        (reply(200, {}), Status.AT_RISK),
    ],
    ids=["404", "403", "200"],
)
async def test_a_vhd_is_gone_only_where_the_service_says_that_its_group_is(
    group, status
):
    real = staging(f"{BLOBS}/vhds/disk.vhd", container({}), **{STAGING: group})

    (output,) = await placed_outputs(real.manager, STAGED, NoRecords())

    assert output.status is status


def test_what_somebody_was_told_of_is_not_newly_lost():
    told, other = vhd("told"), vhd("other")

    assert newly_lost([told], [told, other]) == (other,)
    assert newly_lost([told, other], [other]) == ()


def test_a_copy_that_counts_no_more_is_newly_lost():
    saved = vhd("disk", status=Status.RESCUED)
    lost = replace(saved, output=replace(saved.output, status=Status.AT_RISK))

    assert newly_lost([saved], [lost]) == (lost,)
    assert newly_lost([lost], [saved]) == ()
    assert newly_lost([], [saved]) == ()
