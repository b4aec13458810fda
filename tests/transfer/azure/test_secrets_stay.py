"""A token, a key and a signature leave for their host, and show up nowhere else."""

import base64
import logging
import traceback
from datetime import UTC, datetime

import httpx
import pytest
from azure.core.credentials import AccessTokenInfo
from azure.core.exceptions import ClientAuthenticationError
from scripted_azure import (
    MANAGEMENT,
    TEMPLATE,
    FixedTokens,
    azure,
    begun,
    by_call,
    in_turn,
    reply,
    run_status,
    template_body,
)
from scripted_storage import ACCOUNT, BLOBS, GROUP, container, with_key_only

from integrity.parallel import for_each
from integrity.secret_url import SecretUrl
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import Failure, Side
from transfer.azure.calls import Answer, Call
from transfer.azure.changes import Changes
from transfer.azure.clouds import PUBLIC
from transfer.azure.endings import built, deleted, ready
from transfer.azure.operations import ASYNC_OPERATION
from transfer.azure.resource_ids import parse_id
from transfer.azure.signing_in.credentials import CachedTokens
from transfer.azure.signing_in.ways import IdentityIssuer, SignInOptions, Way
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import FoundBy, StagingArea
from transfer.azure.staging.files import StagingFiles
from transfer.azure.staging.logs import list_logs, read_log
from transfer.errors import RightMissing

TOKEN = "canary-token"
KEY = base64.b64encode(b"canary-account-key").decode()
POLL = f"{MANAGEMENT}/operations/1?api-version=1&t=9&c=canary-poll&s=canary-poll"
SAS = "https://account.blob.core.windows.net/vhds/a.vhd?sv=1&sig=canary-sas"
CANARIES = ("canary-token", KEY, "canary-poll", "canary-sas")

AREA = StagingArea(parse_id(GROUP), FoundBy.TEMPLATE, parse_id(ACCOUNT), BLOBS)
FILES = {"run/customization.log": b"text"}
ERROR = {
    "error": {
        "code": "Unauthorized",
        "message": f"Not authorized to access the resource: {SAS}",
    }
}
BODY = template_body(
    lastRunStatus=run_status("Failed") | {"message": f"Downloading ({SAS}) failed"},
    provisioningError=ERROR["error"],
    customize=[{"type": "Shell", "scriptUri": SAS}],
)
OUTPUT = {
    "id": str(TEMPLATE.child("runOutputs", "vhd")),
    "properties": {"artifactUri": SAS},
}
WRONG = {
    "all is well": None,
    "401": reply(401, ERROR),
    "403": reply(403, ERROR),
    "404": reply(404, ERROR),
    "409": reply(409, ERROR),
    "429": reply(429, ERROR, {"Retry-After": "60"}),
    "500": reply(500, ERROR),
    "a redirect": reply(302, headers={"Location": SAS}),
    "HTML": reply(200, b"<html>"),
    "an encoding": reply(200, b"x", {"Content-Encoding": "gzip"}),
    "an operation elsewhere": reply(
        202, headers={ASYNC_OPERATION: "https://evil.example/?c=canary-poll"}
    ),
    "a list that goes elsewhere": reply(
        200,
        {"value": [], "nextLink": "https://u:canary-poll@evil.example/?sig=canary-sas"},
    ),
    "a cut line": httpx.ReadError("lost the connection"),
    "no connection": httpx.ConnectError("could not connect"),
    "silence": httpx.ReadTimeout("fell silent"),
    "a broken answer": httpx.RemoteProtocolError("broke off"),
}


def script(wrong):
    """An Azure in which all is well, or where everything goes wrong in one way."""
    well = by_call(
        {
            "GET /web": [reply(200, BODY)],
            "PUT /web": begun(201, None, **{ASYNC_OPERATION: POLL}),
            "DELETE /web": reply(202, headers={"Location": POLL}),
            "POST /run": begun(202, None, **{ASYNC_OPERATION: POLL}),
            "GET /operations/1": reply(200, {"status": "Failed", **ERROR}),
            "GET /runOutputs": reply(200, {"value": [OUTPUT]}),
            "GET /imageTemplates": reply(200, {"value": [BODY]}),
            "POST /listKeys": reply(200, {"keys": [{"value": KEY}]}),
            "GET /packerlogs": with_key_only(container(FILES)),
            "GET .log": with_key_only(container(FILES)),
        }
    )
    return well if wrong is None else in_turn(wrong)


async def rows(pages):
    return [row async for page in pages for row in page]


