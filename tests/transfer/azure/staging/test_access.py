"""Staging is opened by the least right that does."""

from datetime import UTC, datetime

import pytest
from scripted_azure import azure, by_call, reply
from scripted_storage import (
    ACCOUNT,
    KEY,
    NAME,
    account_body,
    container,
    forbidden,
    with_key_only,
)
from staging_areas import ACCOUNTS, AREA, FILES, LIST_KEYS, LOGS, STAGED, accounts

from transfer.azure.clouds import custom_cloud
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import find_staging
from transfer.azure.staging.files import Access
from transfer.errors import AnswerUnusable, ResourceMissing, StagingForbidden

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def keys(value=KEY):
    return reply(200, {"keys": [{"keyName": "key1", "value": value}]})


async def test_a_role_of_ones_own_is_tried_first_and_no_key_is_asked_for():
    real = azure(by_call({LOGS: container(FILES)}))

    opened = await open_files(real.manager, AREA)

    assert opened.files.access is Access.ROLE
    assert opened.advice is None
    assert real.transport.calls == ["GET packerlogs"]
    assert real.transport.requests[0].headers["Authorization"] == "Bearer secret-1"
    assert real.transport.requests[0].headers["x-ms-version"] == "2022-11-02"


@pytest.mark.parametrize(
    "refusal",
    [
        forbidden(),
        reply(409, headers={"x-ms-error-code": "PublicAccessNotPermitted"}),
    ],
    ids=["403", "409"],
)
async def test_without_a_role_a_key_signs_a_short_read_and_the_role_is_named(refusal):
    def script(request):
        inside = container(FILES)
        return inside(request) if "sig" in request.url.params else refusal

    real = azure(by_call({LOGS: script, LIST_KEYS: keys()}))

    opened = await open_files(real.manager, AREA, clock=lambda: NOW)

    assert opened.files.access is Access.KEY
    assert "Storage Blob Data Reader" in opened.advice
    assert f"--scope {ACCOUNT}" in opened.advice
    assert real.transport.calls == [
        "GET packerlogs",
        "POST ",
        "POST listKeys",
        "GET packerlogs",
    ]
    signed = real.transport.requests[-1]
    assert signed.url.params["sp"] == "rl"
    assert signed.url.params["se"] == "2026-11-25T13:00:00Z"
    assert "Authorization" not in signed.headers


@pytest.mark.parametrize(
    ("listing_of_keys", "signed"),
    [
        (reply(403, {"error": {"code": "AuthorizationFailed", "message": "no"}}), None),
        (keys(), forbidden("KeyBasedAuthenticationNotPermitted")),
    ],
    ids=["no right to the keys", "keys disabled by a policy"],
)
async def test_without_role_and_key_one_error_names_the_role_and_the_command(
    listing_of_keys, signed
):
    real = azure(by_call({LOGS: [forbidden(), signed], LIST_KEYS: listing_of_keys}))

    with pytest.raises(StagingForbidden) as refused:
        await open_files(real.manager, AREA)

    assert NAME in str(refused.value)
    assert 'az role assignment create --assignee <you> --role "Storage' in str(
        refused.value
    )
    assert KEY not in str(refused.value)


async def test_keys_that_are_not_in_the_answer_are_told():
    real = azure(by_call({LOGS: forbidden(), LIST_KEYS: reply(200, {"keys": []})}))
    with pytest.raises(AnswerUnusable, match="no key"):
        await open_files(real.manager, AREA)


async def test_an_account_without_that_container_is_no_matter_of_rights():
    real = azure(by_call({LOGS: reply(404, headers={"x-ms-error-code": "x"})}))
    with pytest.raises(ResourceMissing):
        await open_files(real.manager, AREA)


async def test_an_emulator_on_this_machine_is_signed_for_over_plain_http():
    cloud = custom_cloud(
        "demo",
        resource_manager="http://127.0.0.1:8080",
        authority="https://127.0.0.1:8443",
        blob_endpoints=["http://127.0.0.1:10000"],
    )
    body = account_body(blobs=f"http://127.0.0.1:10000/{NAME}")
    script = by_call(
        {
            ACCOUNTS: accounts(body),
            LOGS: with_key_only(container(FILES)),
            LIST_KEYS: keys(),
        }
    )
    real = azure(script, cloud=cloud)

    opened = await open_files(real.manager, await find_staging(real.manager, STAGED))

    assert opened.files.access is Access.KEY
    last = real.transport.requests[-1].url
    assert str(last).startswith(f"http://127.0.0.1:10000/{NAME}/packerlogs?")
    assert last.params["spr"] == "https,http"
