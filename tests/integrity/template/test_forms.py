"""Every shape in which an image template comes."""

import pytest
from template_forms import (
    PROPERTIES,
    RAW,
    SOURCE,
    TYPE,
    deployment,
    find,
    nested,
    properties_of,
)

from integrity.template.model import Form
from integrity.template.nodes import ArrayNode, StringNode, to_json

LIVE = {
    "id": f"/subscriptions/s/resourceGroups/g/providers/{TYPE}/t",
    "name": "t",
    "type": TYPE,
    "location": "westus2",
    "properties": {**PROPERTIES, "provisioningState": "Succeeded"},
}


def forms(value: object) -> list[Form]:
    return [template.form for template in find(value).templates]


FLATTENED = {
    "id": LIVE["id"],
    "type": TYPE,
    "location": "westus2",
    "provisioningState": "Succeeded",
    "resourceGroup": "g",
    **PROPERTIES,
}

EXAMPLE = {
    "parameters": {
        "api-version": "2022-07-01",
        "imageTemplateName": "t",
        "parameters": {"location": "westus", "properties": PROPERTIES},
    },
    "responses": {"200": {"body": LIVE}, "201": {"body": LIVE}},
}

AZAPI = {
    "type": f"{TYPE}@2022-07-01",
    "location": "westus2",
    "identity": [{"type": "UserAssigned", "identity_ids": ["/subscriptions/s"]}],
    "body": {"location": "eastus", "properties": PROPERTIES},
}

UPDATE = {"properties": {"vmProfile": {"vmSize": "Standard_D2s_v3"}}}


POLICY_RULE = {
    "if": {"field": "type", "equals": "Microsoft.Compute/galleries"},
    "then": {
        "effect": "deployIfNotExists",
        "details": {
            "type": TYPE,
            "deployment": {"properties": {"template": deployment(RAW)}},
        },
    },
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (RAW, [Form.RESOURCE]),
        ({**RAW, "type": "Microsoft.VirtualMachineImages"}, [Form.RESOURCE]),
        ({**RAW, "type": TYPE.upper()}, [Form.RESOURCE]),
        ({**RAW, "type": "<type>"}, [Form.RESOURCE]),
        ({**RAW, "type": "[variables('type')]"}, [Form.RESOURCE]),
        ({**RAW, "type": "Microsoft.Compute/images"}, []),
        ({"location": "x", "properties": PROPERTIES}, [Form.RESOURCE]),
        ({"Properties": {"Source": SOURCE}}, [Form.RESOURCE]),
        ({"type": TYPE, "location": "x"}, [Form.RESOURCE]),
        ({"type": TYPE, "properties": "[variables('x')]"}, [Form.RESOURCE]),
        (LIVE, [Form.LIVE]),
        ({**RAW, "systemData": {}}, [Form.LIVE]),
        (FLATTENED, [Form.LIVE]),
        ({"value": [LIVE, LIVE], "nextLink": "x"}, [Form.LIVE, Form.LIVE]),
        ({"count": 1, "data": [LIVE], "skip_token": None}, [Form.LIVE]),
        ([LIVE, FLATTENED], [Form.LIVE, Form.LIVE]),
        ([RAW], [Form.RESOURCE]),
        (EXAMPLE, [Form.AZ_REST]),
        ({"parameters": {}, "responses": EXAMPLE["responses"]}, [Form.LIVE]),
        ({**EXAMPLE, "parameters": {"parameters": UPDATE}}, [Form.LIVE]),
        ({"parameters": {"parameters": UPDATE}}, [Form.AZ_REST]),
        ({"responses": {"200": {"body": {"value": [LIVE]}}}}, [Form.LIVE]),
        ({"body": RAW}, [Form.AZ_REST]),
        ({"requestBody": {"properties": PROPERTIES}}, [Form.AZ_REST]),
        (AZAPI, [Form.AZAPI]),
        (
            {"resource": {"azapi_resource": {"t": AZAPI, "u": [AZAPI]}}},
            [Form.AZAPI] * 2,
        ),
        ({**AZAPI, "body": "${local.body}"}, []),
        (PROPERTIES, [Form.PROPERTIES]),
        ({"properties": PROPERTIES}, [Form.PROPERTIES]),
        ({"properties": PROPERTIES, "identity": {}}, [Form.RESOURCE]),
        ({"source": SOURCE}, [Form.PROPERTIES]),
        ({"vmProfile": {"osDiskSizeGB": 30}}, [Form.PROPERTIES]),
        ('"customize": [{"type": "Shell"}],', [Form.PROPERTIES]),
        ({"location": "westus", **PROPERTIES}, [Form.PROPERTIES]),
        (deployment(RAW, RAW), [Form.DEPLOYMENT, Form.DEPLOYMENT]),
        (
            deployment({**RAW, "type": "Microsoft.VirtualMachineImages"}),
            [Form.DEPLOYMENT],
        ),
        (deployment({**RAW, "type": "[parameters('x')]"}), [Form.DEPLOYMENT]),
        (deployment({"type": TYPE + "/triggers", "properties": PROPERTIES}), []),
        (
            deployment({"type": "Microsoft.Compute/images", "properties": PROPERTIES}),
            [],
        ),
        (deployment({"type": TYPE, "properties": "[json('x')]"}), [Form.DEPLOYMENT]),
        (deployment(nested(deployment(RAW))), [Form.DEPLOYMENT]),
        (deployment(nested(deployment(nested(deployment(RAW))))), [Form.DEPLOYMENT]),
        (nested(deployment(RAW)), [Form.DEPLOYMENT]),
        (
            deployment({"type": "A.B/c", "resources": [nested(deployment(RAW))]}),
            [Form.DEPLOYMENT],
        ),
        (
            {
                "languageVersion": "2.0",
                "resources": {"it": RAW, "x": {"type": "A.B/c"}},
            },
            [Form.DEPLOYMENT],
        ),
        ({"resources": {"it": {**RAW, "existing": True}}}, []),
        (
            deployment(
                {
                    "type": "Microsoft.Resources/templateSpecs/versions",
                    "properties": {"mainTemplate": deployment(RAW)},
                }
            ),
            [Form.DEPLOYMENT],
        ),
        ({"properties": {"mainTemplate": deployment(RAW)}}, [Form.DEPLOYMENT]),
        ({"name": "1.0", "mainTemplate": deployment(RAW)}, [Form.DEPLOYMENT]),
        ({**RAW, "type": f"{TYPE}/"}, [Form.RESOURCE]),
        (deployment({**RAW, "type": f"{TYPE}/"}), [Form.DEPLOYMENT]),
        ({"properties": {"template": deployment(RAW)}}, [Form.DEPLOYMENT]),
        ({"properties": {"policyRule": POLICY_RULE}}, [Form.DEPLOYMENT]),
        ({"policyRule": POLICY_RULE}, [Form.DEPLOYMENT]),
        (
            deployment(nested(None, templateLink={"uri": "https://x"})),
            [],
        ),
    ],
)
def test_a_template_is_found_in_each_of_its_forms(value, expected):
    assert forms(value) == expected


