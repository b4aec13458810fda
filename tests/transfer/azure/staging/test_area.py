"""Where the staging group is, and which account in it is the one."""

import pytest
from scripted_azure import azure, by_call, reply, template_body
from scripted_storage import BLOBS, GROUP, NAME, account_body
from staging_areas import ACCOUNTS, AREA, GROUPS, STAGED, accounts, detail

from transfer.azure.resource_ids import parse_id
from transfer.azure.staging.area import FoundBy, find_staging
from transfer.errors import HostRefused, StagingNotFound


def tagged(name="web", group="images", of=GROUP):
    return {
        "id": of,
        "tags": {"imageTemplateName": name, "imageTemplateResourceGroupName": group},
    }


async def test_the_template_names_its_staging_group():
    real = azure(by_call({ACCOUNTS: accounts(account_body())}))

    area = await find_staging(real.manager, STAGED)

    assert area == AREA
    assert area.container("vhds") == f"{BLOBS}/vhds"


async def test_a_template_read_with_an_old_version_is_read_again_with_a_newer():
    real = azure(
        by_call(
            {
                "GET /web": reply(200, template_body(exactStagingResourceGroup=GROUP)),
                ACCOUNTS: accounts(account_body()),
            }
        ),
        api_version="2020-02-14",
    )

    area = await find_staging(real.manager, detail("2020-02-14"))

    assert area.found_by is FoundBy.TEMPLATE
    assert real.transport.requests[0].url.params["api-version"] == "2022-02-14"


async def test_a_template_that_names_none_is_found_by_the_tags_of_groups():
    script = by_call(
        {
            GROUPS: reply(
                200,
                {
                    "value": [
                        {"id": f"{GROUP}x"},
                        tagged(name="other", of=f"{GROUP}y"),
                        tagged(group="other", of=f"{GROUP}z"),
                        tagged(name="WEB", group="Images"),
                    ]
                },
            ),
            ACCOUNTS: accounts(account_body()),
        }
    )

    area = await find_staging(azure(script).manager, detail())

    assert area.group == parse_id(GROUP)
    assert area.found_by is FoundBy.TAGS


@pytest.mark.parametrize(
    ("groups", "why"),
    [
        ([], "no group is tagged with its name"),
        ([tagged(), tagged(of=f"{GROUP}b")], "more than one group"),
    ],
)
async def test_a_group_is_not_guessed(groups, why):
    real = azure(by_call({GROUPS: reply(200, {"value": groups})}))
    with pytest.raises(StagingNotFound, match=why):
        await find_staging(real.manager, detail())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(404), "the staging group IT_images_web_1 is gone"),
        (accounts(), "no account"),
        (accounts(account_body(), account_body("a" * 24)), "more than one account"),
    ],
)
async def test_an_account_is_not_guessed(answer, why):
    real = azure(by_call({ACCOUNTS: answer}))
    with pytest.raises(StagingNotFound, match=why):
        await find_staging(real.manager, STAGED)


async def test_among_several_accounts_it_is_the_one_with_a_name_of_the_services():
    answer = accounts(account_body("mine"), account_body())
    area = await find_staging(azure(by_call({ACCOUNTS: answer})).manager, STAGED)
    assert area.account_name == NAME


async def test_an_account_whose_blobs_are_elsewhere_is_refused():
    evil = account_body(blobs="https://blob.evil.example/")
    real = azure(by_call({ACCOUNTS: accounts(evil)}))
    with pytest.raises(HostRefused, match=r"blob\.evil\.example"):
        await find_staging(real.manager, STAGED)
