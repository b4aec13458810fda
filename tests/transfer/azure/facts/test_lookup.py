"""What only Azure knows of a template, and what it does not want to tell."""

import json

import pytest
from scripted_azure import SUBSCRIPTION, FixedTokens, azure, by_call, reply
from scripted_storage import ACCOUNT, BLOBS, account_body

from integrity.facts import AzureFact
from integrity.template.loader import load
from transfer.azure.facts.lookup import QUESTIONS, look_up
from transfer.errors import SignInFailed

BASE = f"/subscriptions/{SUBSCRIPTION}"
GROUP = f"{BASE}/resourceGroups/images/providers"
IMAGE = f"{GROUP}/Microsoft.Compute/images/base"
DEFINITION = f"{GROUP}/Microsoft.Compute/galleries/golden/images/web"
IDENTITY = f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/builder"
PROVIDER = f"GET {BASE}/providers/Microsoft.VirtualMachineImages"
REGIONS = {
    "resourceTypes": [
        {"resourceType": "locations", "locations": []},
        {"resourceType": "ImageTemplates", "locations": ["West Europe", "East US"]},
    ]
}
READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
OF_OUR_OWN = "11111111-2222-3333-4444-555555555555"


def template(source=None, **properties):
    envelope = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "location": "West Europe",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
        "properties": {"source": source or {}, **properties},
    }
    return load("t.json", json.dumps(envelope).encode()).templates[0]


async def asked(table, *of, **properties):
    real = azure(by_call({PROVIDER: reply(200, REGIONS), **table}))
    return await look_up(real.manager, template(*of, **properties)), real


def platform(version="latest"):
    return {
        "type": "PlatformImage",
        "publisher": "Canonical",
        "offer": "ubuntu",
        "sku": "server",
        "version": version,
    }


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


def to_gallery(image=DEFINITION):
    return {"type": "SharedImage", "galleryImageId": image, "runOutputName": "o"}


def to_image(group):
    return {
        "type": "ManagedImage",
        "imageId": IMAGE.replace("/images/", f"/{group}/", 1),
        "runOutputName": group,
    }


async def test_a_gallery_tells_its_region():
    found, _ = await asked(
        {
            "GET /images/web": reply(200, {}),
            "GET /galleries/golden": reply(200, {"location": "northeurope"}),
        },
        distribute=[to_gallery()],
    )

    assert found.fact.gallery_image_exists is True
    assert found.fact.gallery_region == "northeurope"


async def test_an_image_definition_that_is_not_there_is_a_fact():
    found, _ = await asked({}, distribute=[to_gallery()])

    assert found.fact.gallery_image_exists is False
    assert found.fact.gallery_region is None
    assert "the gallery" not in {each.question for each in found.unanswered}


async def test_groups_that_are_not_there_are_facts():
    table = {"GET /resourceGroups/here": reply(200, {"location": "x"})}

    found, _ = await asked(table, distribute=[to_image("here"), to_image("gone")])

    assert found.fact.destination_groups_missing == ("gone",)


def rights(*roles):
    return {
        "GET /storageAccounts": reply(200, {"value": [account_body()]}),
        "GET /builder": reply(200, {"properties": {"principalId": "principal-1"}}),
        "GET /roleAssignments": reply(
            200,
            {
                "value": [
                    {"properties": {"roleDefinitionId": f"/x/roleDefinitions/{role}"}}
                    for role in roles
                ]
            },
        ),
    }


def script_at(*addresses):
    return [{"type": "Shell", "scriptUri": address} for address in addresses]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((READER,), True),
        ((CONTRIBUTOR, READER), True),
        ((CONTRIBUTOR,), False),
        ((), False),
        ((CONTRIBUTOR, OF_OUR_OWN), None),
    ],
)
async def test_roles_tell_whether_the_identity_reads_the_artifacts(roles, expected):
    found, real = await asked(
        rights(*roles), customize=script_at(f"{BLOBS}/scripts/a.sh")
    )

    assert found.fact.identity_can_read_artifacts is expected
    asked_for = real.transport.requests
    assignments = [one.url for one in asked_for if "roleAssign" in one.url.path]
    assert assignments[0].path.startswith(ACCOUNT)
    assert assignments[0].params["$filter"] == "assignedTo('principal-1')"


@pytest.mark.parametrize(
    "address",
    [
        "https://raw.githubusercontent.com/o/r/a.sh",
        f"{BLOBS}/scripts/a.sh?sv=1&sig=abc",
        "https://other.blob.core.windows.net/scripts/a.sh",
    ],
    ids=["not in a blob", "with a SAS", "in another subscription"],
)
async def test_of_artifacts_elsewhere_nothing_is_known(address):
    found, _ = await asked(rights(CONTRIBUTOR), customize=script_at(address))
    assert found.fact.identity_can_read_artifacts is None


async def test_one_account_that_may_be_read_does_not_speak_for_another():
    addresses = (f"{BLOBS}/a.sh", "https://other.blob.core.windows.net/a.sh")
    found, _ = await asked(rights(READER), customize=script_at(*addresses))
    assert found.fact.identity_can_read_artifacts is None


async def test_the_service_tells_its_regions():
    found, _ = await asked({})
    assert found.fact == AzureFact(
        regions_of_provider=("West Europe", "East US"),
        destination_groups_missing=(),
    )


async def test_a_right_that_is_missing_leaves_its_fact_open_and_is_told():
    no = reply(403, {"error": {"code": "AuthorizationFailed", "message": "no right"}})

    found, _ = await asked(
        {PROVIDER: no, "GET /images/base": no},
        {"type": "ManagedImage", "imageId": IMAGE},
    )

    assert found.fact == AzureFact(destination_groups_missing=())
    assert [each.question for each in found.unanswered] == [
        "the base image",
        "the regions of the service",
    ]
    assert "no right" in found.unanswered[0].why
    assert "az role assignment create" in found.unanswered[0].why


async def test_what_the_template_leaves_open_is_not_asked_for():
    found, real = await asked(
        {}, {"type": "ManagedImage", "imageId": "[parameters('image')]"}
    )

    assert found.fact.source_disk_gib is None
    assert found.unanswered == ()
    assert real.transport.calls == ["GET Microsoft.VirtualMachineImages"]


class NoTokens(FixedTokens):
    """Nobody is signed in."""

    async def token(self, scope):
        raise SignInFailed((), "sign in with `az login`")


async def test_without_a_sign_in_there_is_one_error_and_not_five():
    real = azure(by_call({}), tokens=NoTokens())

    with pytest.raises(SignInFailed, match="az login"):
        await look_up(real.manager, template(platform()))

    assert real.transport.requests == []


def test_every_question_has_a_name_that_people_understand():
    assert all(question.startswith("the ") for question in QUESTIONS)
