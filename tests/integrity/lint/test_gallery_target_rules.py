"""The rules about galleries as targets, where the examples do not tell enough."""

import pytest
from distributing import COMPUTE, GALLERY, to_gallery
from judging import azure, complaints, envelope_with, messages

from integrity.lint.rules.gallery_target import (
    chosen_image_version,
    gallery_region_left_out,
    not_a_gallery_image_id,
    regions_not_named_once,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown

SEED = "2019-05-01-preview"


def test_an_image_cannot_go_to_a_gallery_with_a_hyphen_in_its_name():
    image = f"{COMPUTE}/galleries/my-gallery/images/base"

    (complaint,) = complaints(not_a_gallery_image_id, to_gallery(galleryImageId=image))

    assert complaint.severity is Severity.WARNING
    assert complaint.message == "no gallery can be called 'my-gallery'"
    assert complaints(not_a_gallery_image_id, to_gallery(galleryImageId=GALLERY)) == []


@pytest.mark.parametrize(
    "image", [GALLERY, GALLERY.lower(), f"{GALLERY}/versions/1.2.3"]
)
def test_a_gallery_image_may_name_its_version(image):
    assert complaints(not_a_gallery_image_id, to_gallery(galleryImageId=image)) == []


@pytest.mark.parametrize(
    "image", [f"{GALLERY}/versions/latest", f"{COMPUTE}/images/x", "", None]
)
def test_anything_else_is_no_gallery_image(image):
    template = to_gallery(galleryImageId=image)

    assert len(complaints(not_a_gallery_image_id, template)) == 1


def test_a_version_of_four_numbers_is_told_to_be_of_three():
    template = to_gallery(galleryImageId=f"{GALLERY}/versions/2025.02.07.1")

    (complaint,) = complaints(not_a_gallery_image_id, template)
    assert "/versions/1.2.3" in (complaint.help or "")


def test_a_version_may_be_chosen_since_2020_02():
    image = f"{GALLERY}/versions/1.2.3"
    early = to_gallery(SEED, galleryImageId=image)
    later = to_gallery("2020-02-14", galleryImageId=image)

    assert len(complaints(chosen_image_version, early)) == 1
    assert complaints(chosen_image_version, later) == []


def test_regions_are_required_up_to_2022_02():
    assert messages(regions_not_named_once, to_gallery("2022-02-14")) == [
        "replicationRegions is required before 2022-07-01"
    ]
    assert complaints(regions_not_named_once, to_gallery("2022-07-01")) == []


def test_regions_that_are_not_known_are_given_all_the_same():
    template = to_gallery("2022-02-14", replicationRegions=...)

    assert complaints(regions_not_named_once, template) == []


def test_an_empty_list_excludes_nothing():
    template = to_gallery(replicationRegions=[], targetRegions=[{"name": "westus2"}])

    assert complaints(regions_not_named_once, template) == []


@pytest.mark.parametrize(
    ("regions", "severities"),
    [
        ({"targetRegions": [{"name": "westus2"}]}, [Severity.WARNING]),
        ({"targetRegions": []}, []),
        ({"targetRegions": [{"name": "westus2"}], "replicationRegions": []}, []),
        ({"replicationRegions": ["westus2"]}, []),
        ({}, []),
    ],
)
def test_target_regions_have_storage_of_their_own(regions, severities):
    template = to_gallery(**regions, storageAccountType="Standard_LRS")
    found = complaints(regions_not_named_once, template)

    assert [one.severity for one in found] == severities


def test_the_templates_region_is_taken_for_the_gallerys():
    complaint = complaints(
        gallery_region_left_out, to_gallery(replicationRegions=["eastus"])
    )[0]

    assert complaint.severity is None
    assert "westus2, the template's" in complaint.message


@pytest.mark.parametrize("location", ["westeuorpe", "canadaeast"])
def test_where_the_service_does_not_run_no_gallery_is_looked_for(location):
    target = {"type": "SharedImage", "replicationRegions": ["eastus"]}
    template = envelope_with(location=location, properties={"distribute": [target]})

    assert complaints(gallery_region_left_out, template) == []


def test_a_misspelt_region_is_told_and_nothing_guessed_of_the_gallery():
    template = to_gallery(
        "2024-02-01", targetRegions=[{"name": "eastus"}, {"name": "West Euorpe"}]
    )

    assert messages(gallery_region_left_out, template) == [
        "no region is called 'West Euorpe'; did you mean 'westeurope'?"
    ]


def test_azure_knows_the_gallerys_region():
    template = to_gallery(targetRegions=[{"name": "East US"}])

    assert not complaints(
        gallery_region_left_out, template, azure(gallery_region="eastus")
    )
    assert (
        complaints(
            gallery_region_left_out, template, azure(gallery_region="northeurope")
        )[0].severity
        is Severity.ERROR
    )


@pytest.mark.parametrize(
    "members",
    [
        {"replicationRegions": ["eastus", ...]},
        {"replicationRegions": ...},
        {"targetRegions": [{"name": ...}]},
    ],
)
def test_a_region_that_is_not_known_may_be_the_gallerys(members):
    with pytest.raises(NotKnown):
        complaints(gallery_region_left_out, to_gallery(**members))


@pytest.mark.parametrize("members", [{}, {"replicationRegions": []}])
def test_where_no_regions_are_named_none_is_left_out(members):
    assert complaints(gallery_region_left_out, to_gallery(**members)) == []


def test_a_region_of_a_wrong_type_is_for_another_rule():
    template = to_gallery(targetRegions=[{"name": 1}])

    assert complaints(gallery_region_left_out, template) == []


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        (["westus2", "eastus"], []),
        (["West US 2", "westus2"], ["'westus2' names a region of {} again: it is there as 'West US 2'"]),
        (["eastus", "eastus"], ["'eastus' names a region of {} again"]),
        ([" ", " "], []),
    ],
)  # fmt: skip
def test_a_region_is_named_once_whatever_its_spelling(regions, told):
    older = to_gallery("2022-02-14", replicationRegions=regions)
    newer = to_gallery(targetRegions=[{"name": region} for region in regions])

    assert messages(regions_not_named_once, older) == [
        one.format("replicationRegions") for one in told
    ]
    assert messages(regions_not_named_once, newer) == [
        one.format("targetRegions") for one in told
    ]
