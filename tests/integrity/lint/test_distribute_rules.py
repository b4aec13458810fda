"""The rules about what is distributed, where the examples do not tell enough."""

import pytest
from judging import azure, complaints, envelope_with, messages, properties_with

from integrity.lint.linter import judge_file
from integrity.lint.rules.distribute import (
    missing_run_output_name,
    nothing_distributed,
    same_run_output_name,
    tags_in_a_distributor,
    unfit_name,
    unknown_distributor_type,
)
from integrity.lint.rules.gallery_target import (
    chosen_image_version,
    gallery_region_left_out,
    not_a_gallery_image_id,
    regions_not_named_once,
)
from integrity.lint.rules.managed_image_target import (
    managed_image_far_away,
    managed_image_without_location,
    missing_target_group,
    not_a_managed_image_target,
)
from integrity.lint.rules.vhd_target import (
    vhd_not_rescued,
    vhd_only_in_staging,
    vhd_uri_too_early,
)
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown
from integrity.template.edit import apply
from integrity.template.loader import load
from integrity.template.model import Form, ImageTemplate

COMPUTE = "/subscriptions/s/resourceGroups/images/providers/Microsoft.Compute"
GALLERY = f"{COMPUTE}/galleries/contoso/images/base"
SEED = "2019-05-01-preview"
URI = "https://contosoimages.blob.core.windows.net/vhds/base.vhd"


def to(*targets: dict[str, object], version: str = "2024-02-01") -> ImageTemplate:
    return properties_with(version, distribute=targets)


def to_gallery(version: str = "2024-02-01", **members: object) -> ImageTemplate:
    return to({"type": "SharedImage", **members}, version=version)


def test_a_deployment_that_leaves_the_targets_to_its_parameters_is_no_error():
    text = """{
      "parameters": {"gallery": {"type": "array", "defaultValue": []}},
      "resources": [{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {"distribute": "[concat(parameters('gallery'), createArray())]"}
      }]
    }"""
    (template,) = load("azuredeploy.json", text.encode()).templates

    (complaint,) = complaints(nothing_distributed, template)

    assert complaint.severity is Severity.WARNING
    assert complaint.message == "distribute names no target as the parameters stand"


@pytest.mark.parametrize(
    ("targets", "problem"),
    [
        (None, "distribute is required"),
        ([], "distribute names no target"),
        ({"type": "VHD"}, "distribute must be an array"),
    ],
)
def test_distribute_is_an_array_of_targets(targets, problem):
    template = properties_with(distribute=targets)

    assert messages(nothing_distributed, template) == [problem]


def test_targets_that_are_an_expression_are_not_judged():
    with pytest.raises(NotKnown):
        complaints(nothing_distributed, properties_with(distribute=...))


@pytest.mark.parametrize("kind", ["managedImage", "sharedImage", "vhd"])
def test_wrong_capitals_are_for_another_rule(kind):
    assert complaints(unknown_distributor_type, to({"type": kind})) == []


def test_run_output_names_are_compared_without_case():
    template = to({"runOutputName": "Image"}, {"runOutputName": "image"})

    assert messages(same_run_output_name, template) == [
        "each target needs its own runOutputName; distribute[0] has 'Image' already"
    ]


def test_of_three_equal_names_two_are_one_too_many():
    target = {"runOutputName": "image"}

    assert len(complaints(same_run_output_name, to(target, target, target))) == 2


def test_a_target_that_is_no_object_takes_no_name():
    template = to("image", {"runOutputName": "image"}, {"runOutputName": "other"})

    assert complaints(same_run_output_name, template) == []


def test_names_that_are_not_known_are_not_equal():
    template = to({"runOutputName": ...}, {"runOutputName": "image"})

    with pytest.raises(NotKnown):
        complaints(same_run_output_name, template)


def same_names(distribute: str) -> list[str]:
    """What is said of the run outputs of a deployment with a parameter `name`."""
    text = """{
      "parameters": {"name": {"type": "string"}},
      "resources": [{
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "properties": {%s}
      }]
    }"""
    found = judge_file(load("azuredeploy.json", (text % distribute).encode())).findings
    return [str(one.message) for one in found if one.rule == "AIB402"]


TWO = """"distribute": [
  {"type": "VHD", "runOutputName": "[concat(parameters('name'), '-vhd')]"},
  {"type": "SharedImage", "runOutputName": "%s"}
]"""


def test_one_expression_gives_two_targets_one_name():
    assert same_names(TWO % "[concat(parameters('name'), '-VHD')]") == [
        "each target needs its own runOutputName; distribute[0] has"
        " '[concat(parameters('name'), '-vhd')]' already"
    ]


