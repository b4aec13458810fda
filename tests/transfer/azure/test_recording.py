"""A whole template's life as the real service answered it, understood by our client."""

import json

import pytest
from recorded_azure import RECORDING, Playback, exchanges
from scripted_azure import azure

from transfer.azure.changes import Changes
from transfer.azure.endings import built, deleted, ready
from transfer.azure.resource_ids import parse_id
from transfer.azure.resources import run_output_of

pytestmark = pytest.mark.skipif(
    not RECORDING.is_file(), reason=f"the recording is not at {RECORDING}"
)
VERSION = "2020-02-14"


@pytest.fixture
def template():
    made = exchanges()[0]
    return parse_id(json.loads(made.body)["id"])


@pytest.fixture
def playback():
    return Playback()


@pytest.fixture
def real(playback):
    return azure(playback, api_version=VERSION)


async def test_a_whole_life_is_followed_and_every_answer_is_heard(
    real, playback, template
):
    changes, manager = Changes(real.manager), real.manager
    made = await ready(manager, await changes.create(template, {"location": "eastus"}))
    await manager.template(template)
    await built(manager, await changes.run(template))
    path = f"{template.path}/runOutputs/image_it_pir_1"
    body = await manager.read(path, "read a run output", api_version=VERSION)
    await deleted(manager, await changes.delete(template))

    assert made.summary.provisioning_state == "Succeeded"
    assert run_output_of(body).artifact_id.endswith("/Microsoft.Compute/images/MyImage")
    assert await manager.find_template(template) is None
    assert playback.unheard == []


async def test_the_recorded_template_is_read_whole(real, template):
    begun = await Changes(real.manager).create(template, {})
    made = await ready(real.manager, begun)

    assert made.summary.id == template
    assert made.summary.group == template.group
    assert made.summary.location == "eastus"
    assert made.summary.outputs == ("ManagedImage",)
    assert made.summary.last_run is None
    assert [principal for _, principal in made.identities] == [
        "760da34a-927f-4a26-bc5e-6c8c30f850cd"
    ]


async def test_the_recorded_run_is_polled_where_the_header_says_and_in_growing_pauses(
    real, template
):
    changes, heard = Changes(real.manager), []
    await ready(real.manager, await changes.create(template, {}))
    real.time.slept.clear()
    await built(real.manager, await changes.run(template), on_status=heard.append)

    assert heard[-1] == "Succeeded"
    assert set(heard[:-1]) == {"InProgress"}
    assert real.time.slept[:3] == [2.0, 3.0, 4.5]
    assert max(real.time.slept) == 30.0


async def test_every_request_asks_with_the_version_that_was_chosen(real, template):
    await Changes(real.manager).create(template, {})

    versions = {
        request.url.params["api-version"] for request in real.transport.requests
    }
    assert versions == {VERSION}
