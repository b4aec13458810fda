"""The official SDK of Image Builder, led through a whole template life by the simulator."""

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.imagebuilder import ImageBuilderClient
from simulating import body

from transfer.simulator.clock import Clock
from transfer.simulator.scenario import BuildPlan, Scenario
from transfer.simulator.server import served
from transfer.simulator.simulator import Simulator

GROUP = "rg-golden"


@pytest.fixture
def sdk(certificates):
    """The SDK's client and the simulator that answers it, over TLS on loopback."""
    tls, trusted = certificates
    simulated = Simulator(Scenario(), clock=Clock(), seconds_each_request=15.0)
    with served(simulated, tls=tls) as server:
        client = ImageBuilderClient(
            simulated.credential(),
            simulated.world.scenario.subscription,
            base_url=server.origin,
            connection_verify=str(trusted),
            polling_interval=0,
        )
        with client:
            yield client.virtual_machine_image_templates, simulated


def test_a_template_lives_from_submission_to_deletion(sdk):
    templates, simulated = sdk

    made = templates.begin_create_or_update(GROUP, "linux", body()).result()
    templates.begin_run(GROUP, "linux").result()
    built = templates.get(GROUP, "linux")
    outputs = list(templates.list_run_outputs(GROUP, "linux"))
    one = templates.get_run_output(GROUP, "linux", "disk")
    listed = [template.name for template in templates.list()]
    templates.begin_delete(GROUP, "linux").result()

    assert made.properties.provisioning_state == "Succeeded"
    assert len(made.properties.customize[0].sha256_checksum) == 64
    assert made.properties.exact_staging_resource_group.startswith("/subscriptions/")
    assert built.properties.last_run_status.run_state == "Succeeded"
    assert [output.name for output in outputs] == ["disk"]
    assert one.properties.artifact_uri.endswith(".vhd")
    assert listed == ["linux"]
    assert list(templates.list_by_resource_group(GROUP)) == []
    assert simulated.world.lost == {one.properties.artifact_uri}


def test_a_failed_build_ends_the_poller_with_the_service_s_code(sdk):
    templates, simulated = sdk
    templates.begin_create_or_update(GROUP, "linux", body()).result()
    simulated.world.template(GROUP, "linux").plan = BuildPlan(fails_at=2)

    with pytest.raises(HttpResponseError) as failed:
        templates.begin_run(GROUP, "linux").result()

    assert failed.value.error.code == "PackerBuildFailed"
    status = templates.get(GROUP, "linux").properties.last_run_status
    assert status.run_state == "Failed"
    assert "/packerlogs/" in status.message


def test_a_cancelled_run_is_cancelled(sdk):
    templates, _ = sdk
    templates.begin_create_or_update(GROUP, "linux", body()).result()
    templates.begin_run(GROUP, "linux", polling=False)

    templates.begin_cancel(GROUP, "linux").result()

    states = [
        templates.get(GROUP, "linux").properties.last_run_status.run_state
        for _ in range(5)
    ]
    assert states[0] == "Canceling"
    assert states[-1] == "Canceled"


def test_a_template_that_is_there_is_not_changed_by_put(sdk):
    templates, _ = sdk
    templates.begin_create_or_update(GROUP, "linux", body()).result()

    with pytest.raises(HttpResponseError, match="currently not supported") as refused:
        templates.begin_create_or_update(GROUP, "linux", body())

    assert refused.value.status_code == 409


def test_tags_are_patched(sdk):
    templates, _ = sdk
    templates.begin_create_or_update(GROUP, "linux", body()).result()

    templates.begin_update(GROUP, "linux", {"tags": {"team": "images"}}).result()

    assert templates.get(GROUP, "linux").tags == {"team": "images"}


def test_what_is_not_there_is_not_found(sdk):
    templates, _ = sdk

    with pytest.raises(ResourceNotFoundError) as missing:
        templates.get(GROUP, "absent")

    assert missing.value.error.code == "ResourceNotFound"
