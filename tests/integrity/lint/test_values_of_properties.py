"""Values of a wrong type or out of their limits, and those that are missing."""

import pytest
from judging import complaints, messages, properties_with
from mending import mended, severities, tree_messages

from integrity.lint.rules.property_tree import (
    missing_property,
    value_not_allowed,
    wrong_type_of_value,
)
from integrity.lint.severity import Severity

LACKING = "0a1b2c3d-0000-1111-2222-33334444555"
SUBNET = (
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network"
    "/virtualNetworks/n/subnets/build"
)


@pytest.mark.parametrize(
    ("properties", "mended_properties"),
    [
        (
            {"validate": {"sourceValidationOnly": "True"}},
            {"validate": {"sourceValidationOnly": True}},
        ),
        (
            {"additionalDataDisks": [{"sizeGB": "64"}]},
            {"additionalDataDisks": [{"sizeGB": 64}]},
        ),
        (
            {"distribute": [{"type": "SharedImage", "replicationRegions": "westus2"}]},
            {
                "distribute": [
                    {"type": "SharedImage", "replicationRegions": ["westus2"]}
                ]
            },
        ),
    ],
)
def test_a_value_in_quotes_or_without_brackets_is_mended(properties, mended_properties):
    template = properties_with("2025-10-01", **properties)

    assert mended(wrong_type_of_value, template)["properties"] == mended_properties


@pytest.mark.parametrize(
    ("properties", "way_out"),
    [
        ({"validate": []}, 'Write {"inVMValidations": …}, with this in it.'),
        ({"autoRun": "Enabled"}, 'Write {"state": …}, with this in it.'),
        ({"autoRun": {"state": True}}, "Write Enabled or Disabled."),
        (
            {"validate": {"inVMValidations": {"type": "Shell"}}},
            "Write an array, with this in its brackets.",
        ),
        (
            {"distribute": [{"type": "SharedImage", "targetRegions": ["westus2"]}]},
            'Write {"name": …}, with this in it.',
        ),
        (
            {"distribute": [{"type": "SharedImage", "versioning": "Latest"}]},
            'Write {"scheme": "Latest"}.',
        ),
        ({"vmProfile": {"vnetConfig": SUBNET}}, "Write an object."),
    ],
)
def test_the_way_out_takes_what_is_there(properties, way_out):
    (complaint,) = complaints(
        wrong_type_of_value, properties_with("2025-10-01", **properties)
    )

    assert complaint.help == way_out


@pytest.mark.parametrize(
    "properties",
    [
        {"additionalDataDisks": [{"sizeGB": 1.5}]},
        {"additionalDataDisks": [{"sizeGB": "many"}]},
        {"additionalDataDisks": {"sizeGB": 1}},
        {"additionalDataDisks": [64]},
        {"managedResourceTags": {"team": 7}},
        {"validate": {"sourceValidationOnly": 1}},
        {"errorHandling": "abort"},
        {"customize": [None]},
        {"customize": [{"type": "Shell", "inline": ["true", None]}]},
    ],
)
def test_a_value_of_another_type_is_told_and_left(properties):
    template = properties_with("2025-10-01", **properties)

    assert severities(wrong_type_of_value, template) == [Severity.ERROR]
    assert mended(wrong_type_of_value, template)["properties"] == properties


@pytest.mark.parametrize(
    "written",
    [
        "@{type=VHD; runOutputName=base}",
        "System.Object[]",
        "System.Collections.Hashtable",
    ],
)
def test_what_powershell_cut_off_is_called_that(written):
    template = properties_with(distribute=[written])
    (told,) = complaints(wrong_type_of_value, template)

    assert told.message == "distribute[0] must be an object, not a string"
    assert "ConvertTo-Json" in told.help


@pytest.mark.parametrize("value", [None, ...])
def test_a_value_that_is_null_or_not_known_is_not_judged(value):
    template = properties_with(
        source=value, vmProfile={"vmSize": value}, errorHandling=value
    )

    assert tree_messages(template) == []


