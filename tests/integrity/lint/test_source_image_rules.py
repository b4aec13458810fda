"""The rules about images as the source, where the examples do not tell enough."""

import pytest
from judging import azure, complaints, envelope_with, messages, properties_with

from integrity.lint.rules.source_image import (
    misspelled_image_version_id,
    not_a_managed_image_id,
    not_an_image_version_id,
    source_in_another_region,
    source_not_replicated,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.edit import apply
from integrity.template.model import ImageTemplate

COMPUTE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute"
OTHER = "/subscriptions/{}/resourceGroups/g/providers/Microsoft.Compute/images/i"
GALLERY = f"{COMPUTE}/galleries/contoso/images/base"
SHARED = "/subscriptions/s/providers/Microsoft.Compute/locations/westus2"


def managed(image: object) -> ImageTemplate:
    return properties_with(source={"type": "ManagedImage", "imageId": image})


def version(image: object, api_version: str = "2024-02-01") -> ImageTemplate:
    source = {"type": "SharedImageVersion", "imageVersionId": image}
    return properties_with(api_version, source=source)


@pytest.mark.parametrize(
    "image",
    [
        f"{COMPUTE}/images/base",
        f"{COMPUTE}/images/base".lower(),
        f"{COMPUTE}/images/Base_1.0-x(2)",
        "/subscriptions/$(subscription)/resourceGroups/g",
    ],
)
def test_an_id_may_be_written_in_any_case_and_filled_in_later(image):
    assert complaints(not_a_managed_image_id, managed(image)) == []


@pytest.mark.parametrize(
    "subscription",
    ["0A1B2C3D-0000-1111-2222-333344445555", "sub", "00000000-0000-0000-00000000"],
)
def test_a_subscription_is_a_guid_or_a_stand_in_for_one(subscription):
    image = OTHER.format(subscription)
    assert complaints(not_a_managed_image_id, managed(image)) == []


BEGINS = ": an id begins with /subscriptions/"
NO_GUID = ": its subscription is not quite a GUID"


@pytest.mark.parametrize(
    ("image", "slip"),
    [
        ("base", BEGINS),
        (f"{COMPUTE}/images", ""),
        (f"{COMPUTE}/images/", ": a slash is at its end"),
        (f"{COMPUTE}/images/base image", ": white space is in it"),
        (f"{COMPUTE}//images/base", ": a name is missing between two slashes"),
        (f"{COMPUTE}/disks/base", ""),
        (OTHER.format("0a1b2c3d-0000-1111-2222-33334444555"), NO_GUID),
        (OTHER.format("0a1b2c3d-0000-1111-2222-3333444455556"), NO_GUID),
        (OTHER.format("0a1b2c3d-0000-11112222-333344445555"), NO_GUID),
        (OTHER.format("{0a1b2c3d-0000-1111-2222-333344445555}"), NO_GUID),
        (OTHER.format("{CF385B17-BFE0-4a92-8b27-5a2ac02848d2}"), NO_GUID),
        ("/subscriptions/s/providers/Microsoft.Compute/images/base", ""),
        (f"{GALLERY}/versions/1.0.0", ""),
        (f"https://management.azure.com{COMPUTE}/images/base", BEGINS),
    ],
)
def test_an_id_of_anything_else_is_no_managed_image(image, slip):
    assert messages(not_a_managed_image_id, managed(image)) == [
        f"'{image}' is not the id of a managed image{slip}"
    ]


@pytest.mark.parametrize("image", [None, "", " "])
def test_a_managed_image_has_to_be_named(image):
    assert messages(not_a_managed_image_id, managed(image)) == [
        "imageId is required: the id of a managed image"
    ]


def test_a_wrong_type_is_for_the_rules_about_types():
    assert complaints(not_a_managed_image_id, managed(5)) == []


def test_an_image_that_is_not_known_is_not_judged():
    with pytest.raises(NotKnown):
        complaints(not_a_managed_image_id, managed(...))


@pytest.mark.parametrize(
    "image",
    [
        f"{GALLERY}/versions/1.0.0",
        f"{GALLERY}/versions/latest",
        f"{SHARED}/sharedGalleries/contoso/images/base/versions/24.1.0",
        f"{SHARED}/communityGalleries/contoso/images/base/versions/latest",
    ],
)
def test_a_version_may_be_in_any_kind_of_gallery(image):
    assert complaints(not_an_image_version_id, version(image)) == []


@pytest.mark.parametrize(
    "image", [GALLERY, f"{GALLERY}/versions/1.0", f"{GALLERY}/versions/newest"]
)
def test_a_version_ends_with_three_numbers(image):
    assert messages(not_an_image_version_id, version(image)) == [
        f"'{image}' is not the id of an image version"
    ]


def test_no_gallery_has_a_hyphen_in_its_name():
    image = f"{COMPUTE}/galleries/my-gallery/images/base-image/versions/1.0.0"

    (complaint,) = complaints(not_an_image_version_id, version(image))

    assert complaint.severity is Severity.WARNING
    assert complaint.message == "no gallery can be called 'my-gallery'"


def test_the_latest_version_is_known_since_2022_07():
    image = f"{GALLERY}/versions/Latest"

    assert messages(not_an_image_version_id, version(image, "2022-02-14")) == [
        "versions/latest needs api-version 2022-07-01"
    ]
    assert complaints(not_an_image_version_id, version(image, "2022-07-01")) == []


@pytest.mark.parametrize(
    ("api_version", "severity"),
    [("2019-05-01-preview", None), ("2024-02-01", Severity.ERROR)],
)
def test_capitals_matter_since_2024_02(api_version, severity):
    source = {"type": "SharedImageVersion", "imageVersionID": f"{GALLERY}/versions/1"}
    template = properties_with(api_version, source=source)

    assert complaints(misspelled_image_version_id, template)[0].severity is severity


def test_the_fix_renames_the_key_and_nothing_else():
    source = {"type": "SharedImageVersion", "imageVersionID": "imageVersionID"}
    template = properties_with(source=source)
    fix = complaints(misspelled_image_version_id, template)[0].fix

    assert '"imageVersionId": "imageVersionID"' in apply(template.document, fix.edits)


def test_regions_are_compared_without_blanks_and_case():
    source = {"type": "ManagedImage", "imageId": f"{COMPUTE}/images/base"}
    template = envelope_with(location="West US 2", properties={"source": source})
    near, far = azure(source_region="westus2"), azure(source_region="eastus")

    assert complaints(source_in_another_region, template, near) == []
    assert len(complaints(source_in_another_region, template, far)) == 1


def test_a_replication_that_was_not_asked_about_is_not_missing():
    template = version(f"{GALLERY}/versions/1.0.0")

    assert complaints(source_not_replicated, template, azure()) == []
    assert (
        len(complaints(source_not_replicated, template, azure(source_replicated_to=())))
        == 1
    )


def test_the_latest_version_where_it_is_too_early_is_sent_to_a_later_api():
    image = f"{GALLERY}/versions/latest"
    (told,) = complaints(not_an_image_version_id, version(image, "2022-02-14"))

    assert told.help == "Raise apiVersion to 2022-07-01 or later, or name the version."
