"""The rules about managed images as targets, where the examples do not tell enough."""

import pytest
from distributing import COMPUTE, GALLERY, to
from judging import azure, complaints, envelope_with, messages

from integrity.lint.rules.managed_image_target import (
    managed_image_far_away,
    managed_image_without_location,
    missing_target_group,
    not_a_managed_image_target,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.model import Form


def test_a_managed_image_is_named_by_its_whole_id():
    right = {"type": "ManagedImage", "imageId": f"{COMPUTE}/images/x".lower()}
    wrong = {"type": "ManagedImage", "imageId": GALLERY}

    assert complaints(not_a_managed_image_target, to(right)) == []
    assert len(complaints(not_a_managed_image_target, to(wrong))) == 1


def test_a_location_that_is_not_known_is_not_missing():
    with pytest.raises(NotKnown):
        complaints(
            managed_image_without_location,
            to({"type": "ManagedImage", "location": ...}),
        )


def test_the_group_is_found_whatever_its_case():
    template = to({"type": "ManagedImage", "imageId": f"{COMPUTE}/images/x"})
    facts = azure(destination_groups_missing=("other", "IMAGES"))

    assert len(complaints(missing_target_group, template, facts)) == 1


def test_one_region_in_two_spellings_is_near():
    template = to({"type": "ManagedImage", "location": "West US 2"})

    assert complaints(managed_image_far_away, template) == []


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("westeurpoe", "westeurope"),
        ("westuss2", "westus2"),
        ("japaneastt", "japaneast"),
    ],
)
def test_a_misspelt_region_is_a_warning(location, meant):
    template = to({"type": "ManagedImage", "location": location})
    (told,) = complaints(managed_image_far_away, template)

    assert told.severity is Severity.WARNING
    assert told.help == f"Write {meant}."


@pytest.mark.parametrize("location", ["eastus9", "eastus2euap", "westusstg"])
def test_a_new_region_named_after_an_old_one_is_not_misspelt(location):
    template = to({"type": "ManagedImage", "location": location})
    (told,) = complaints(managed_image_far_away, template)

    assert told.severity is None


@pytest.mark.parametrize(("form", "count"), [(Form.DEPLOYMENT, 1), (Form.RESOURCE, 0)])
def test_an_expression_inside_an_id_is_not_worked_out(form, count):
    image = "/subscriptions/s/resourceGroups/[resourceGroup().name]/providers/x"
    target = {"type": "ManagedImage", "imageId": image}
    template = envelope_with(form, properties={"distribute": [target]})

    assert len(complaints(not_a_managed_image_target, template)) == count


def test_of_a_long_id_the_last_names_are_told():
    group = "g" * 100
    image = f"/subscriptions/s/resourceGroups/{group}/providers/x/y/z"
    template = to({"type": "ManagedImage", "imageId": image})

    (message,) = messages(not_a_managed_image_target, template)
    assert message == "'…/providers/x/y/z' is not the id of a managed image"
