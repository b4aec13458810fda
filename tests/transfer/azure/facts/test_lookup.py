"""What only Azure knows of a template, and what it does not want to tell."""

import pytest
from azure_facts import DEFINITION, IMAGE, PROVIDER, asked, platform, template
from scripted_azure import FixedTokens, azure, by_call, reply

from integrity.facts import AzureFact
from transfer.azure.facts.lookup import QUESTIONS, look_up
from transfer.errors import SignInFailed


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
