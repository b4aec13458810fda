"""From a template to its staging group, the account in it, and the files there."""

from datetime import UTC, datetime

import pytest
from scripted_azure import azure, by_call, in_turn, reply, template_body
from scripted_storage import (
    ACCOUNT,
    BLOBS,
    GROUP,
    KEY,
    NAME,
    account_body,
    container,
    forbidden,
    listing,
    with_key_only,
)

from transfer.azure.clouds import custom_cloud
from transfer.azure.resource_ids import parse_id
from transfer.azure.resources import detail_of
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import FoundBy, StagingArea, find_staging
from transfer.azure.staging.files import Access, StagingFiles
from transfer.azure.staging.logs import latest, list_logs, read_log
from transfer.errors import (
    AnswerUnusable,
    HostRefused,
    ResourceMissing,
    RightMissing,
    StagingForbidden,
    StagingNotFound,
)

ACCOUNTS, GROUPS = "GET /storageAccounts", "GET /resourcegroups"
LIST_KEYS, LOGS = "POST /listKeys", "GET /packerlogs"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
AREA = StagingArea(parse_id(GROUP), FoundBy.TEMPLATE, parse_id(ACCOUNT), BLOBS)
FILES = {"run-1/customization.log": b"one", "run-2/customization.log": b"0123456789"}


def detail(version="2025-10-01", **properties):
    return detail_of(template_body(**properties), version)


STAGED = detail(exactStagingResourceGroup=GROUP)


def accounts(*bodies):
    return reply(200, {"value": list(bodies)})


def tagged(name="web", group="images", of=GROUP):
    return {
        "id": of,
        "tags": {"imageTemplateName": name, "imageTemplateResourceGroupName": group},
    }


def keys(value=KEY):
    return reply(200, {"keys": [{"keyName": "key1", "value": value}]})


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
        ([], "no group is tagged so"),
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


async def test_logs_are_listed_with_the_last_one_first():
    real = azure(by_call({LOGS: container(FILES)}))

    logs = await list_logs(StagingFiles(real.caller, AREA))

    assert [(log.run, log.name, log.size) for log in logs] == [
        ("run-2", "customization.log", 10),
        ("run-1", "customization.log", 3),
    ]
    assert latest(logs) == logs[0]
    assert latest(logs, "validation.log") is None


async def test_a_template_that_never_ran_has_no_logs():
    real = azure(by_call({LOGS: reply(404)}))
    assert await list_logs(StagingFiles(real.caller, AREA)) == ()


async def test_a_log_is_read_from_where_one_stopped():
    real = azure(by_call({LOGS: container(FILES), "GET .log": container(FILES)}))
    files = StagingFiles(real.caller, AREA)
    log = (await list_logs(files))[0]

    first = await files.read("packerlogs", log.blob, most=4)
    rest = await read_log(files, log, 4)
    end = await read_log(files, log, 10)

    assert (first.data, first.start, first.size) == (b"0123", 0, 10)
    assert (rest.data, rest.start, rest.size) == (b"456789", 4, 10)
    assert (end.data, end.start) == (b"", 10)


async def test_a_server_that_knows_no_ranges_is_understood_too():
    real = azure(in_turn(reply(200, b"0123456789")))
    piece = await StagingFiles(real.caller, AREA).read("packerlogs", "a.log", 4)
    assert (piece.data, piece.size) == (b"456789", 10)


async def test_a_container_is_listed_to_its_last_page_over_empty_ones():
    pages = [{"a": b""}, {}, {"b": b""}]
    script = in_turn(
        reply(200, listing(pages[0], "m1")),
        reply(200, listing(pages[1], "m2")),
        reply(200, listing(pages[2])),
    )
    real = azure(script)

    found = [page async for page in StagingFiles(real.caller, AREA).listed("vhds")]

    assert [[blob.name for blob in page] for page in found] == [["a"], [], ["b"]]
    assert real.transport.requests[2].url.params["marker"] == "m2"


async def test_a_listing_in_a_circle_ends():
    real = azure(in_turn(reply(200, listing({}, "m"))))
    with pytest.raises(AnswerUnusable, match="circle"):
        async for _ in StagingFiles(real.caller, AREA).listed("vhds"):
            pass


async def test_a_name_cannot_break_out_of_its_address():
    real = azure(in_turn(reply(206, b"x")))
    await StagingFiles(real.caller, AREA).read("vhds", "a b?sig=#.vhd")
    assert real.transport.requests[0].url.raw_path == b"/vhds/a%20b%3Fsig%3D%23.vhd"


async def test_blobs_refuse_with_a_code_in_their_headers():
    real = azure(in_turn(forbidden()))
    with pytest.raises(RightMissing, match="AuthorizationPermissionMismatch"):
        await StagingFiles(real.caller, AREA).probe("vhds")


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
