"""Where the service runs."""

import pytest
from judging import envelope_with, template_of

from integrity.template.blocks import NotKnown
from integrity.template.model import Form
from integrity.template.regions import (
    REGIONS,
    REGIONS_OF_MARCH_2020,
    REGIONS_WITHOUT,
    region_meant,
    region_misspelt,
    region_named,
    region_of,
)


def test_the_documentation_lists_39_regions():
    assert len(set(REGIONS)) == 39
    assert set(REGIONS_OF_MARCH_2020) < set(REGIONS)


def test_no_region_is_with_and_without_the_service():
    assert not REGIONS_WITHOUT & set(REGIONS)


@pytest.mark.parametrize("region", sorted({*REGIONS, *REGIONS_WITHOUT}))
def test_no_region_of_azure_is_taken_for_a_slip(region):
    assert region_meant(region) is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("westeurpoe", "westeurope"),
        ("Austraila East", "australiaeast"),
        ("germanywestcentrl", "germanywestcentral"),
        ("esatus", "eastus"),
        ("eastus3", None),
        ("eastus2euap", None),
        ("jioindiaeast", None),
        ("southeastus", None),
        ("europe", None),
    ],
)
def test_a_name_that_a_new_region_may_have_is_no_slip(name, meant):
    assert region_misspelt(name) == meant


@pytest.mark.parametrize("region", REGIONS)
def test_regions_are_kept_as_they_are_compared(region):
    assert region_named(region) == region


def test_a_region_has_a_name_for_people_too():
    assert region_named("South East Asia") == "southeastasia"


def test_a_template_stands_in_its_location():
    assert region_of(envelope_with(location="West US 2")) == "westus2"
    assert region_of(envelope_with(location=None)) is None
    assert region_of(template_of("{}", Form.PROPERTIES)) is None


def test_a_location_that_is_not_known_is_no_region():
    with pytest.raises(NotKnown):
        region_of(envelope_with(location=...))
