"""Resource Manager as the simulator plays it: its shapes, its refusals, its time."""

import pytest
from simulating import GROUP, LINUX, SUBSCRIPTION, Asking, seed, simulator

from transfer.simulator.faults import refuse
from transfer.simulator.scenario import Scenario, many_templates
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import MANAGEMENT, Rights

ALL = f"{SUBSCRIPTION}/providers/Microsoft.VirtualMachineImages/imageTemplates"


async def test_times_have_nine_digits_and_ids_lower_case_groups(asking):
    answer = (await asking.manager("GET", LINUX)).json()

    started = answer["properties"]["lastRunStatus"]["startTime"]
    assert len(started.rpartition(".")[2]) == len("123456789Z")
    assert "/resourcegroups/rg-golden/" in answer["id"]


async def test_deleting_takes_the_staging_group_and_its_disks_along(asking):
    staging = (await asking.manager("GET", LINUX)).json()["properties"]
    group = staging["exactStagingResourceGroup"]
    output = await asking.manager("GET", f"{LINUX}/runOutputs/disk")
    disk = output.json()["properties"]["artifactUri"]
    assert (await asking.blobs("HEAD", disk)).status_code == 200

    deleted = await asking.manager("DELETE", LINUX)
    going = (await asking.manager("GET", LINUX)).json()["properties"]
    asking.simulator.clock.advance(61)

    assert deleted.status_code == 202
    assert going["provisioningState"] == "Deleting"
    assert (await asking.manager("GET", group)).status_code == 404
    assert (await asking.blobs("HEAD", disk)).status_code == 404
    assert (await asking.manager("DELETE", LINUX)).status_code == 204


async def test_the_staging_group_is_found_by_its_tags_too(asking):
    answer = await asking.manager(
        "GET", f"{SUBSCRIPTION}/resourcegroups?$filter=tagName eq 'imageTemplateName'"
    )

    found = answer.json()["value"]
    assert [group["tags"]["imageTemplateName"] for group in found] == ["linux"]
    accounts = await asking.manager(
        "GET", f"{found[0]['id']}/providers/Microsoft.Storage/storageAccounts"
    )
    assert len(accounts.json()["value"][0]["name"]) == 24


async def test_five_hundred_templates_are_ten_pages():
    asking = Asking(Simulator(many_templates(500)))
    names, pages, address = set(), 0, ALL
    while address:
        page = (await asking.manager("GET", address)).json()
        names |= {template["name"] for template in page["value"]}
        address, pages = page.get("nextLink"), pages + 1

    assert (len(names), pages) == (500, 10)


async def test_links_to_the_next_page_may_be_relative():
    templates = tuple(seed(f"t{number}") for number in range(3))
    asking = Asking(simulator(templates=templates, page_size=2, relative_links=True))

    page = (await asking.manager("GET", ALL)).json()

    assert page["nextLink"].startswith("/subscriptions/")
    assert len((await asking.manager("GET", page["nextLink"])).json()["value"]) == 1


async def test_keys_of_an_account_are_told_to_whoever_may_know_them(asking):
    account = asking.simulator.world.template("rg-golden", "linux")
    path = (
        f"{SUBSCRIPTION}/resourceGroups/{account.staging_group}"
        f"/providers/Microsoft.Storage/storageAccounts/{account.staging_account}/listKeys"
    )
    told = await asking.manager("POST", path)
    action = "Microsoft.Storage/storageAccounts/listKeys/action"
    rights = Rights(refused_actions=frozenset([action]))
    asking.tokens[MANAGEMENT] = asking.simulator.tokens.issue(
        MANAGEMENT, rights=rights
    ).text
    refused = await asking.manager("POST", path)

    assert [key["permissions"] for key in told.json()["keys"]] == ["FULL", "FULL"]
    assert refused.status_code == 403
    assert action in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (None, "AuthenticationFailed"),
        ("forged", "InvalidAuthenticationToken"),
    ],
)
async def test_whoever_is_not_signed_in_is_challenged(asking, token, code):
    asking.tokens[MANAGEMENT] = token or ""
    answer = await asking.manager("GET", ALL)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer authorization_uri=")
    if token:
        assert answer.json()["error"]["code"] == code


async def test_a_token_of_another_tenant_is_told_so(asking):
    rights = Rights(wrong_tenant=True)
    asking.tokens[MANAGEMENT] = asking.simulator.tokens.issue(
        MANAGEMENT, rights=rights
    ).text

    answer = await asking.manager("GET", ALL)

    assert answer.json()["error"]["code"] == "InvalidAuthenticationTokenTenant"


async def test_throttling_comes_as_often_as_the_script_says(asking):
    asking.simulator.faults.add(
        "List Templates", refuse(429, "TooManyRequests", retry_after=2), times=2
    )
    statuses = [(await asking.manager("GET", ALL)).status_code for _ in range(3)]

    assert statuses == [429, 429, 200]
    assert asking.simulator.faults.fired == 2


async def test_a_group_is_deleted_by_location_alone(asking):
    began = await asking.manager("DELETE", GROUP)
    waiting = await asking.manager("GET", began.headers["location"])
    asking.simulator.clock.advance(61)
    done = await asking.manager("GET", began.headers["location"])

    assert [began.status_code, waiting.status_code, done.status_code] == [202, 202, 200]
    assert (await asking.manager("GET", GROUP)).status_code == 404


async def test_an_unknown_subscription_is_not_found(asking):
    answer = await asking.manager("GET", "/subscriptions/other/resourcegroups")

    assert answer.json()["error"]["code"] == "SubscriptionNotFound"


async def test_a_question_without_a_version_is_refused(asking):
    answer = await asking.manager("GET", f"{ALL}?api-version=")

    assert answer.json()["error"]["code"] == "MissingApiVersionParameter"


def test_the_default_identity_is_in_the_scenario_s_own_group():
    assert "/rg-golden/" in Scenario().identity


@pytest.mark.parametrize(
    ("version", "shape"),
    [("2015-01-01", dict), ("2020-06-01", list), ("2022-09-01", dict)],
)
async def test_a_cloud_is_told_in_the_shape_of_the_version(asking, version, shape):
    address = f"/metadata/endpoints?api-version={version}"

    told = (await asking.manager("GET", address)).json()

    assert isinstance(told, shape)
    one = told[0] if shape is list else told
    assert one["authentication"]["identityProvider"] == "AAD"
    assert ("name" in one) is (version > "2019")