async def submit(real):
    changes = Changes(real.manager)
    real.transport.script = absent_at_first(real.transport.script)
    begun_ = await changes.create(TEMPLATE, BODY)
    return begun_, changes.creation(TEMPLATE, BODY), await ready(real.manager, begun_)


def absent_at_first(script):
    """There is no such template before it is submitted."""
    asked = []

    def answer(request):
        asked.append(request)
        return reply(404, ERROR) if len(asked) == 1 else script(request)

    return answer


async def run(real):
    return await built(real.manager, await Changes(real.manager).run(TEMPLATE))


async def delete(real):
    return await deleted(real.manager, await Changes(real.manager).delete(TEMPLATE))


async def logs(real):
    opened = await open_files(
        real.manager, AREA, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)
    )
    listed = await list_logs(opened.files)
    return (
        opened,
        opened.files.address("vhds", "a"),
        await read_log(opened.files, listed[0]),
    )


DOING = {
    "list": lambda real: rows(real.manager.templates()),
    "outputs": lambda real: rows(real.manager.run_outputs(TEMPLATE)),
    "show": lambda real: real.manager.template(TEMPLATE),
    "submit": submit,
    "run": run,
    "delete": delete,
    "logs": logs,
    "read without a key": lambda real: list_logs(StagingFiles(real.caller, AREA)),
}


@pytest.fixture
def shown(caplog):
    """All that was logged, by anybody, at the finest level."""
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(
        f"{record.getMessage()} {record.args!r} {record.exc_text}"
        for record in caplog.records
    )


@pytest.mark.parametrize("doing", DOING.values(), ids=DOING)
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_no_secret_shows_whatever_goes_wrong(doing, wrong, shown):
    real = azure(script(wrong), tokens=FixedTokens(TOKEN))
    try:
        told = repr(await doing(real))
    except Exception as error:  # noqa: BLE001 -- whichever it is, it must not tell
        told = "".join(traceback.format_exception(error)) + repr(vars(error))

    everything = f"{told}\n{shown()}\n{real.caller!r}{real.manager!r}"
    assert [canary for canary in CANARIES if canary in everything] == []


async def test_the_canaries_were_there_to_be_seen():
    real = azure(script(None), tokens=FixedTokens(TOKEN))

    opened, _, piece = await logs(real)

    assert piece.data == b"text"
    assert (
        real.transport.requests[0].headers["Authorization"] == "Bearer canary-token-1"
    )
    assert "sig=" in str(real.transport.requests[-1].url)
    assert opened.files._key._secret == KEY


async def test_an_address_in_a_message_loses_its_signature_and_keeps_its_path():
    real = azure(in_turn(reply(403, ERROR)))

    with pytest.raises(RightMissing) as refused:
        await real.manager.template(TEMPLATE)

    shown = "https://account.blob.core.windows.net/vhds/a.vhd?sv=1&sig=**********"
    assert shown in str(refused.value)


def test_a_call_and_its_answer_show_nothing_of_what_they_carry():
    body = {"customize": [{"scriptUri": SAS}]}
    headers = httpx.Headers({ASYNC_OPERATION: POLL})
    raw = f'"{SAS}"'.encode()

    shown = (
        f"{Call('PUT', SecretUrl(POLL), 'submit', body)}"
        f"{Answer(202, headers, raw, SAS)}"
        f"{Failure(BlobAddress.parse(SAS), Side.ARTIFACT, 403, '', headers)}"
    )

    assert "canary" not in shown


class Credential:
    """Gives the token, or fails and quotes it."""

    def __init__(self, fails: bool) -> None:
        self._fails = fails

    def get_token_info(self, *_, **__):
        if self._fails:
            raise ClientAuthenticationError(message="no\nthe answer was: canary-token")
        return AccessTokenInfo(TOKEN, 2_000_000_000)


@pytest.mark.parametrize("fails", [False, True])
async def test_signing_in_does_not_show_the_token(fails, shown):
    way = Way("az login", "dev", "AzureCliCredential", lambda _: Credential(fails))
    options = SignInOptions(PUBLIC, environment={"AZURE_CLIENT_SECRET": TOKEN})
    tokens = CachedTokens(IdentityIssuer(options, ways=(way,)))
    told = []

    async def ask(_):
        try:
            told.append(repr(await tokens.token("scope")))
        except Exception as error:  # noqa: BLE001 -- whichever it is, it must not tell
            told.append(f"{error} {error!r} {vars(error)}")

    await for_each(range(2), ask, at_once=2)

    everything = f"{told} {options!r} {tokens!r} {vars(tokens)} {shown()}"
    assert TOKEN not in everything