def test_null_counts_as_missing():
    template = properties_with(
        source={
            "type": "PlatformImage",
            "planInfo": {"planName": None, "planProduct": "p"},
        }
    )

    assert messages(missing_property, template) == [
        "'planName' is required in source.planInfo",
        "'planPublisher' is required in source.planInfo",
    ]


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (
            {"validate": {"inVMValidations": [{"type": "WindowsRestart"}]}},
            "validate.inVMValidations[0].type must be Shell or PowerShell or File",
        ),
        (
            {"optimize": {"vmBoot": {"state": "On"}}},
            "optimize.vmBoot.state must be Enabled or Disabled",
        ),
        (
            {"additionalDataDisks": [{"sizeGB": -1}]},
            "additionalDataDisks[0].sizeGB must be 0 or more",
        ),
        (
            {"stagingResourceGroup": "images"},
            "stagingResourceGroup must be a resource group's id:"
            " /subscriptions/{subscription}/resourceGroups/{group}",
        ),
        (
            {"vmProfile": {"vnetConfig": {"subnetId": SUBNET.rpartition("/")[0]}}},
            "vmProfile.vnetConfig.subnetId must be a subnet's id:"
            " /subscriptions/{subscription}/resourceGroups/{group}/providers"
            "/Microsoft.Network/virtualNetworks/{network}/subnets/{subnet}",
        ),
        (
            {"stagingResourceGroup": f"/subscriptions/{LACKING}/resourceGroups/g"},
            "stagingResourceGroup must be a resource group's id:"
            " /subscriptions/{subscription}/resourceGroups/{group};"
            " its subscription is not quite a GUID",
        ),
        (
            {"vmProfile": {"vnetConfig": {"subnetId": f"{SUBNET} of ours"}}},
            "vmProfile.vnetConfig.subnetId must be a subnet's id:"
            " /subscriptions/{subscription}/resourceGroups/{group}/providers"
            "/Microsoft.Network/virtualNetworks/{network}/subnets/{subnet};"
            " white space is in it",
        ),
        *(
            (
                {"stagingResourceGroup": f"/subscriptions/s/resourceGroups/{group}"},
                "stagingResourceGroup must be a resource group's id:"
                " /subscriptions/{subscription}/resourceGroups/{group}" + slip,
            )
            for group, slip in (
                ("build ", "; white space is in it"),
                ("build.", ""),
                ("build*", ""),
                ("b" * 91, ""),
            )
        ),
        (
            {"vmProfile": {"userAssignedIdentities": [""]}},
            "vmProfile.userAssignedIdentities[0] must be a managed identity's id:"
            " /subscriptions/{subscription}/resourceGroups/{group}/providers"
            "/Microsoft.ManagedIdentity/userAssignedIdentities/{identity}",
        ),
        (
            {"distribute": [{"type": "SharedImage", "targetRegions": [{"name": " "}]}]},
            "distribute[0].targetRegions[0].name must be the name of a region",
        ),
        (
            {"distribute": [{"type": "SharedImage", "replicationRegions": [""]}]},
            "distribute[0].replicationRegions[0] must be the name of a region",
        ),
    ],
)
def test_a_value_out_of_its_limits_is_an_error(properties, message):
    template = properties_with("2025-10-01", **properties)

    assert messages(value_not_allowed, template) == [message]
    assert severities(value_not_allowed, template) == [Severity.ERROR]


@pytest.mark.parametrize(
    "subnet", ["", SUBNET, SUBNET.lower(), "$(subnetId)", "{{ subnet }}"]
)
def test_an_id_may_be_empty_in_any_case_or_to_be_filled_in(subnet):
    template = properties_with(vmProfile={"vnetConfig": {"subnetId": subnet}})

    assert messages(value_not_allowed, template) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"errorHandling": {"onCustomizerError": "retry"}},
        {"distribute": [{"type": "SharedImage", "storageAccountType": "UltraSSD_LRS"}]},
        {"vmProfile": {"vmSize": "Standard D2s v5"}},
        {"vmProfile": {"vmSize": "D2s_v5"}},
        {"vmProfile": {"vnetConfig": {"proxyVmSize": "B2ms"}}},
    ],
)
def test_an_unknown_word_in_an_open_list_is_a_warning(properties):
    template = properties_with(**properties)

    assert severities(value_not_allowed, template) == [Severity.WARNING]


@pytest.mark.parametrize(
    "size", ["", "Standard_D2s_v5", "standard_nc4as_t4_v3", "Basic_A1", "<size>", None]
)
def test_a_size_has_a_name_of_one_form(size):
    template = properties_with(vmProfile={"vmSize": size})

    assert messages(value_not_allowed, template) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"source": {"type": "ISO"}},
        {"source": {"type": "SharedImageVersion", "imageVersionID": "i"}},
        {"customize": {}},
        {"customize": [{"type": "Ansible"}, {"type": "Shell", "inline": "ls"}]},
        {"customize": [{"type": "PowerShell", "validExitCodes": ["0"]}]},
        {"customize": [{"type": "PowerShell", "runElevated": "true"}]},
        {"customize": [{"type": "WindowsUpdate", "filters": "x", "updateLimit": -1}]},
        {"distribute": [{"type": "VHD", "tags": {}}]},
        {"distribute": {}},
        {"buildTimeoutInMinutes": "60"},
        {"buildTimeoutInMinutes": 2000},
        {"vmProfile": {"osDiskSizeGB": "30"}},
        {"vmProfile": {"vnetConfig": {"name": "n"}}},
    ],
)
def test_what_a_rule_of_its_own_judges_is_left_to_it(properties):
    assert tree_messages(properties_with(**properties)) == []


def test_a_part_of_an_unknown_kind_is_not_judged_further():
    template = properties_with(customize=[{"type": ..., "whatever": 1}])

    assert tree_messages(template) == []


@pytest.mark.parametrize(
    ("uri", "count"),
    [
        ("https://contoso.blob.core.windows.net/vhds/base.vhd", 0),
        ("https://contoso.blob.core.windows.net/vhds/2026/base", 0),
        ("", 0),
        ("https://contoso.blob.core.windows.net/vhds/", 1),
        ("https://contoso.blob.core.windows.net", 1),
        ("https://contoso.blob.core.usgovcloudapi.net/vhds/base.vhd", 0),
        ("https://contoso.file.core.windows.net/vhds/base.vhd", 1),
        ("vhds/base.vhd", 1),
    ],
)
def test_a_vhd_goes_to_the_address_of_a_blob(uri, count):
    target = {"type": "VHD", "runOutputName": "vhd", "uri": uri}
    found = complaints(value_not_allowed, properties_with(distribute=[target]))

    assert [one.severity for one in found] == [Severity.WARNING] * count
