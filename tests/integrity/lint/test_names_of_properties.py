"""Names that are unknown, misspelt or misplaced."""

import json

import pytest
from judging import complaints, envelope_with, messages, properties_with, template_of
from mending import mended, severities, tree_messages

from integrity.lint.rules.spelling import unknown_property, wrong_case
from integrity.lint.severity import Severity
from integrity.template.model import Form

SEED = "2019-05-01-preview"
LENIENT = "2023-07-01"


def test_a_name_that_ends_so_is_proposed():
    template = properties_with(customize=[{"type": "PowerShell", "uri": "x"}])

    assert messages(unknown_property, template) == [
        "unknown property 'uri' in customize[0]; did you mean 'scriptUri'?"
    ]


def test_a_name_that_is_there_already_is_not_proposed():
    target = {"type": "SharedImage", "galleryImageId": "x", "imageId": "y"}
    (complaint,) = complaints(unknown_property, properties_with(distribute=[target]))

    assert complaint.message == "unknown property 'imageId' in distribute[0]"
    assert complaint.help == "Only ManagedImage takes it."


@pytest.mark.parametrize(
    ("version", "severity"),
    [
        (SEED, Severity.WARNING),
        ("2020-02-14", Severity.ERROR),
        ("2023-07-01", Severity.ERROR),
    ],
)
def test_the_type_of_a_distributor_was_never_taken_in_another_case(version, severity):
    template = properties_with(version, distribute=[{"type": "sharedImage"}])

    assert severities(wrong_case, template) == [severity]


def test_what_az_shows_in_its_own_spelling_is_no_mistake():
    profile = {"vmProfile": {"osDiskSizeGb": 30}}

    shown = envelope_with(Form.LIVE, properties=profile)
    written = envelope_with(Form.RESOURCE, properties=profile)

    assert messages(wrong_case, shown) == []
    assert messages(wrong_case, written) == [
        "spelled 'osDiskSizeGb', the service wants 'osDiskSizeGB'"
    ]


def test_a_near_name_is_proposed():
    template = properties_with(distribute=[{"type": "VHD", "aritfactTags": {}}])

    assert messages(unknown_property, template) == [
        "unknown property 'aritfactTags' in distribute[0]; did you mean 'artifactTags'?"
    ]


def test_a_name_of_another_step_is_no_misspelt_one():
    step = {"type": "WindowsUpdate", "scriptUri": "https://example.com/a.ps1"}

    assert messages(unknown_property, properties_with(customize=[step])) == [
        "unknown property 'scriptUri' in customize[0]"
    ]


@pytest.mark.parametrize(
    ("misplaced", "help_"),
    [
        # As the template reference of 2021 and 2022 had it.
        (
            {"vmProfile": {"proxyVmSize": "Standard_A1_v2"}},
            "Move it into properties.vmProfile.vnetConfig.",
        ),
        ({"vnetConfig": {}}, "Move it into properties.vmProfile."),
        ({"onCustomizerError": "abort"}, "Move it into properties.errorHandling."),
        ({"identity": {}}, "Move it into the resource itself."),
        ({"location": "westus2"}, "Move it into the resource itself."),
        (
            {"vmProfile": {"vmProfile": {}}},
            "It stands in a vmProfile already: move what is in it up into that.",
        ),
        (
            {"customize": [{"type": "File", "source": "x"}]},
            "Mend the spelling, move it to where it belongs, or take it away.",
        ),
        ({"scriptUri": "x"}, "Only Shell or PowerShell takes it."),
        (
            {"customize": [{"type": "WindowsUpdate", "restartTimeout": "5m"}]},
            "Only WindowsRestart takes it.",
        ),
        (
            {"replicaCount": 1},
            "Mend the spelling, move it to where it belongs, or take it away.",
        ),
    ],
)
def test_a_name_with_one_place_is_sent_there(misplaced, help_):
    (complaint,) = complaints(unknown_property, properties_with(LENIENT, **misplaced))

    assert complaint.help == help_


