"""The api-versions, and the property tree that depends on them."""

from collections.abc import Iterator

import pytest
from judging import properties_with

from integrity.template.departures import OutOfTime
from integrity.template.properties import (
    ArrayOf,
    MapOf,
    Named,
    Record,
    Shape,
    Text,
    Union,
)
from integrity.template.property_tree import ENVELOPE
from integrity.template.versions import (
    API_VERSIONS,
    NEWEST,
    VERSIONS,
    canonical_kind,
    next_version,
)


def names_in(shape: Shape) -> Iterator[Named]:
    """Everything with a name in a piece of the tree."""
    match shape:
        case Record():
            for one in shape.properties.things:
                yield one
                yield from names_in(one.shape)
        case Union():
            for case in shape.cases.things:
                yield case
                yield from names_in(case.record)
        case ArrayOf() | MapOf():
            yield from names_in(shape.item)
        case Text(words=words) if words is not None:
            yield from words.things
        case _:
            pass


EVERY_NAME = tuple(names_in(ENVELOPE))


def test_the_versions_stand_in_the_order_in_which_they_compare():
    assert list(VERSIONS) == sorted(VERSIONS)


def test_there_are_ten_and_each_says_what_it_brought():
    assert len(VERSIONS) == 10
    assert all(version.brought for version in API_VERSIONS)


def test_each_version_but_the_newest_has_a_next_one():
    assert next_version("2019-05-01-preview") == "2020-02-14"
    assert next_version(NEWEST) is None


def test_a_kind_is_known_in_any_case():
    assert canonical_kind("sharedimage") == "SharedImage"
    assert canonical_kind("Ansible") == "Ansible"


def test_the_tree_names_only_published_versions():
    named = {one.since for one in EVERY_NAME} | {one.until for one in EVERY_NAME}
    assert named - {None} <= set(VERSIONS)


def test_nothing_in_the_tree_ends_before_it_begins():
    assert [one.name for one in EVERY_NAME if one.until and one.until < one.since] == []


def test_every_kind_that_the_model_knows_is_in_the_tree():
    kinds = {
        "PlatformImage", "ManagedImage", "SharedImageVersion", "ISO", "Shell", "File",
        "PowerShell", "WindowsRestart", "WindowsUpdate", "SharedImage", "VHD",
    }  # fmt: skip
    assert kinds <= {one.name for one in EVERY_NAME}


GALLERY = {"type": "SharedImage", "runOutputName": "out", "galleryImageId": "g"}
SHELL = {"type": "Shell", "inline": ["true"]}


@pytest.mark.parametrize(
    ("since", "properties"),
    [
        ("2019-02-01-preview", {"customize": [{"type": "PowerShell"}]}),
        ("2019-02-01-preview", {"customize": [{"type": "WindowsRestart"}]}),
        ("2019-02-01-preview", {"customize": [SHELL]}),
        ("2019-02-01-preview", {"source": {"type": "ManagedImage"}}),
        ("2019-02-01-preview", {"distribute": [{"type": "VHD"}]}),
        ("2019-05-01-preview", {"source": {"type": "SharedImageVersion"}}),
        ("2019-05-01-preview", {"customize": [{"type": "File"}]}),
        ("2019-05-01-preview", {"customize": [{"type": "WindowsUpdate"}]}),
        ("2019-05-01-preview", {"vmProfile": {"osDiskSizeGB": 30}}),
        ("2019-05-01-preview", {"buildTimeoutInMinutes": 60}),
        (
            "2019-05-01-preview",
            {"customize": [{"type": "Shell", "sha256Checksum": "0"}]},
        ),
        (
            "2020-02-14",
            {"customize": [{"type": "PowerShell", "runAsSystem": True}]},
        ),
        ("2020-02-14", {"source": {"type": "PlatformImage", "planInfo": {}}}),
        ("2020-02-14", {"distribute": [{**GALLERY, "excludeFromLatest": True}]}),
        ("2021-10-01", {"vmProfile": {"userAssignedIdentities": []}}),
        ("2021-10-01", {"vmProfile": {"vnetConfig": {"proxyVmSize": ""}}}),
        ("2022-02-14", {"stagingResourceGroup": ""}),
        ("2022-02-14", {"validate": {"inVMValidations": [SHELL]}}),
        ("2022-07-01", {"validate": {"inVMValidations": [{"type": "File"}]}}),
        ("2022-07-01", {"optimize": {"vmBoot": {"state": "Enabled"}}}),
        ("2022-07-01", {"distribute": [{**GALLERY, "targetRegions": []}]}),
        (
            "2022-07-01",
            {"distribute": [{**GALLERY, "versioning": {"scheme": "Source"}}]},
        ),
        (
            "2022-07-01",
            {"distribute": [{**GALLERY, "storageAccountType": "Premium_LRS"}]},
        ),
        ("2023-07-01", {"errorHandling": {"onCustomizerError": "abort"}}),
        ("2024-02-01", {"autoRun": {"state": "Enabled"}}),
        ("2024-02-01", {"managedResourceTags": {"team": "images"}}),
        (
            "2024-02-01",
            {"vmProfile": {"vnetConfig": {"containerInstanceSubnetId": ""}}},
        ),
        ("2025-10-01", {"additionalDataDisks": [{"sizeGB": 64}]}),
        ("2025-10-01", {"optimize": {"workload": {"state": "Enabled"}}}),
        ("2025-10-01", {"distribute": [{**GALLERY, "replicationMode": "Shallow"}]}),
    ],
)
def test_a_property_is_known_from_its_version_on_and_not_before(since, properties):
    before = VERSIONS[VERSIONS.index(since) - 1]
    assert out_of_time(properties, since) == []
    assert out_of_time(properties, before) != []


@pytest.mark.parametrize(
    ("until", "properties"),
    [
        ("2019-02-01-preview", {"customize": [{"type": "Shell", "script": "s"}]}),
        ("2019-02-01-preview", {"customize": [{"type": "PowerShell", "script": "s"}]}),
    ],
)
def test_a_property_that_is_gone_is_told_to_be_gone(until, properties):
    assert out_of_time(properties, until) == []
    assert out_of_time(properties, next_version(until)) != []


def out_of_time(properties, version):
    departures = properties_with(version, **properties).departures
    return [one for one in departures if isinstance(one, OutOfTime) and one.place]
