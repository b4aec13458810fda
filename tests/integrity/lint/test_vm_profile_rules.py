"""The rules about the build machine, where the examples do not tell enough."""

import pytest
from judging import azure, complaints, messages, properties_with

from integrity.lint.rules.vm_profile import (
    default_vm_size,
    os_disk_size_not_gigabytes,
    os_disk_smaller_than_source,
    public_build_machine,
    small_machine_for_windows,
)
from integrity.lint.rules.vnet_config import (
    incomplete_vnet_config,
    unfit_isolated_build,
    vnet_config_of_another_version,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.edit import apply
from integrity.template.model import ImageTemplate

WINDOWS = {"type": "PlatformImage", "publisher": "MicrosoftWindowsServer"}
SEED = "2019-05-01-preview"
NETWORKS = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network"
SUBNETS = f"{NETWORKS}/virtualNetworks/build/subnets"
ELSEWHERE = f"{NETWORKS}/virtualNetworks/other/subnets"


@pytest.mark.parametrize("profile", [None, {}, {"vmSize": None}, {"vmSize": ""}])
def test_an_empty_size_is_the_default(profile):
    assert len(complaints(default_vm_size, properties_with(vmProfile=profile))) == 1


def test_a_size_of_another_type_is_not_the_default():
    assert complaints(default_vm_size, properties_with(vmProfile={"vmSize": 5})) == []


def test_the_seed_knew_one_default_only():
    assert messages(default_vm_size, properties_with(SEED)) == [
        "vmSize is not set: the build runs on Standard_D1_v2"
    ]


@pytest.mark.parametrize("profile", [..., {"vmSize": ...}])
def test_a_size_that_is_not_known_is_not_the_default(profile):
    with pytest.raises(NotKnown):
        complaints(default_vm_size, properties_with(vmProfile=profile))


def test_the_default_is_too_small_for_windows():
    template = properties_with(source={**WINDOWS, "sku": "2019-Datacenter"})

    assert messages(small_machine_for_windows, template) == [
        "Windows builds want more than Standard_D1_v2, the default"
    ]


@pytest.mark.parametrize(
    "image",
    [
        {"sku": "2022-datacenter-g2"},
        {"sku": "2019-datacenter-gensecond"},
        {"sku": "win11-23h2-avd"},
        {"sku": "2022-datacenter-azure-edition"},
        {"sku": "ent", "offer": "windows-11"},
    ],
)
def test_a_source_of_generation_2_has_a_larger_default(image):
    template = properties_with(source={**WINDOWS, **image})

    assert complaints(small_machine_for_windows, template) == []


def test_linux_may_be_built_on_a_small_machine():
    template = properties_with(source={"type": "PlatformImage", "publisher": "Debian"})

    assert complaints(small_machine_for_windows, template) == []


def test_a_system_that_nothing_tells_is_not_taken_for_windows():
    template = properties_with(source={"type": "ManagedImage", "imageId": "x"})

    assert complaints(small_machine_for_windows, template) == []


@pytest.mark.parametrize("size", ["64", "large", 30.5, -1, True, []])
def test_a_disk_size_is_a_whole_number(size):
    template = properties_with(vmProfile={"osDiskSizeGB": size})

    assert len(complaints(os_disk_size_not_gigabytes, template)) == 1


@pytest.mark.parametrize("size", [None, 0, 4095])
def test_a_disk_size_may_be_left_open(size):
    template = properties_with(vmProfile={"osDiskSizeGB": size})

    assert complaints(os_disk_size_not_gigabytes, template) == []


def test_the_fix_takes_the_quotes_of_a_disk_size_away():
    template = properties_with(vmProfile={"osDiskSizeGB": "64"})
    fix = complaints(os_disk_size_not_gigabytes, template)[0].fix

    assert '"osDiskSizeGB": 64}' in apply(template.document, fix.edits)


def test_a_disk_of_size_0_is_as_large_as_the_source():
    template = properties_with(vmProfile={"osDiskSizeGB": 0})
    facts = azure(source_disk_gib=30)

    assert complaints(os_disk_smaller_than_source, template, facts) == []


@pytest.mark.parametrize("network", [None, {}, {"subnetId": ""}])
def test_a_network_that_names_no_subnet_is_public(network):
    template = properties_with(vmProfile={"vnetConfig": network})

    assert len(complaints(public_build_machine, template)) == 1


@pytest.mark.parametrize("key", ["subnetName", "name"])
def test_a_subnet_in_the_old_form_is_private_too_even_if_some_of_it_is_missing(key):
    template = properties_with(SEED, vmProfile={"vnetConfig": {key: "x"}})

    assert complaints(public_build_machine, template) == []


@pytest.mark.parametrize("subnet", [{}, {"subnetId": ""}])
def test_a_proxy_without_a_subnet_is_a_warning(subnet):
    network = {"proxyVmSize": "Standard_A1_v2", **subnet}
    template = properties_with(vmProfile={"vnetConfig": network})

    (complaint,) = complaints(public_build_machine, template)

    assert complaint.severity is Severity.WARNING
    assert complaint.message.startswith("a proxyVmSize, but no subnet:")


def disk(size: int, sku: str, offer: str = "WindowsServer") -> ImageTemplate:
    source = {**WINDOWS, "offer": offer, "sku": sku}
    return properties_with(source=source, vmProfile={"osDiskSizeGB": size})


@pytest.mark.parametrize("offer", ["WindowsServer", "windows-11", "office-365"])
def test_the_size_of_windows_in_the_marketplace_is_known_offline(offer):
    (complaint,) = complaints(os_disk_smaller_than_source, disk(64, "x", offer))

    assert complaint.severity is Severity.WARNING
    assert (
        complaint.message == "the OS disk can only grow: the source has 127 GB, not 64"
    )


@pytest.mark.parametrize(
    "template",
    [
        disk(0, "2022-datacenter"),
        disk(127, "2022-datacenter"),
        disk(30, "2022-datacenter-smalldisk-g2"),
        disk(64, "win11-24h2-ent-cpc", "windows-ent-cpc"),
        properties_with(source={"type": "ManagedImage"}, vmProfile={"osDiskSizeGB": 9}),
    ],
)
def test_a_size_that_may_be_enough_is_left_alone(template):
    assert complaints(os_disk_smaller_than_source, template) == []


def test_what_azure_tells_of_the_source_goes_before_what_is_usual():
    small = azure(source_disk_gib=30)

    assert complaints(os_disk_smaller_than_source, disk(64, "x"), small) == []


@pytest.mark.parametrize(("size", "found"), [(4095, 0), (130_048, 1)])
def test_a_size_in_megabytes_is_larger_than_any_disk(size, found):
    complained = complaints(os_disk_size_not_gigabytes, disk(size, "x"))

    assert [one.severity for one in complained] == [Severity.WARNING] * found


def test_one_old_key_without_the_others_is_told_in_old_versions_only():
    profile = {"vnetConfig": {"name": "build"}}

    assert messages(
        incomplete_vnet_config, properties_with(SEED, vmProfile=profile)
    ) == ["vnetConfig needs all three: subnetName and resourceGroupName missing"]
    assert complaints(incomplete_vnet_config, properties_with(vmProfile=profile)) == []


def test_a_subnet_id_is_too_new_for_the_seed():
    profile = {"vnetConfig": {"subnetId": ...}}

    assert complaints(
        vnet_config_of_another_version, properties_with(SEED, vmProfile=profile)
    )
    assert not complaints(
        vnet_config_of_another_version, properties_with(vmProfile=profile)
    )


def isolated(version="2024-02-01", container=f"{SUBNETS}/containers", **network):
    network["containerInstanceSubnetId"] = container
    return properties_with(version, vmProfile={"vnetConfig": network})


@pytest.mark.parametrize(
    ("network", "problem"),
    [
        ({}, "containerInstanceSubnetId needs subnetId"),
        ({"subnetId": ""}, "containerInstanceSubnetId needs subnetId"),
        (
            {"subnetId": f"{SUBNETS}/Containers"},
            "containerInstanceSubnetId must be another subnet than subnetId",
        ),
        (
            {"subnetId": f"{ELSEWHERE}/default"},
            "containerInstanceSubnetId must be in the virtual network of subnetId",
        ),
        (
            {"subnetId": f"{SUBNETS}/default", "proxyVmSize": "Standard_A1_v2"},
            "proxyVmSize must not be given beside containerInstanceSubnetId",
        ),
    ],
)
def test_an_isolated_build_takes_two_subnets_and_no_proxy(network, problem):
    assert messages(unfit_isolated_build, isolated(**network)) == [problem]


@pytest.mark.parametrize(
    "template",
    [
        isolated(subnetId=f"{SUBNETS}/default"),
        isolated(subnetId=f"{SUBNETS.upper()}/default", proxyVmSize=""),
        isolated(container=""),
        isolated("2023-07-01"),
        isolated(subnetId="default"),
    ],
)
def test_what_is_isolated_or_not_meant_to_be_is_fine(template):
    assert messages(unfit_isolated_build, template) == []


@pytest.mark.parametrize("key", ["subnetId", "proxyVmSize"])
def test_an_isolated_build_that_is_not_known_is_not_judged(key):
    with pytest.raises(NotKnown):
        messages(unfit_isolated_build, isolated(**{key: ...}))


def test_a_blank_key_of_a_network_is_missing():
    network = {"name": "build", "subnetName": " ", "resourceGroupName": "g"}
    template = properties_with(SEED, vmProfile={"vnetConfig": network})

    assert messages(incomplete_vnet_config, template) == [
        "vnetConfig needs all three: subnetName missing"
    ]
