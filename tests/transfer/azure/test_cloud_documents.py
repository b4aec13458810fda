"""Clouds as their documents describe them, and what none of them may claim."""

import pytest

from transfer.azure.authorization import Audience, audience
from transfer.azure.cloud_documents import az_document, cloud_of, metadata_urls
from transfer.azure.clouds import CHINA, PUBLIC, US_GOVERNMENT

MANAGER = "https://management.local.azurestack.external"
OLD = {
    "galleryEndpoint": "https://providers.local",
    "authentication": {
        "loginEndpoint": "https://adfs.local.azurestack.external/adfs",
        "audiences": ["https://management.adfs.azurestack.local/guid"],
    },
}
NEW = {
    "name": "AzureStack",
    "resourceManager": MANAGER,
    "authentication": {
        "loginEndpoint": "https://login.stack.example/",
        "audiences": ["https://management.stack.example/guid", "https://another"],
        "tenant": "common",
    },
    "suffixes": {"storage": "local.azurestack.external"},
}


def test_azure_stack_tells_the_rest_by_its_managers_name():
    cloud = cloud_of(OLD, manager=MANAGER)

    assert str(cloud.resource_manager) == MANAGER
    assert cloud.blob_suffixes == ("blob.local.azurestack.external",)
    assert cloud.authority == "https://adfs.local.azurestack.external"
    assert cloud.tenant == "adfs"
    assert cloud.management_scope.endswith("azurestack.local/guid/.default")


@pytest.mark.parametrize("document", [NEW, [NEW], [{"name": "other"}, NEW]])
def test_of_several_clouds_the_one_that_was_asked_is_meant(document):
    cloud = cloud_of(document, manager=MANAGER)

    assert (cloud.name, cloud.tenant) == ("AzureStack", None)
    assert cloud.is_custom


def test_a_file_of_azs_says_the_same_as_a_document():
    section = {
        "endpoint_resource_manager": f"{MANAGER}/",
        "endpoint_active_directory": "https://login.stack.example",
        "endpoint_active_directory_resource_id": "https://management.stack.example/guid",
        "suffix_storage_endpoint": ".local.azurestack.external",
    }

    assert cloud_of(az_document(section, "AzureStack")) == cloud_of([NEW])


def test_tokens_go_to_the_hosts_of_that_cloud_alone():
    cloud = cloud_of([NEW])

    blob = "https://golden.blob.local.azurestack.external/vhds/a.vhd"
    assert audience(cloud, f"{MANAGER}/subscriptions") is Audience.MANAGEMENT
    assert audience(cloud, blob) is Audience.BLOBS
    assert cloud.storage_scope is None
    for url in (
        "https://management.azure.com/subscriptions",
        "https://golden.blob.core.windows.net/vhds/a.vhd",
        "https://management.local.azurestack.external.example/",
    ):
        assert audience(cloud, url) is None


@pytest.mark.parametrize("cloud", [PUBLIC, CHINA, US_GOVERNMENT])
def test_microsofts_own_clouds_are_what_we_know_of_them(cloud):
    told = {**NEW, "resourceManager": f"{cloud.resource_manager}/"}

    assert cloud_of([told]) is cloud


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"authentication": {}}, "says nothing of its sign-in, audience"),
        ({"suffixes": {"storage": "core.windows.net"}}, "Microsoft's own clouds"),
        (
            {"storageAudience": "https://storage.azure.com"},
            "for that host and no other",
        ),
        ({"resourceManager": "http://management.example"}, "loopback"),
    ],
)
def test_what_could_lead_tokens_astray_is_refused(changed, why):
    with pytest.raises(ValueError, match=why):
        cloud_of({**NEW, **changed})


@pytest.mark.parametrize(
    "audience",
    [
        "https://management.azure.com/",
        "https://management.core.windows.net",
        "https://vault.azure.net",
        "https://graph.microsoft.com",
        "https://MANAGEMENT.usgovcloudapi.net",
        "https://management.chinacloudapi.cn",
    ],
)
def test_no_cloud_asks_for_tokens_of_microsofts(audience):
    login = NEW["authentication"]["loginEndpoint"]
    told = {"loginEndpoint": login, "audiences": [audience]}

    with pytest.raises(ValueError, match="for that host and no other"):
        cloud_of({**NEW, "authentication": told})


@pytest.mark.parametrize("document", [None, [], {}, [NEW, NEW], "x", [[NEW]]])
def test_what_describes_no_cloud_is_told(document):
    with pytest.raises(ValueError, match="no description of one cloud"):
        cloud_of(document)


def test_the_newest_form_is_asked_for_first():
    first, last = metadata_urls(f"{MANAGER}/")

    assert first == f"{MANAGER}/metadata/endpoints?api-version=2022-09-01"
    assert last.endswith("2015-01-01")


def test_accounts_of_a_cloud_of_ones_own_may_be_within_and_those_of_microsofts_not():
    assert cloud_of([NEW]).inner_suffixes == {"blob.local.azurestack.external"}
    assert PUBLIC.inner_suffixes == frozenset()
