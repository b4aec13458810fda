import copy

import pytest

from transfer.azure.comparing import Change, differences
from transfer.azure.defaults import clean_template, request_body

IDENTITY = (
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity"
    "/userAssignedIdentities/builder"
)
FILE = {
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "apiVersion": "2025-10-01",
    "name": "web",
    "location": "westeurope",
    "tags": {"vmSize": ""},
    "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
    "properties": {
        "source": {"type": "PlatformImage", "sku": "server"},
        "customize": [{"type": "Shell", "scriptUri": "https://a.example.com/a.sh"}],
        "distribute": [
            {
                "type": "VHD",
                "runOutputName": "vhd",
                "artifactTags": {"vmSize": "", "uri": ""},
            }
        ],
    },
}


def answered():
    """The file as the service answers it: filled in, and with what is read-only."""
    live = copy.deepcopy(FILE)
    properties = live["properties"]
    live["id"] = "/subscriptions/s/x"
    live["systemData"] = {"createdBy": "x"}
    live["location"] = "West Europe"
    live["identity"]["userAssignedIdentities"] = {
        IDENTITY.lower(): {"principalId": "p", "clientId": "c"}
    }
    properties["source"]["exactVersion"] = "1.0.0"
    properties["customize"][0]["sha256Checksum"] = "ab" * 32
    properties["distribute"][0]["uri"] = ""
    properties |= {
        "provisioningState": "Succeeded",
        "lastRunStatus": {"runState": "Succeeded"},
        "exactStagingResourceGroup": "/subscriptions/s/resourceGroups/IT_x",
        "buildTimeoutInMinutes": 0,
        "vmProfile": {"vmSize": "", "osDiskSizeGB": 0},
    }
    return live


def test_what_the_service_fills_in_is_no_difference():
    assert differences(FILE, answered()) == ()


def test_a_clean_template_is_the_file_with_the_services_checksums():
    expected = copy.deepcopy(FILE)
    expected["location"] = "West Europe"
    expected["identity"]["userAssignedIdentities"] = {IDENTITY.lower(): {}}
    expected["properties"]["customize"][0]["sha256Checksum"] = "ab" * 32

    assert clean_template(answered(), api_version="2025-10-01") == expected


def test_a_clean_template_is_clean_already():
    clean = clean_template(answered(), api_version="2025-10-01")

    assert clean_template(clean, api_version="2025-10-01") == clean


def test_what_is_sent_has_its_defaults_and_nothing_read_only():
    sent = request_body(answered())

    assert set(sent) == {"location", "tags", "identity", "properties"}
    assert sent["properties"]["vmProfile"] == {"vmSize": "", "osDiskSizeGB": 0}
    assert "exactVersion" not in sent["properties"]["source"]
    assert "provisioningState" not in sent["properties"]


def changed(path, value):
    live = answered()
    place = live
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return live


@pytest.mark.parametrize(
    ("live", "pointer", "change"),
    [
        (
            changed(("properties", "buildTimeoutInMinutes"), 60),
            "/properties/buildTimeoutInMinutes",
            Change.REMOVED,
        ),
        (
            changed(("properties", "vmProfile", "osDiskSizeGB"), 64),
            "/properties/vmProfile",
            Change.REMOVED,
        ),
        (changed(("location",), "northeurope"), "/location", Change.CHANGED),
        (
            changed(("properties", "source", "sku"), "other"),
            "/properties/source/sku",
            Change.CHANGED,
        ),
        (changed(("properties", "customize"), []), "/properties/customize/0", Change.ADDED),
        (changed(("tags",), {"vmSize": "", "a/b~c": "1"}), "/tags/a~1b~0c", Change.REMOVED),
        (
            changed(("properties", "distribute", 0, "artifactTags"), {"uri": ""}),
            "/properties/distribute/0/artifactTags/vmSize",
            Change.ADDED,
        ),
    ],
)  # fmt: skip
def test_a_difference_is_told_at_its_place(live, pointer, change):
    (found,) = differences(FILE, live)

    assert (found.pointer, found.change) == (pointer, change)


def test_a_checksum_that_both_have_is_compared():
    file = copy.deepcopy(FILE)
    file["properties"]["customize"][0]["sha256Checksum"] = "AB" * 32

    assert differences(file, answered()) == ()
    file["properties"]["customize"][0]["sha256Checksum"] = "cd" * 32
    assert [one.change for one in differences(file, answered())] == [Change.CHANGED]


def test_true_is_not_one():
    assert len(differences({"properties": {"a": True}}, {"properties": {"a": 1}})) == 1
