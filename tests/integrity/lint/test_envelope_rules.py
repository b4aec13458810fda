"""The rules about the envelope, where the examples do not tell enough."""

import pytest
from judging import azure, complaints, envelope_with, messages, template_of

from integrity.lint.rules.envelope import (
    depends_on_alone,
    judged_by_version,
    missing_location,
    region_without_service,
    unknown_api_version,
    wrong_resource_type,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.edit import apply
from integrity.template.model import Form


def test_the_type_is_compared_without_case():
    template = envelope_with(type="microsoft.virtualmachineimages/IMAGETEMPLATES")

    assert complaints(wrong_resource_type, template) == []


def test_a_wrong_type_is_a_warning_in_a_file_of_its_own():
    template = envelope_with(type="Microsoft.VirtualMachineImages")

    assert complaints(wrong_resource_type, template)[0].severity is Severity.WARNING


def test_a_wrong_type_is_an_error_in_a_deployment():
    template = envelope_with(Form.DEPLOYMENT, type="Microsoft.VirtualMachineImages")

    assert complaints(wrong_resource_type, template)[0].severity is Severity.ERROR


def test_a_missing_type_is_told_and_cannot_be_mended_by_itself():
    complaint = complaints(wrong_resource_type, envelope_with(type=None))[0]

    assert complaint.message.startswith("no type")
    assert complaint.fix is None


def test_a_body_has_its_location_where_it_is_used():
    body = template_of('{"identity": {}, "tags": {}, "properties": {}}')
    template = template_of('{"type": "t", "identity": {}, "properties": {}}')

    assert messages(missing_location, body) == []
    assert len(messages(missing_location, template)) == 1


@pytest.mark.parametrize("form", [Form.LIVE, Form.AZ_REST, Form.PROPERTIES])
def test_what_a_request_names_need_not_stand_in_its_body(form):
    template = template_of('{"location": "westus2"}', form)

    assert complaints(wrong_resource_type, template) == []
    assert complaints(unknown_api_version, template) == []


def test_the_fix_writes_the_whole_type():
    template = template_of('{"type": "Microsoft.VirtualMachineImages"}')
    fix = complaints(wrong_resource_type, template)[0].fix

    assert apply(template.document, fix.edits) == (
        '{"type": "Microsoft.VirtualMachineImages/imageTemplates"}'
    )


def test_the_note_tells_the_version_that_was_asked_for():
    template = template_of('{"apiVersion": "2024-02-01"}', judged_by="2020-02-14")

    assert messages(judged_by_version, template) == [
        "judged by api-version 2020-02-14, as you asked"
    ]


def test_the_note_tells_the_way_of_the_command_line_and_that_of_the_window():
    template = template_of('{"apiVersion": "2024-02-01"}')
    [complaint] = complaints(judged_by_version, template)

    assert "--api-version" in complaint.help
    assert "Other versions" in complaint.help


def test_the_note_tells_why_it_is_the_newest_version():
    template = template_of('{"apiVersion": <version>}')

    assert messages(judged_by_version, template) == [
        "judged by api-version 2025-10-01, the newest: the template's own is missing"
        " or not known"
    ]


def test_properties_alone_are_judged_by_the_newest_version_too():
    template = template_of('{"source": {}}', Form.PROPERTIES)

    assert len(complaints(judged_by_version, template)) == 1


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        (None, "apiVersion is missing"),
        ("2030-01-01", "api-version '2030-01-01' is unknown"),
        ("2019-02-01-preview", "api-version 2019-02-01-preview is retired"),
    ],
)
def test_a_version_is_missing_unknown_or_retired(version, problem):
    template = envelope_with(apiVersion=version)

    assert messages(unknown_api_version, template) == [problem]


def test_the_version_of_the_seed_is_not_retired():
    template = envelope_with(apiVersion="2019-05-01-preview")

    assert complaints(unknown_api_version, template) == []


def test_a_version_that_is_not_known_is_not_judged():
    with pytest.raises(NotKnown):
        complaints(unknown_api_version, envelope_with(apiVersion=...))


@pytest.mark.parametrize(
    ("location", "problem"),
    [(None, "is required"), ("", "is required"), (7, "must be a string")],
)
def test_a_location_has_to_name_something(location, problem):
    assert messages(missing_location, envelope_with(location=location)) == [
        f"location {problem}: the name of a region"
    ]


def test_a_location_that_is_not_known_is_not_judged():
    with pytest.raises(NotKnown):
        complaints(missing_location, envelope_with(location=...))


@pytest.mark.parametrize("location", ["westus2", "West US 2", "SouthEastAsia"])
def test_a_region_may_be_written_with_blanks_and_capitals(location):
    assert complaints(region_without_service, envelope_with(location=location)) == []


def test_a_region_that_came_later_is_told_by_the_version_of_march_2020():
    template = envelope_with(apiVersion="2019-05-01-preview", location="UK South")

    assert messages(region_without_service, template) == [
        "Image Builder did not run in UK South in March 2020; it does since"
    ]


def test_azure_knows_its_regions_better_than_any_table():
    template = envelope_with(location="spaincentral")
    facts = azure(regions_of_provider=("Spain Central",))

    assert complaints(region_without_service, template, facts) == []
    assert messages(region_without_service, envelope_with(), facts) == [
        "Image Builder does not run in westus2"
    ]


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("westeuorpe", "westeurope"),
        ("East US-2", "eastus2"),
        ("west_us_2", "westus2"),
        ("uksout", "uksouth"),
    ],
)
def test_a_misspelt_region_is_told_with_the_one_that_was_meant(location, meant):
    (found,) = complaints(region_without_service, envelope_with(location=location))

    assert found.message == (
        f"Image Builder is not known to run in {location}; did you mean '{meant}'?"
    )
    assert found.help == f"Write {meant}."


@pytest.mark.parametrize("location", ["canadaeast", "West India", "onprem-dc1"])
def test_a_region_without_the_service_is_not_taken_for_another(location):
    assert messages(region_without_service, envelope_with(location=location)) == [
        f"Image Builder is not known to run in {location}"
    ]


def test_a_blank_location_is_no_region():
    assert complaints(region_without_service, envelope_with(location=" ")) == []


def test_a_version_of_another_type_is_not_missing():
    assert messages(unknown_api_version, envelope_with(apiVersion=20240201)) == [
        "apiVersion must be a string"
    ]


def test_a_region_that_a_pipeline_fills_in_is_not_judged():
    template = envelope_with(location="$(location)")

    assert complaints(region_without_service, template) == []


def test_a_deployment_may_order_its_resources():
    template = envelope_with(Form.DEPLOYMENT, dependsOn=["gallery"])

    assert complaints(depends_on_alone, template) == []
