"""One way to sign in after the other, and one error that tells of all of them."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from azure.core.credentials import AccessTokenInfo
from azure.core.exceptions import ClientAuthenticationError

from transfer.azure.clouds import CHINA, PUBLIC
from transfer.azure.signing_in.ways import WAYS, IdentityIssuer, SignInOptions, Way
from transfer.errors import SignInFailed

SCOPE = PUBLIC.management_scope


class Credential:
    """Gives a token, or fails with a message."""

    def __init__(self, failure: str | None = None) -> None:
        self.failure = failure
        self.asked: list[dict[str, str]] = []
        self.threads: list[str] = []

    def get_token_info(self, *scopes, options=None):
        self.asked.append(options)
        self.threads.append(threading.current_thread().name)
        if self.failure:
            raise ClientAuthenticationError(message=self.failure)
        return AccessTokenInfo("canary", 7_200)


def way(name, credential, group="prod"):
    return Way(name, group, f"{name}Credential", lambda _: credential)


def issuer(*ways, **options):
    known = {"cloud": PUBLIC, "environment": {}, **options}
    return IdentityIssuer(SignInOptions(**known), ways=ways, clock=lambda: 3_600.0)


async def test_the_first_way_that_works_is_used_and_remembered():
    first, second, third = Credential("no"), Credential(), Credential()
    one = issuer(way("a", first), way("b", second), way("c", third))

    token = await one.issue(SCOPE)
    await one.issue(SCOPE)

    assert (token.reveal(), token.issued, token.expires) == ("canary", 3_600.0, 7_200.0)
    assert one.used == "b"
    assert [len(each.asked) for each in (first, second, third)] == [1, 2, 0]


async def test_signing_in_happens_on_a_thread_that_holds_up_nobody():
    credential = Credential()
    await issuer(way("a", credential)).issue(SCOPE)
    assert credential.threads == ["sign-in"]


async def test_claims_reach_the_library():
    credential = Credential()
    await issuer(way("a", credential)).issue(SCOPE, "{}")
    assert credential.asked == [{"claims": "{}"}]


async def test_a_failure_lists_what_was_tried_and_why_each_failed():
    ways = (way("a", None), way("az login", Credential("not so\nsee the manual")))

    with pytest.raises(SignInFailed) as failed:
        await issuer(*ways).issue(SCOPE)

    assert str(failed.value) == (
        "not signed in to Azure (a: not set; az login: not so); sign in with `az login`"
    )


@pytest.mark.parametrize(
    ("message", "options", "remedy"),
    [
        ("Please run 'az login'", {}, "sign in with `az login`"),
        ("Please run 'az login'", {"tenant": "t-1"}, "`az login --tenant t-1`"),
        ("Azure CLI not found on path", {}, "install the Azure CLI"),
        ("AADSTS50020: account not in tenant", {}, "the tenant does not know this"),
        ("no", {"cloud": CHINA}, "`az cloud set --name AzureChinaCloud`"),
    ],
)
async def test_the_command_that_mends_it_is_named(message, options, remedy):
    ways = (way("az login", Credential(message)),)

    with pytest.raises(SignInFailed) as failed:
        await issuer(*ways, **options).issue(SCOPE)

    assert remedy in failed.value.remedy


@pytest.mark.parametrize(
    ("wanted", "tried"),
    [
        ("", ["p", "d", "who"]),
        ("prod", ["p", "who"]),
        ("dev", ["d", "who"]),
        ("dCredential", ["d", "who"]),
    ],
)
async def test_the_variable_of_the_libraries_chooses_among_the_ways(wanted, tried):
    ways = (way("p", None), way("d", None, "dev"), way("who", None, "person"))
    environment = {"AZURE_TOKEN_CREDENTIALS": wanted}

    with pytest.raises(SignInFailed) as failed:
        await issuer(*ways, environment=environment).issue(SCOPE)

    assert [attempt.way for attempt in failed.value.tried] == tried


def test_nobody_is_asked_unless_a_person_is_there():
    options = SignInOptions(PUBLIC, environment={})
    opened = {each.name: each.open(options) for each in WAYS if each.group == "person"}
    assert opened == {"browser": None, "device code": None}


def test_a_service_is_only_tried_where_its_variables_are_set():
    options = SignInOptions(PUBLIC, environment={"AZURE_CLIENT_ID": "c"})
    ways = {each.name: each for each in WAYS}
    assert ways["environment"].open(options) is None
    assert ways["workload identity"].open(options) is None


def test_the_ways_are_tried_in_the_order_that_people_know():
    assert [each.name for each in WAYS] == [
        "environment",
        "workload identity",
        "managed identity",
        "az login",
        "browser",
        "device code",
    ]


@pytest.mark.parametrize("each", WAYS, ids=lambda each: each.name)
def test_every_way_opens_a_credential_of_the_library(each, tmp_path):
    known = {
        "AZURE_CLIENT_ID": "client",
        "AZURE_TENANT_ID": "tenant",
        "AZURE_CLIENT_SECRET": "canary",
        "AZURE_FEDERATED_TOKEN_FILE": str(tmp_path / "token"),
    }
    options = SignInOptions(
        PUBLIC, environment=known, ask=lambda _, __: None, browser=True
    )
    assert hasattr(each.open(options), "get_token_info")
    assert "canary" not in repr(options)


def test_the_library_is_not_loaded_before_the_first_token():
    code = (
        "import sys; import transfer.azure.signing_in.ways, transfer.azure.arm; "
        "sys.exit(any(name.startswith(('azure.identity', 'msal')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


ADFS = replace(
    PUBLIC, name="Stack", authority="https://adfs.stack.example", tenant="adfs"
)
OF_A_PROGRAM = {"AZURE_CLIENT_ID": "us", "AZURE_CLIENT_SECRET": "canary"}


@pytest.mark.parametrize(
    ("cloud", "named", "tenant"),
    [
        (ADFS, {}, "adfs"),
        (ADFS, {"AZURE_TENANT_ID": "contoso"}, "contoso"),
        (PUBLIC, {"AZURE_TENANT_ID": "contoso"}, "contoso"),
    ],
)
def test_a_program_signs_in_where_it_says_else_to_the_clouds_only_tenant(
    cloud, named, tenant, monkeypatch
):
    opened = []
    monkeypatch.setattr(
        "azure.identity.ClientSecretCredential",
        lambda *who, **where: opened.append((*who, where["authority"])),
    )
    environment = {**OF_A_PROGRAM, **named}

    WAYS[0].open(SignInOptions(cloud, environment=environment))

    assert opened == [(tenant, "us", "canary", cloud.authority)]


def test_a_program_without_a_tenant_is_not_signed_in_to_a_cloud_with_many():
    options = SignInOptions(PUBLIC, environment=OF_A_PROGRAM)

    assert WAYS[0].open(options) is None


def test_a_workload_signs_in_to_the_clouds_only_tenant(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(
        "azure.identity.WorkloadIdentityCredential",
        lambda **how: opened.append(how["tenant_id"]),
    )
    environment = {"AZURE_CLIENT_ID": "us", "AZURE_FEDERATED_TOKEN_FILE": "token"}

    WAYS[1].open(SignInOptions(ADFS, environment=environment))

    assert opened == ["adfs"]
