"""Where each cloud has its services, and what a custom one may be."""

import pytest

from transfer.azure.clouds import CLOUDS, PUBLIC, Origin, custom_cloud, origin


def test_the_clouds_are_found_by_the_names_that_az_gives_them():
    assert set(CLOUDS) == {"azurecloud", "azureusgovernment", "azurechinacloud"}


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=lambda cloud: cloud.name)
def test_tokens_are_for_the_clouds_own_manager(cloud):
    assert cloud.management_scope == f"{cloud.resource_manager}/.default"
    assert str(cloud.resource_manager).startswith("https://management.")
    assert cloud.authority.startswith("https://login.")


def test_a_stack_of_ones_own_is_made_from_its_endpoints():
    cloud = custom_cloud(
        "stack",
        resource_manager="https://management.local.azurestack.external/",
        authority="https://login.local.azurestack.external/adfs",
        blob_suffixes=["blob.local.azurestack.external"],
        management_scope="https://management.adfs.azurestack.local/guid/.default",
    )

    assert cloud.resource_manager == Origin(
        "https", "management.local.azurestack.external", 443
    )
    assert cloud.management_scope.endswith("/guid/.default")


@pytest.mark.parametrize(
    "endpoint",
    ["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:8080/"],
)
def test_plain_http_is_for_this_machine(endpoint):
    assert origin(endpoint).port == 8080


@pytest.mark.parametrize(
    ("endpoint", "why"),
    [
        ("http://management.example.org", "loopback"),
        ("http://127.0.0.1.example.org", "loopback"),
        ("https://user@management.example.org", "no endpoint"),
        ("https://management.example.org/path", "no endpoint"),
        ("ftp://management.example.org", "no endpoint"),
    ],
)
def test_what_cannot_be_a_place_for_tokens_is_told(endpoint, why):
    with pytest.raises(ValueError, match=why):
        custom_cloud("c", resource_manager=endpoint, authority=PUBLIC.authority)


@pytest.mark.parametrize("suffix", ["net", "", "*.example.org", "blob.example.org:80"])
def test_a_suffix_needs_two_labels_at_least(suffix):
    with pytest.raises(ValueError, match="suffix"):
        custom_cloud(
            "c",
            resource_manager="https://management.example.org",
            authority=PUBLIC.authority,
            blob_suffixes=[suffix],
        )


def test_nobody_signs_in_over_plain_http():
    with pytest.raises(ValueError, match="https only"):
        custom_cloud(
            "c",
            resource_manager="https://management.example.org",
            authority="http://login.example.org",
        )
