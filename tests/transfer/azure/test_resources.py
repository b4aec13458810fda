"""The service's bodies as values, with all that is odd about them."""

from datetime import UTC, datetime

import pytest
from scripted_azure import SUBSCRIPTION, TEMPLATE, run_status, template_body

from integrity.template.resource_ids import ResourceId
from transfer.azure.bodies import moment, number
from transfer.azure.resource_ids import parse_id, template_id
from transfer.azure.resources import (
    build_status_of,
    detail_of,
    run_output_of,
    summary_of,
    trigger_of,
)

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/IT_images"


def test_ids_that_differ_in_case_are_one():
    other = parse_id(str(TEMPLATE).replace("resourceGroups", "resourcegroups").upper())

    assert other == TEMPLATE
    assert len({other, TEMPLATE}) == 1
    assert other.is_a("microsoft.virtualmachineimages/IMAGETEMPLATES")


@pytest.mark.parametrize(
    "text",
    [
        str(TEMPLATE),
        GROUP,
        f"/subscriptions/{SUBSCRIPTION}",
        f"{GROUP}/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0",
        f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Compute/locations/x",
    ],
)
def test_an_id_is_written_as_it_was_read(text):
    assert str(parse_id(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "/subscriptions",
        "/subscriptions/s/resourceGroups",
        "/subscriptions/s/resourceGroups/g/providers/P",
        "/subscriptions/s/resourceGroups/g/providers/P/type",
        "/subscriptions/s/resourceGroups/../providers/P/type/name",
        "/subscriptions/s/resourceGroups/g/providers/P/type/na?me",
        "/subscriptions/s/resourceGroups/g/providers/P/type/na#me",
        "/subscriptions/s/resourceGroups/g/providers/P/type/na%2fme",
        "/subscriptions/s//providers/P/type/name",
        "https://management.azure.com/subscriptions/s",
    ],
)
def test_what_would_lead_elsewhere_as_a_path_is_no_id(text):
    assert parse_id(text) is None


def test_a_name_cannot_break_out_of_its_place():
    with pytest.raises(ValueError, match="part of a resource's id"):
        template_id(SUBSCRIPTION, "images", "web/../../x")


def test_letters_beyond_ascii_are_escaped_in_a_path():
    assert (
        ResourceId("s", "gr\u00fcn").path == "/subscriptions/s/resourceGroups/gr%C3%BCn"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-05-02T06:43:15.2601779Z", (2020, 5, 2, 6, 43, 15, 260177)),
        ("2026-01-01T10:00:16.066095825Z", (2026, 1, 1, 10, 0, 16, 66095)),
        ("2026-01-01T10:00:00+02:00", (2026, 1, 1, 8)),
        ("2026-01-01T10:00:00", (2026, 1, 1, 10)),
    ],
)
def test_a_time_may_have_nine_digits_of_a_second(text, expected):
    assert moment(text) == datetime(*expected, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00",
        "",
        "soon",
        None,
        5,
        "9999-99-99",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_the_year_one_and_no_time_are_no_time(text):
    assert moment(text) is None


@pytest.mark.parametrize("value", [True, "5", None, float("nan"), float("inf"), 1e300])
def test_only_numbers_are_numbers(value):
    assert number(value) is None


def test_a_state_that_nobody_knows_is_kept_and_shown():
    summary = summary_of(template_body(state="Hibernating\x1b"))
    assert summary.provisioning_state == "Hibernating␛"


def test_a_running_build_has_no_end_and_no_message():
    status = build_status_of(run_status("Running") | {"runSubState": "Customizing"})

    assert status.is_running
    assert status.sub_state == "Customizing"
    assert status.ended is None
    assert status.message is None
    assert status.seconds(datetime(2026, 1, 1, 10, 1, tzinfo=UTC)) == 60


def test_a_build_that_has_ended_took_as_long_as_it_took():
    status = build_status_of(run_status("PartiallySucceeded"))

    assert not status.is_running
    assert status.sub_state is None
    assert status.seconds(datetime(2030, 1, 1, tzinfo=UTC)) == 1_800


def test_why_a_submission_failed_is_part_of_a_line():
    error = {"provisioningErrorCode": "BadSourceType", "message": "no such image"}
    summary = summary_of(template_body(state="Failed", provisioningError=error))
    assert summary.provisioning_error == "BadSourceType: no such image"


def test_the_staging_group_is_told_when_there_is_one():
    body = template_body(exactStagingResourceGroup=GROUP)
    assert detail_of(body, "2022-02-14").staging_group == parse_id(GROUP)
    empty = template_body(exactStagingResourceGroup="")
    assert detail_of(empty, "2022-02-14").staging_group is None


def test_addresses_in_a_body_are_not_shown_with_it():
    body = template_body(customize=[{"scriptUri": "https://a.example/x?sig=canary"}])
    assert "canary" not in repr(detail_of(body, "2022-02-14"))


@pytest.mark.parametrize("query", ["", "?se=2021&sig=canary&sp=r"])
def test_a_vhd_has_an_address_with_a_signature_or_without(query):
    address = (
        f"https://kqqtojmjy3fid5w2u3zukw1j.blob.core.windows.net/vhds/a.vhd{query}"
    )
    output = run_output_of(
        {
            "id": str(TEMPLATE.child("runOutputs", "vhd")),
            "properties": {"artifactUri": address, "provisioningState": "Succeeded"},
        }
    )

    assert output.artifact_uri.reveal() == address
    assert output.artifact_id is None
    assert "canary" not in repr(output)


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"id": 5}, {"id": "nowhere"}, {"id": "/subscriptions/x"}],
)
def test_what_has_no_id_is_nothing(body):
    assert summary_of(body) is None
    assert run_output_of(body) is None
    assert trigger_of(body) is None


@pytest.mark.parametrize(
    "properties",
    [None, [], {"distribute": 5}, {"distribute": [None, 5]}, {"lastRunStatus": "x"}],
)
def test_properties_of_the_wrong_kind_do_no_harm(properties):
    summary = summary_of({"id": str(TEMPLATE), "properties": properties})
    assert summary.name == "web"
    assert summary.last_run is None