def test_what_a_template_spec_escapes_is_its_own():
    kept = deployment(
        {**RAW, "name": "[[parameters('name')]", "location": "[parameters('region')]"},
        parameters={"name": {"type": "string", "defaultValue": "it"}},
    )
    spec = {
        "type": "Microsoft.Resources/templateSpecs/versions",
        "properties": {"mainTemplate": kept},
    }
    region = {"region": {"type": "string", "defaultValue": "westus2"}}
    (found,) = find(deployment(spec, parameters=region)).templates
    resource = to_json(found.resource)
    assert isinstance(resource, dict)
    assert (resource["name"], resource["location"]) == ("it", "westus2")


def test_a_recorded_call_states_the_version():
    version = find(EXAMPLE).templates[0].resource.get("apiVersion")
    assert isinstance(version, StringNode)
    assert version.value == "2022-07-01"


def test_a_command_that_lifts_properties_out_has_them_put_back():
    found = find(FLATTENED)
    assert [member.key.value for member in properties_of(found)] == [
        "provisioningState",
        "source",
        "customize",
        "distribute",
    ]
    assert found.templates[0].resource.get("resourceGroup") is not None


def test_faults_and_missing_parameters_are_told():
    found = find(
        deployment(
            {
                **RAW,
                "name": "[parameters('absent')]",
                "location": "[parameters('where')]",
            },
            parameters={"where": {"type": "string"}},
        )
    )
    assert [message for _, message in found.faults] == [
        "parameter 'absent' is not declared"
    ]
    assert found.missing == ("absent", "where")


STEPS = [
    {"type": "File", "sourceUri": "https://a.example/x", "destination": "C:\\x"},
    {"type": "WindowsRestart"},
]


def test_steps_that_stand_in_a_file_alone_are_a_part_of_a_template():
    (template,) = find(STEPS).templates

    assert (template.form, template.is_part) == (Form.PROPERTIES, True)
    customize = template.resource.get("customize")
    assert isinstance(customize, ArrayNode)
    assert len(customize.items) == len(STEPS)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (STEPS[0], "customize"),
        ({"type": "shell", "scriptUri": "https://example.com/a.sh"}, "customize"),
        ({"type": "SharedImage", "runOutputName": "gallery"}, "distribute"),
        ([{"type": "managedImage", "runOutputName": "image"}], "distribute"),
    ],
)
def test_one_step_and_targets_may_stand_in_a_file_alone_too(value, name):
    (template,) = find(value).templates

    assert template.is_part
    assert isinstance(template.resource.get(name), ArrayNode)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "ManagedImage", "imageId": "x"},
        {"type": "Folder", "inline": []},
        {"type": "shell", "inline": ["echo a provisioner of Packer"]},
        [{"type": "file", "source": "a"}, {"type": "powershell", "inline": ["ls"]}],
        [STEPS[0], {"type": "VHD", "runOutputName": "disk"}],
    ],
)
def test_what_else_has_a_type_is_no_part_of_a_template(value):
    assert find(value).templates == ()


@pytest.mark.parametrize(
    "value",
    [[], [{"type": "File", "name": "x"}], [*STEPS, {"type": "Folder"}], [*STEPS, 7]],
)
def test_other_lists_are_no_steps(value):
    assert find(value).templates == ()


def test_what_azapi_has_beside_the_body_belongs_to_the_template():
    (found,) = find({**AZAPI, "body": {"properties": PROPERTIES}}).templates

    assert to_json(found.resource) == {
        "type": TYPE,
        "apiVersion": "2022-07-01",
        "location": "westus2",
        "identity": {
            "type": "UserAssigned",
            "userAssignedIdentities": {"/subscriptions/s": {}},
        },
        "properties": PROPERTIES,
    }


def test_what_the_body_of_azapi_says_goes_first():
    (found,) = find(AZAPI).templates
    assert to_json(found.resource)["location"] == "eastus"
