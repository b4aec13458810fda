"""What is at risk is known soon, remembered, and asked for no more than is needed."""

from contextlib import closing

import pytest
from live_side import ALWAYS, DEADLINE, alive, key_of, signed_in, until

from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.resource_ids import template_id
from transfer.azure.whereabouts import PlacedOutput, Status
from transfer.simulator.faults import refuse
from tui.live.memory import OutputMemory, Recalled
from tui.live.sizes import Unread, VhdSize

WITH_DISKS = {"edge-iot", "rhel9-base", "ubuntu-golden", "win11-avd"}


def asked(simulator, operation) -> int:
    return [one.operation for one in simulator.heard].count(operation)


def names(now) -> set[str]:
    """The templates whose outputs are known."""
    return {one.summary.name for one in now.templates if one.key in now.outputs}


def the_disk(now, name):
    """The VHD of a template."""
    outputs = now.outputs[key_of(now, name)]
    return next(one for one in outputs if one.address is not None)


def test_what_may_be_at_risk_is_read_after_the_list_and_nothing_else(azure):
    simulator, origin = azure
    with signed_in(origin) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))

    assert names(now) == WITH_DISKS  # legacy-2019 has one, too, and never ran
    assert the_disk(now, "win11-avd").status is Status.AT_RISK
    assert the_disk(now, "win11-avd").made == _ended(now, "win11-avd")
    assert asked(simulator, "List Run Outputs") == len(WITH_DISKS)


def test_of_outputs_that_are_refused_all_over_the_first_is_said(azure):
    simulator, origin = azure
    no = refuse(403, "AuthorizationFailed", message="nobody may list outputs")
    simulator.faults.add("List Run Outputs", no, times=ALWAYS)
    with signed_in(origin) as live:
        until(live, lambda _: asked(simulator, "List Run Outputs") == len(WITH_DISKS))
        until(live, lambda now: now.messages)
    now = live.snapshot()

    assert len([one for one in now.messages if "nobody may list" in one]) == 1
    assert now.outputs == {}


def _ended(now, name):
    one = next(one for one in now.templates if one.summary.name == name)
    return one.summary.last_run.ended


def test_what_was_at_risk_the_last_time_is_shown_before_azure_has_answered(
    azure, tmp_path
):
    simulator, origin = azure
    with signed_in(origin, memory=tmp_path) as live:
        before = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
    simulator.heard.clear()

    with alive(origin, memory=tmp_path) as live:
        live.sign_in()
        first = until(live, lambda now: now.outputs)
        whole = until(live, lambda now: now.account.as_of)

    assert first.outputs == before.outputs
    assert first.recalled == frozenset(before.outputs)
    assert not first.is_read(key_of(whole, "win11-avd"))
    assert asked(simulator, "List Run Outputs") == 0  # no run since


def test_outputs_of_before_another_run_are_read_anew(azure, tmp_path):
    _, origin = azure
    with signed_in(origin, memory=tmp_path) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
        before = the_disk(now, "rhel9-base").address
        key = key_of(now, "rhel9-base")
    with signed_in(origin) as somebody_else:
        somebody_else.run(key)
        until(somebody_else, lambda now: "has succeeded" in "".join(now.messages))

    with signed_in(origin, memory=tmp_path) as live:
        now = until(live, lambda now: now.is_read(key))

    assert the_disk(now, "rhel9-base").address != before


def test_what_was_remembered_of_a_template_that_is_gone_is_forgotten(azure, tmp_path):
    _, origin = azure
    with signed_in(origin, memory=tmp_path) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
        live.delete(live.plan_deletion(key_of(now, "rhel9-base")).result(20.0))
        until(live, lambda now: any("is deleted" in one for one in now.messages))
        until(live, lambda now: len(now.outputs) < len(WITH_DISKS))

    with alive(origin, memory=tmp_path) as live:
        live.sign_in()
        now = until(live, lambda now: now.outputs)

    assert not any("rhel9-base" in key for key in now.outputs)


def test_a_size_is_read_once_and_remembered(azure, tmp_path):
    simulator, origin = azure
    with signed_in(origin, memory=tmp_path) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
        address = the_disk(now, "win11-avd").address
        for _ in range(3):
            live.want_size(address)
        now = until(live, lambda now: now.sizes)
    looked = asked(simulator, "Get Blob Properties")

    with alive(origin, memory=tmp_path) as live:
        live.sign_in()
        again = until(live, lambda now: now.outputs)

    found = now.sizes[address.without_query]
    assert found == VhdSize(256 * 2**20 + 512, found.data_bytes)
    assert 96 * 2**20 <= found.data_bytes < found.size
    assert looked == 1
    assert again.sizes == now.sizes


