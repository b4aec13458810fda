"""What Azure knows of the image that a template starts from."""

import pytest
from azure_facts import DEFINITION, IMAGE, asked, platform
from scripted_azure import reply


def disk(**size):
    return reply(
        200, {"properties": {"osDiskImage": {"operatingSystem": "Linux", **size}}}
    )


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ({"sizeInGb": 30}, 30),
        ({"sizeInBytes": 30 * 2**30 + 512}, 31),
        ({}, None),
    ],
)
async def test_the_disk_of_the_newest_platform_image_is_asked_for(size, expected):
    table = {
        "GET /skus/server/versions": reply(200, [{"name": "22.04.5"}]),
        "GET /versions/22.04.5": disk(**size),
    }

    found, real = await asked(table, platform())

    assert found.fact.source_disk_gib == expected
    assert "/locations/westeurope/publishers/Canonical/" in str(
        real.transport.requests[0].url
    )


async def test_a_platform_image_of_a_fixed_version_is_asked_for_directly():
    found, real = await asked(
        {"GET /versions/1.2.3": disk(sizeInGb=127)}, platform("1.2.3")
    )

    assert found.fact.source_disk_gib == 127
    assert not any(
        request.url.path.endswith("/versions") for request in real.transport.requests
    )


async def test_a_managed_image_tells_its_size_its_place_and_its_state():
    os_disk = {"diskSizeGB": 64, "osState": "Specialized"}
    body = {
        "location": "eastus",
        "properties": {"storageProfile": {"osDisk": os_disk}},
    }

    found, _ = await asked(
        {"GET /images/base": reply(200, body)},
        {"type": "ManagedImage", "imageId": IMAGE},
    )

    assert found.fact.source_disk_gib == 64
    assert found.fact.source_region == "eastus"
    assert found.fact.source_is_generalized is False


def version(name, *regions, **more):
    profile = {"targetRegions": [{"name": region} for region in regions], **more}
    properties = {
        "publishingProfile": profile,
        "storageProfile": {"osDiskImage": {"sizeInGB": 40}},
    }
    return {"name": name, "properties": properties}


GENERALIZED = reply(200, {"properties": {"osState": "Generalized"}})


async def test_a_version_in_a_gallery_tells_where_there_are_copies():
    found, _ = await asked(
        {
            "GET /images/web": GENERALIZED,
            "GET /versions/1.0.0": reply(
                200, version("1.0.0", "West Europe", "eastus")
            ),
        },
        {
            "type": "SharedImageVersion",
            "imageVersionId": f"{DEFINITION}/versions/1.0.0",
        },
    )

    assert found.fact.source_replicated_to == ("West Europe", "eastus")
    assert found.fact.source_disk_gib == 40
    assert found.fact.source_is_generalized is True


async def test_latest_is_the_highest_number_that_is_not_left_out_of_it():
    versions = [
        version("1.9.0", "a"),
        version("1.10.0", "b"),
        version("1.11.0", "c", excludeFromLatest=True),
    ]
    found, _ = await asked(
        {
            "GET /images/web": GENERALIZED,
            "GET /web/versions": reply(200, {"value": versions}),
        },
        {
            "type": "SharedImageVersion",
            "imageVersionId": f"{DEFINITION}/versions/latest",
        },
    )

    assert found.fact.source_replicated_to == ("b",)