def test_two_expressions_may_give_two_names():
    assert same_names(TWO % "[parameters('name')]") == []


def test_a_loop_writes_an_expression_once_and_names_each_target():
    name = "[concat(parameters('name'), copyIndex('distribute'))]"
    loop = """"copy": [{"name": "distribute", "count": 2, "input":
      {"type": "VHD", "runOutputName": "%s"}}]"""

    assert same_names(loop % name) == []


def test_one_placeholder_may_be_filled_in_twice():
    targets = '"distribute": [{"runOutputName": "<name>"}, {"runOutputName": "<name>"}]'

    assert same_names(targets) == []


def test_blank_names_are_missing_and_not_alike():
    target = {"type": "VHD", "runOutputName": " "}

    assert complaints(same_run_output_name, to(target, target)) == []
    assert len(complaints(missing_run_output_name, to(target, target))) == 2


def test_an_image_cannot_go_to_a_gallery_with_a_hyphen_in_its_name():
    image = f"{COMPUTE}/galleries/my-gallery/images/base"

    (complaint,) = complaints(not_a_gallery_image_id, to_gallery(galleryImageId=image))

    assert complaint.severity is Severity.WARNING
    assert complaint.message == "no gallery can be called 'my-gallery'"
    assert complaints(not_a_gallery_image_id, to_gallery(galleryImageId=GALLERY)) == []


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_run_output_needs_a_name(name):
    template = to({"runOutputName": name})

    assert len(complaints(missing_run_output_name, template)) == 1
    assert complaints(unfit_name, template) == []


@pytest.mark.parametrize("name", ["", " "])
def test_the_name_of_a_template_says_something(name):
    assert len(complaints(unfit_name, envelope_with(name=name))) == 1


@pytest.mark.parametrize(
    "name", ["a b", "ä", "x" * 65, "a/b", "image\n", "build#1", "50%"]
)
def test_names_are_of_few_characters(name):
    assert len(complaints(unfit_name, to({"runOutputName": name}))) == 1
    assert len(complaints(unfit_name, envelope_with(name=name))) == 1


@pytest.mark.parametrize("name", ["a", "x" * 64, "win-11_24H2.1", "$(name)"])
def test_these_names_are_taken(name):
    assert complaints(unfit_name, to({"runOutputName": name})) == []


def test_dots_came_with_2019_05():
    target = {"runOutputName": "a.b"}

    assert len(complaints(unfit_name, to(target, version="2019-02-01-preview"))) == 1
    assert complaints(unfit_name, to(target, version=SEED)) == []


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


def test_a_uri_helps_since_2022_07_only():
    target = {"type": "VHD", "uri": URI}
    early, later = to(target, version="2022-02-14"), to(target, version="2022-07-01")

    assert len(complaints(vhd_uri_too_early, early)) == 1
    assert len(complaints(vhd_only_in_staging, early)) == 1
    assert complaints(vhd_uri_too_early, later) == []
    assert complaints(vhd_only_in_staging, later) == []


@pytest.mark.parametrize("uri", [None, "", " "])
def test_an_empty_uri_is_none(uri):
    target = {"type": "vhd", "uri": uri}

    assert len(complaints(vhd_only_in_staging, to(target))) == 1
    assert complaints(vhd_uri_too_early, to(target, version=SEED)) == []


def test_a_uri_that_is_not_known_is_not_missing():
    with pytest.raises(NotKnown):
        complaints(vhd_only_in_staging, to({"type": "VHD", "uri": ...}))


def test_only_the_run_outputs_of_this_template_are_told():
    template = to({"type": "VHD", "runOutputName": "Disk"})

    assert complaints(vhd_not_rescued, template, azure(unrescued_vhds=("disk",)))
    assert not complaints(vhd_not_rescued, template, azure(unrescued_vhds=("old",)))


@pytest.mark.parametrize(
    ("version", "severity"), [("2023-07-01", None), ("2024-02-01", Severity.ERROR)]
)
def test_tags_are_refused_since_2024_02(version, severity):
    template = to({"type": "VHD", "tags": {}}, version=version)

    assert complaints(tags_in_a_distributor, template)[0].severity is severity


def test_the_fix_renames_tags():
    template = to({"type": "VHD", "tags": {"a": "b"}})
    fix = complaints(tags_in_a_distributor, template)[0].fix

    assert '"artifactTags": {"a": "b"}' in apply(template.document, fix.edits)


def test_tags_beside_artifact_tags_have_to_be_moved_by_hand():
    template = to({"type": "VHD", "tags": {}, "artifactTags": {}})

    assert complaints(tags_in_a_distributor, template)[0].fix is None


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