def test_a_disk_of_which_the_service_says_that_there_is_none_is_lost(azure):
    simulator, origin = azure
    with signed_in(origin) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
        address = the_disk(now, "win11-avd").address
        simulator.faults.add("Get Blob Properties", refuse(404, ""), times=1)
        live.want_size(address)
        now = until(live, lambda now: now.sizes)
        assert the_disk(now, "win11-avd").status is Status.AT_RISK

        simulator.faults.add("Get Blob Properties", refuse(404, "BlobNotFound"))
        live.measure([address]).result(DEADLINE)
        now = until(
            live, lambda now: the_disk(now, "win11-avd").status is not Status.AT_RISK
        )

    assert the_disk(now, "win11-avd").status is Status.LOST
    assert the_disk(now, "rhel9-base").status is Status.AT_RISK


def test_several_disks_are_measured_together(azure):
    _, origin = azure
    with signed_in(origin) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
        disks = [the_disk(now, name).address for name in ("rhel9-base", "win11-avd")]
        nowhere = SecretUrl(f"{origin}/contosoimages/vhds/none.vhd")
        found = live.measure([*disks, nowhere]).result(DEADLINE)

    assert found.size == (128 + 256) * 2**20 + 2 * 512
    assert found.unknown == 1


def test_a_size_that_cannot_be_read_says_why(azure):
    _, origin = azure
    nowhere = SecretUrl(f"{origin}/contosoimages/vhds/none.vhd")
    with signed_in(origin) as live:
        until(live, lambda now: now.outputs)
        live.want_size(nowhere)
        now = until(live, lambda now: now.sizes)

    assert isinstance(now.sizes[nowhere.without_query], Unread)
    assert now.messages == ()


def test_no_signature_is_remembered(tmp_path):
    template = template_id("s", "g", "golden")
    output = template.child("runOutputs", "vhd")
    address = SecretUrl("https://staging.example/vhds/golden.vhd?sig=c2VjcmV0")
    placed = PlacedOutput(
        output, template, Safe("VHD"), Status.AT_RISK, Safe("staging"), address=address
    )
    with closing(OutputMemory(tmp_path, "https://management.example")) as memory:
        memory.remember(Recalled(str(template), "", (placed,)))
        memory.remember_size(address, VhdSize(3, 2))
        size = memory.size(address)

    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert size == VhdSize(3, 2)
    assert b"golden.vhd" in kept
    assert b"c2VjcmV0" not in kept


def test_an_output_of_a_moment_that_there_is_not_is_not_recalled(tmp_path):
    template = template_id("s", "g", "golden")
    output = template.child("runOutputs", "vhd")
    placed = PlacedOutput(output, template, Safe("VHD"), Status.AT_RISK, Safe("s"))
    with closing(OutputMemory(tmp_path, "https://management.example")) as memory:
        memory.remember(Recalled(str(template).casefold(), "", (placed,)))
        change = """UPDATE template SET told = replace(told, '"made": null', ?)"""
        found = []
        for made in ("0", "1e300", "1e17"):
            memory._store.keep((change, [(f'"made": {made}',)]))
            found.append(len([*memory.recall(ResourceId("s", "g"))]))
            memory.remember(Recalled(str(template).casefold(), "", (placed,)))

    assert found == [1, 0, 0]


@pytest.mark.parametrize(
    "told", ["", "3", "[]]", "[3]", "[{}]", "[" * 100_000], ids=lambda told: told[:9]
)
def test_outputs_that_somebody_else_wrote_are_not_recalled(tmp_path, told):
    template = template_id("s", "g", "golden")
    with closing(OutputMemory(tmp_path, "https://management.example")) as memory:
        memory.remember(Recalled(str(template).casefold(), "", ()))
        memory._store.keep(("UPDATE template SET told = ?", [(told,)]))

        assert [*memory.recall(ResourceId("s", "g"))] == []


class Records:
    """Knows of a copy of everything once somebody has made one."""

    copy = None

    def rescued_to(self, output, address):
        return self.copy


def test_what_is_rescued_is_told_at_once_though_azure_does_not_answer(azure):
    simulator, origin = azure
    records = Records()
    with signed_in(origin, records=records) as live:
        now = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
        refused = refuse(503, "ServerBusy")
        simulator.faults.add("List Run Outputs", refused, times=10**6)
        records.copy = Safe("/kept/disk.vhd")
        key = key_of(now, "ubuntu-golden")

        live.want_outputs([key])
        now = until(live, lambda now: the_disk(now, "ubuntu-golden").place[0] == "/")

    disks = [one for one in now.outputs[key] if one.address is not None]
    assert [one.place for one in disks] == ["/kept/disk.vhd"] * 2
    assert {one.status for one in disks} == {Status.RESCUED}


def test_vhds_of_earlier_runs_are_known_and_remembered_as_such(azure, tmp_path):
    _, origin = azure
    with signed_in(origin, memory=tmp_path) as live:
        before = until(live, lambda now: len(now.outputs) == len(WITH_DISKS))
    with alive(origin, memory=tmp_path) as live:
        live.sign_in()
        recalled = until(live, lambda now: now.outputs)

    for now in (before, recalled):
        older = [one for each in now.outputs.values() for one in each if one.is_older]
        assert [(one.template.name, one.status) for one in older] == [
            ("ubuntu-golden", Status.AT_RISK)
        ]
