"""The rules about the source, where the examples do not tell enough."""

import pytest
from judging import complaints, messages, properties_with

from integrity.lint.rules.source import (
    incomplete_platform_image,
    iso_source,
    latest_source_version,
    template_can_be_rerun,
    unknown_source_type,
    unlikely_source_version,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.model import ImageTemplate


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (None, "source is required"),
        ([], "source must be an object"),
        ({}, "the source has no type"),
        ({"type:": "x"}, "the source has no type; did you mean 'type' by 'type:'?"),
        ({"type": "VHD"}, "unknown source type 'VHD'"),
        ({"type": 5}, "the type of the source must be a string"),
    ],
)
def test_a_source_has_a_type_that_the_service_knows(source, problem):
    assert messages(unknown_source_type, properties_with(source=source)) == [problem]


@pytest.mark.parametrize("kind", ["platformImage", "ISO", "sharedimageversion"])
def test_wrong_capitals_and_isos_are_for_other_rules(kind):
    template = properties_with("2020-02-14", source={"type": kind})

    assert complaints(unknown_source_type, template) == []


@pytest.mark.parametrize("source", [..., {"type": ...}])
def test_a_source_that_is_not_known_is_not_judged(source):
    with pytest.raises(NotKnown):
        complaints(unknown_source_type, properties_with(source=source))


@pytest.mark.parametrize("api_version", ["2019-05-01-preview", "2025-10-01"])
def test_an_iso_is_refused_under_any_version(api_version):
    template = properties_with(api_version, source={"type": "iso"})

    assert len(complaints(iso_source, template)) == 1


def test_every_missing_field_of_a_platform_image_is_named_at_once():
    template = properties_with(
        source={"type": "PlatformImage", "publisher": ..., "offer": "", "version": 1}
    )

    assert messages(incomplete_platform_image, template) == [
        "PlatformImage needs offer and sku"
    ]


def test_a_blank_field_of_a_platform_image_is_told_where_it_stands():
    template = properties_with(
        source={"type": "PlatformImage", "publisher": "p", "offer": "o", "sku": " "}
    )

    (complaint,) = complaints(incomplete_platform_image, template)

    assert complaint.span.text == '" "'


def test_a_blank_belongs_to_no_version():
    source = {"type": "PlatformImage", "version": "latest "}

    assert messages(unlikely_source_version, properties_with(source=source)) == [
        "'latest ' is neither latest nor three numbers like 1.2.3"
    ]


def test_latest_is_read_without_case():
    template = properties_with(source={"type": "PlatformImage", "version": "Latest"})

    assert len(complaints(latest_source_version, template)) == 1


def test_only_a_gallery_gains_by_another_run():
    source = {"type": "PlatformImage", "version": "latest"}
    to_gallery = properties_with(source=source, distribute=[{"type": "SharedImage"}])
    to_vhd = properties_with(source=source, distribute=[{"type": "VHD"}])

    assert len(complaints(template_can_be_rerun, to_gallery)) == 1
    assert complaints(template_can_be_rerun, to_vhd) == []


def test_white_space_makes_another_name_of_it():
    image = {
        "publisher": "Canonical ",
        "offer": " ubuntu",
        "sku": "2019 Datacenter",
        "version": "1.2.3",
    }
    template = properties_with(source={"type": "PlatformImage", **image})

    assert messages(incomplete_platform_image, template) == [
        "white space in the publisher: no image has such a name",
        "white space in the offer: no image has such a name",
        "white space in the sku: no image has such a name",
    ]


def platform(publisher: str) -> ImageTemplate:
    source = {"type": "PlatformImage", "offer": "o", "sku": "s", "version": "latest"}
    return properties_with(source={**source, "publisher": publisher})


@pytest.mark.parametrize(
    ("publisher", "meant"),
    [
        ("Cononical", "Canonical"),
        ("MicrosftWindowsServer", "MicrosoftWindowsServer"),
        ("MicrosoftWindowDesktop", "MicrosoftWindowsDesktop"),
    ],
)
def test_a_misspelt_publisher_is_told_with_the_one_that_was_meant(publisher, meant):
    (complaint,) = complaints(incomplete_platform_image, platform(publisher))

    assert complaint.severity is Severity.WARNING
    assert complaint.help == f"Write {meant}."


@pytest.mark.parametrize(
    "publisher",
    [
        "canonical",
        "MicrosoftWindowsServerHPCPack",
        "microsoft-dsvm",
        "center-for-internet-security-inc",
        "resf",
        "contoso",
    ],
)
def test_a_publisher_of_its_own_name_is_none_that_is_misspelt(publisher):
    assert messages(incomplete_platform_image, platform(publisher)) == []
