"""Which subscription is meant, and who said so."""

import json

import pytest

from transfer.azure.signing_in.scope import Asked, Scope, Setting, find_scope
from transfer.errors import NoSubscription

PROFILE = {
    "subscriptions": [
        {"id": "id-a", "name": "Test", "tenantId": "tenant-a", "isDefault": False},
        {
            "id": "id-b",
            "name": "Prod\x1b[2J",
            "tenantId": "tenant-b",
            "isDefault": True,
        },
        {"id": "id-c", "name": "Twin", "tenantId": "tenant-c"},
        {"id": "id-d", "name": "Twin", "tenantId": "tenant-d"},
        "no subscription",
    ]
}


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / ".azure"
    folder.mkdir()
    text = json.dumps(PROFILE)
    (folder / "azureProfile.json").write_text(text, encoding="utf-8-sig")
    (folder / "config").write_text(
        "[defaults]\ngroup = rg-golden\n[cloud]\nname = AzureUSGovernment\n[core]\nx=%\n"
    )
    return tmp_path


def scope(home, environment=None, **asked):
    return find_scope(Asked(**asked), environment or {}, home=home)


def test_az_tells_what_nobody_has_said(home):
    found = scope(home)

    assert found.subscription == Setting("id-b", "az's default", "Prod␛[2J")
    assert found.tenant == Setting("tenant-b", "az, for this subscription")
    assert found.group == Setting("rg-golden", "az's defaults.group")
    assert found.cloud == Setting("AzureUSGovernment", "az's cloud.name")


def test_a_flag_comes_before_the_environment_and_that_before_az(home):
    environment = {"AZURE_SUBSCRIPTION_ID": "id-e", "AZURE_TENANT_ID": "tenant-e"}

    assert scope(home, environment).subscription.origin == "AZURE_SUBSCRIPTION_ID"
    assert scope(home, environment).tenant == Setting("tenant-e", "AZURE_TENANT_ID")
    asked = scope(home, environment, subscription="id-a", tenant="tenant-x")
    assert asked.subscription == Setting("id-a", "--subscription", "Test")
    assert asked.tenant == Setting("tenant-x", "--tenant")


def test_a_subscription_may_be_named_and_brings_its_tenant(home):
    found = scope(home, subscription="tEST")

    assert found.subscription_id == "id-a"
    assert found.tenant.value == "tenant-a"


def test_a_name_that_two_have_is_not_guessed(home):
    assert scope(home, subscription="Twin").subscription_id == "Twin"


def test_another_folder_of_azs_is_read_where_it_is_named(home, tmp_path):
    environment = {"AZURE_CONFIG_DIR": str(home / ".azure")}
    assert find_scope(Asked(), environment, home=tmp_path / "no").subscription_id


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"subscriptions": 1}', "[" * 9_999]
)
def test_a_profile_that_cannot_be_read_counts_as_none(tmp_path, text):
    (tmp_path / ".azure").mkdir()
    (tmp_path / ".azure" / "azureProfile.json").write_text(text)
    (tmp_path / ".azure" / "config").write_text("no ini [")

    assert scope(tmp_path) == Scope()


def test_without_a_subscription_one_message_tells_how_to_name_one(tmp_path):
    with pytest.raises(NoSubscription, match="az account set --subscription"):
        _ = scope(tmp_path).subscription_id


def test_azs_files_are_left_as_they_are(home):
    before = {path: path.read_bytes() for path in (home / ".azure").iterdir()}
    scope(home)
    assert {path: path.read_bytes() for path in (home / ".azure").iterdir()} == before
