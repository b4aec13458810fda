from integrity.safe_text import Safe
from transfer.azure.resource_ids import template_id
from transfer.azure.resources import detail_of, run_output_of
from transfer.azure.whereabouts import NoRecords, Status, at_risk, place

TEMPLATE = template_id("s", "g", "t")
STAGED = "https://stage.blob.core.windows.net/vhds/vhd_1.vhd"
OWN = "https://mine.blob.core.windows.net/vhds/mine.vhd"


class Records:
    """Remembers one VHD, by its address."""

    def rescued_to(self, output, address):
        return Safe("golden/vhds/vhd_1.vhd") if address.reveal() == STAGED else None


def template(*distribute, state=None):
    status = {"runState": state} if state else None
    return detail_of(
        {
            "id": str(TEMPLATE),
            "properties": {
                "distribute": list(distribute),
                "lastRunStatus": status,
                "exactStagingResourceGroup": "/subscriptions/s/resourceGroups/IT_g_t",
            },
        },
        "2025-10-01",
    )


def output(name, **properties):
    found = run_output_of(
        {"id": f"{TEMPLATE}/runOutputs/{name}", "properties": properties}
    )
    assert found is not None
    return found


VHD = {"type": "VHD", "runOutputName": "vhd"}


def only(template, *outputs, records=None):
    (found,) = place(template, outputs, records or NoRecords())
    return found


def test_a_vhd_in_staging_is_at_risk():
    found = only(template(VHD), output("vhd", artifactUri=STAGED))

    assert (found.status, found.place) == (Status.AT_RISK, "staging IT_g_t")
    assert at_risk([found]) == (found,)


def test_a_vhd_of_which_a_copy_is_known_is_rescued():
    found = only(template(VHD), output("vhd", artifactUri=STAGED), records=Records())

    assert (found.status, found.place) == (Status.RESCUED, "golden/vhds/vhd_1.vhd")
    assert at_risk([found]) == ()


def test_a_vhd_of_a_later_build_is_at_risk_again():
    later = STAGED.replace("_1", "_2")

    found = only(template(VHD), output("vhd", artifactUri=later), records=Records())

    assert found.status is Status.AT_RISK


def test_a_vhd_that_went_where_the_template_wants_it_is_delivered():
    found = only(template({**VHD, "uri": OWN}), output("vhd", artifactUri=OWN))

    assert (found.status, found.place) == (Status.DELIVERED, OWN)


def test_an_image_is_delivered():
    shared = {"type": "SharedImage", "runOutputName": "shared"}

    found = only(template(shared), output("shared", artifactId="/subscriptions/x"))

    assert (found.kind, found.status) == ("SharedImage", Status.DELIVERED)


def test_what_no_run_has_brought_forth_is_not_there_yet():
    assert only(template(VHD)).status is Status.NOT_YET
    assert only(template(VHD, state="Running")).status is Status.BUILDING


def test_a_vhd_that_no_distributor_names_any_more_is_told_too():
    found = only(template(), output("old", artifactUri=STAGED))

    assert (found.name, found.kind, found.status) == ("old", "VHD", Status.AT_RISK)


def test_an_empty_uri_is_the_staging_account():
    found = only(template({**VHD, "uri": ""}), output("vhd", artifactUri=STAGED))

    assert found.status is Status.AT_RISK


def test_names_differ_by_more_than_their_case():
    found = only(template(VHD), output("VHD", artifactUri=STAGED))

    assert found.status is Status.AT_RISK


def test_a_gallerys_image_says_in_which_regions_it_is_to_be():
    kind = {"type": "SharedImage", "runOutputName": "image"}
    new = kind | {"targetRegions": [{"name": "westeurope"}, {"name": "northeurope"}]}
    old = kind | {"replicationRegions": ["West Europe", "\x1b[2J"]}

    assert only(template(new)).regions == ("westeurope", "northeurope")
    assert only(template(old)).regions == ("West Europe", "␛[2J")


def test_what_is_being_built_says_since_when_and_how_long_it_may_take():
    building = only(template(VHD, state="Running"))

    assert (building.status, building.minutes) == (Status.BUILDING, 240)
    assert only(template(VHD, state="Failed")).minutes == 0