def test_a_source_beside_the_properties_is_sent_into_them():
    template = envelope_with(source={"type": "PlatformImage"}, properties={})

    (complaint,) = complaints(unknown_property, template)

    assert complaint.message == "unknown property 'source'"
    assert complaint.help == "Move it into properties."


def test_a_name_that_only_another_version_knows_is_not_proposed():
    template = properties_with(LENIENT, autoRunn={})

    assert messages(unknown_property, template) == [
        "unknown property 'autoRunn' in properties"
    ]


@pytest.mark.parametrize("form", [Form.RESOURCE, Form.DEPLOYMENT])
def test_unknown_keys_around_the_properties_are_told(form):
    template = envelope_with(form, locaton="westus2", properties={})

    assert messages(unknown_property, template) == [
        "unknown property 'locaton'; did you mean 'location'?"
    ]


def test_what_the_service_answers_has_keys_of_its_own_there():
    template = envelope_with(Form.LIVE, locaton="westus2", properties={})

    assert messages(unknown_property, template) == []


@pytest.mark.parametrize(
    ("written", "version", "meant"),
    [
        ("artifactUri", LENIENT, "uri"),
        ("aritfactTags", "2019-05-01-preview", "artifactTags"),
    ],
)
def test_the_end_of_a_name_is_proposed_before_what_is_only_like_it(
    written, version, meant
):
    template = properties_with(version, distribute=[{"type": "VHD", written: "x"}])

    assert messages(unknown_property, template) == [
        f"unknown property '{written}' in distribute[0]; did you mean '{meant}'?"
    ]


def test_resource_manager_does_not_mind_the_case_of_its_own_keys():
    template = envelope_with(Form.RESOURCE, Tags={}, properties={})
    deployed = envelope_with(Form.DEPLOYMENT, Tags={}, properties={})

    assert messages(wrong_case, template) == [
        "spelled 'Tags', the service wants 'tags'"
    ]
    assert messages(wrong_case, deployed) == []


@pytest.mark.parametrize(
    "members",
    [
        {"comments": "c", "condition": True, "copy": {}, "zones": [], "sku": None},
        {"scope": "s", "plan": {}, "kind": "k", "managedBy": "m", "dependsOn": []},
    ],
)
def test_what_resource_manager_allows_is_not_unknown(members):
    template = envelope_with(**members, properties={})

    assert messages(unknown_property, template) == []


def test_a_key_to_be_filled_in_is_not_unknown():
    source = {"type": "SharedImageVersion", "<SOURCE_ID_KEY>": "x"}

    assert messages(unknown_property, properties_with(source=source)) == []


def test_a_key_that_is_an_expression_is_not_unknown():
    assert messages(unknown_property, properties_with(**{"[variables('k')]": 1})) == []


def test_a_loop_of_resource_manager_may_make_what_is_missing():
    target = {"copy": [{"name": "name", "count": 1, "input": "westus2"}]}
    template = properties_with(
        distribute=[{"type": "SharedImage", "targetRegions": [target]}]
    )

    assert tree_messages(template) == []


@pytest.mark.parametrize("form", [Form.RESOURCE, Form.PROPERTIES])
def test_bare_properties_are_judged_like_those_of_a_resource(form):
    bare = {"sauce": {}}
    inner = bare if form is Form.PROPERTIES else {"properties": bare}

    assert messages(unknown_property, template_of(json.dumps(inner), form)) == [
        "unknown property 'sauce' in properties; did you mean 'source'?"
    ]


def test_case_is_mended_in_keys_and_values():
    template = properties_with(
        Customize=[{"type": "shell", "ScriptUri": "s"}],
        optimize={"vmBoot": {"state": "enabled"}},
    )

    assert mended(wrong_case, template)["properties"] == {
        "customize": [{"type": "Shell", "scriptUri": "s"}],
        "optimize": {"vmBoot": {"state": "Enabled"}},
    }
