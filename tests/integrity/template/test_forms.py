"""Every shape in which an image template comes."""

import json

import pytest

from integrity.template.deployments import MAX_TURNS
from integrity.template.forms import Found, find_templates
from integrity.template.given import NO_INPUTS, Inputs
from integrity.template.model import Form
from integrity.template.nodes import (
    ArrayNode,
    ObjectNode,
    StringNode,
    UnknownNode,
    to_json,
)
from integrity.template.position import Document
from integrity.template.syntax import parse

TYPE = "Microsoft.VirtualMachineImages/imageTemplates"
SOURCE = {"type": "PlatformImage", "publisher": "Canonical"}
PROPERTIES = {"source": SOURCE, "customize": [], "distribute": []}
RAW = {"type": TYPE, "apiVersion": "2024-02-01", "properties": PROPERTIES}
LIVE = {
    "id": f"/subscriptions/s/resourceGroups/g/providers/{TYPE}/t",
    "name": "t",
    "type": TYPE,
    "location": "westus2",
    "properties": {**PROPERTIES, "provisioningState": "Succeeded"},
}


def find(value: object, inputs: Inputs = NO_INPUTS) -> Found:
    text = value if isinstance(value, str) else json.dumps(value)
    return find_templates(parse(Document("x.json", text)), inputs)


def forms(value: object) -> list[Form]:
    return [template.form for template in find(value).templates]


def deployment(*resources: object, **sections: object) -> dict[str, object]:
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        **sections,
        "resources": list(resources),
    }


def nested(template: object, **properties: object) -> dict[str, object]:
    return {
        "type": "Microsoft.Resources/deployments",
        "name": "inner",
        "properties": {"mode": "Incremental", "template": template, **properties},
    }


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
        ({"properties": {"template": deployment(RAW)}}, [Form.DEPLOYMENT]),
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"builders": [], "provisioners": []}, "Packer template"),
        ({"Name": "x", "Actions": [], "AssignableScopes": []}, "role definition"),
        ({"properties": {"permissions": []}}, "role definition"),
        ({"location": "x", "properties": {"kind": "SourceImage"}}, "trigger body"),
        ({"type": TYPE + "/triggers", "properties": {}}, "trigger body"),
        ({"properties": {"artifactId": "x"}}, "run output"),
        ({"type": TYPE + "/runOutputs"}, "run output"),
        ({"parameters": {"a": {"value": 1}}}, "deployment parameters file"),
        (
            {"$schema": "https://x/2019-04-01/deploymentParameters.json#"},
            "deployment parameters file",
        ),
        ({"handler": "Microsoft.Azure.CreateUIDef"}, "portal UI definition"),
        ({"properties": {"policyRule": {}}}, "policy"),
        (deployment(), "deployment template"),
        (
            deployment({"type": "x", "properties": {"templateLink": {"uri": "u"}}}),
            "deployment template; it links to others, judge those",
        ),
        ({"a": 1}, "JSON object of another kind"),
        ({}, "JSON object of another kind"),
        ({"customize": True, "validate": 1}, "JSON object of another kind"),
        (
            {"value": [{"properties": {"artifactUri": "x"}}]},
            "page of a list, each item a run output",
        ),
        ({"value": []}, "page of a list"),
        (
            {"parameters": {"api-version": "2025-10-01"}, "responses": {"200": {}}},
            "recorded call of the service",
        ),
        ([], "JSON array"),
        ([{"properties": {"artifactId": "x"}}], "JSON array, each item a run output"),
        ("1", "JSON number"),
        ("true", "JSON boolean"),
        ("null", "JSON null"),
        ('"x"', "JSON string"),
        ("<x>", "placeholder"),
    ],
)
def test_what_is_no_template_is_named(value, expected):
    found = find(value)
    assert found.kind == expected
    assert not found.templates


def properties_of(found: Found) -> ObjectNode:
    properties = found.templates[0].resource.get("properties")
    assert isinstance(properties, ObjectNode)
    return properties


def text_at(found: Found, key: str) -> str | None:
    node = properties_of(found).get(key)
    return node.value if isinstance(node, StringNode) else None


STAGING = {
    "type": TYPE,
    "properties": {"stagingResourceGroup": "[parameters('group')]"},
}
OUTER = {"group": {"type": "string", "defaultValue": "outer"}}
INNER = {"group": {"type": "string", "defaultValue": "inner"}}


def test_an_outer_scope_gives_its_own_parameters():
    value = deployment(nested(deployment(STAGING, parameters=INNER)), parameters=OUTER)
    assert text_at(find(value), "stagingResourceGroup") == "outer"


def test_an_inner_scope_has_parameters_of_its_own():
    inner = nested(
        deployment(STAGING, parameters=INNER),
        expressionEvaluationOptions={"scope": "inner"},
    )
    value = deployment(inner, parameters=OUTER)
    assert text_at(find(value), "stagingResourceGroup") == "inner"


def test_an_inner_scope_takes_what_the_outer_one_passes():
    inner = nested(
        deployment(STAGING, parameters=INNER),
        expressionEvaluationOptions={"scope": "Inner"},
        parameters={"group": {"value": "[concat(parameters('group'), '!')]"}},
    )
    value = deployment(inner, parameters=OUTER)
    assert text_at(find(value), "stagingResourceGroup") == "outer!"


def test_an_entry_of_what_is_passed_may_be_an_expression():
    inner = nested(
        deployment(STAGING, parameters=INNER),
        expressionEvaluationOptions={"scope": "inner"},
        parameters={
            "group": "[if(empty(parameters('group')), createObject('value', null()),"
            " createObject('value', parameters('group')))]"
        },
    )
    value = deployment(inner, parameters=OUTER)
    assert text_at(find(value), "stagingResourceGroup") == "outer"


def test_null_passed_to_a_parameter_asks_for_its_default():
    inner = nested(
        deployment(STAGING, parameters=INNER),
        expressionEvaluationOptions={"scope": "inner"},
        parameters={"group": {"value": "[null()]"}},
    )
    value = deployment(inner, parameters=OUTER)
    assert text_at(find(value), "stagingResourceGroup") == "inner"


def test_symbolic_names_make_a_nested_deployment_inner():
    inner = nested({"parameters": INNER, "resources": {"it": STAGING}})
    value = deployment(inner, parameters=OUTER)
    assert text_at(find(value), "stagingResourceGroup") == "inner"


def test_a_secret_passed_by_reference_is_unknown():
    inner = nested(
        deployment(STAGING, parameters=INNER),
        expressionEvaluationOptions={"scope": "inner"},
        parameters={"group": {"reference": {"secretName": "x"}}},
    )
    node = properties_of(find(deployment(inner))).get("stagingResourceGroup")
    assert isinstance(node, UnknownNode)


def looped(count: object, name: str) -> dict[str, object]:
    loop = {"name": "loop", "count": count}
    return {"type": TYPE, "copy": loop, "name": name, "properties": PROPERTIES}


def names(value: object) -> list[object]:
    return [to_json(one.resource)["name"] for one in find(value).templates]


def test_each_turn_of_a_resource_loop_is_a_template():
    resource = looped(2, "[concat('t', copyIndex('loop'), copyIndex(), copyIndex(5))]")

    found = find(deployment(resource))

    assert names(deployment(resource)) == ["t005", "t116"]
    assert all(one.resource.get("copy") is None for one in found.templates)


def test_one_turn_stands_for_all_that_are_like_it_and_for_a_count_not_known():
    numbers = {"numbers": {"type": "array"}}
    by_number = "[concat('t', copyIndex())]"

    assert names(deployment(looped(3, "same"))) == ["same"]
    assert names(deployment(looped(0, by_number))) == ["t0"]
    unknown = looped("[length(parameters('numbers'))]", by_number)
    assert names(deployment(unknown, parameters=numbers)) == ["t0"]


def test_no_more_turns_are_looked_at_than_anybody_reads():
    assert len(names(deployment(looped(800, "[string(copyIndex())]")))) == MAX_TURNS


def test_loops_within_loops_repeat_no_more_than_one():
    inner = nested(deployment(looped(800, "[string(copyIndex())]")))
    outer = {**inner, "copy": {"name": "outer", "count": 800}}

    assert len(names(deployment(outer))) <= 2 * MAX_TURNS + 10


@pytest.mark.parametrize("scope", ["outer", "inner"])
def test_a_loop_of_nested_deployments_has_its_turns_inside(scope):
    name = {"outer": "[string(copyIndex('loop'))]", "inner": "[parameters('n')]"}[scope]
    inner = nested(
        deployment({**RAW, "name": name}, parameters={"n": {"type": "string"}}),
        expressionEvaluationOptions={"scope": scope},
        parameters={"n": {"value": "[string(copyIndex())]"}},
    )
    loop = {"name": "loop", "count": 2}

    assert names(deployment({**inner, "copy": loop})) == ["0", "1"]


def test_a_property_loop_makes_the_distributors():
    regions = {"regions": {"type": "array", "defaultValue": ["eastus", "westus"]}}
    loop = {
        "name": "distribute",
        "count": "[length(parameters('regions'))]",
        "input": "[union(createObject('type', 'ManagedImage'), createObject('location', "
        "parameters('regions')[copyIndex('distribute')], 'imageId', utcNow()))]",
    }
    resource = {"type": TYPE, "properties": {"copy": [loop]}}
    found = find(deployment(resource, parameters=regions))
    distribute = properties_of(found).get("distribute")
    assert isinstance(distribute, ArrayNode)
    assert [item.get("location").value for item in distribute.items] == [
        "eastus",
        "westus",
    ]
    assert isinstance(distribute.items[0].get("imageId"), UnknownNode)


def test_a_bicep_module_of_one_expression_is_known_as_far_as_it_goes():
    variables = {
        "identity": {
            "type": "UserAssigned",
            "userAssignedIdentities": "[reduce(map(coalesce(tryGet(parameters('ids'), "
            "'userAssignedResourceIds'), createArray()), lambda('id', createObject("
            "format('{0}', lambdaVariables('id')), createObject()))), createObject(), "
            "lambda('cur', 'next', union(lambdaVariables('cur'), "
            "lambdaVariables('next'))))]",
        }
    }
    parameters = {
        "ids": {
            "type": "object",
            "defaultValue": {"userAssignedResourceIds": ["/subscriptions/s/x", "/y"]},
        },
        "subnet": {"type": "string", "nullable": True},
        "source": {"type": "object", "defaultValue": SOURCE},
    }
    resource = {
        "type": TYPE,
        "identity": "[variables('identity')]",
        "properties": {
            "source": "[parameters('source')]",
            "vmProfile": {
                "vnetConfig": "[if(not(empty(parameters('subnet'))), "
                "createObject('subnetId', parameters('subnet')), null())]"
            },
        },
    }
    found = find(deployment(resource, parameters=parameters, variables=variables))
    identity = found.templates[0].resource.get("identity")
    assert isinstance(identity, ObjectNode)
    identities = identity.get("userAssignedIdentities")
    assert [member.key.value for member in identities] == ["/subscriptions/s/x", "/y"]
    source = properties_of(found).get("source")
    assert source.span.text == json.dumps(SOURCE)
    assert not source.computed


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


def test_a_nested_deployment_without_an_image_asks_for_nothing():
    other = nested(
        deployment({"type": "A.B/c", "properties": {}}),
        expressionEvaluationOptions={"scope": "inner"},
        parameters={"x": {"value": "[parameters('where')]"}},
    )
    found = find(deployment(other, RAW, parameters={"where": {"type": "string"}}))
    assert len(found.templates) == 1
    assert not found.missing


def test_a_subscription_deployment_has_no_resource_group():
    schema = "https://x/2018-05-01/subscriptionDeploymentTemplate.json#"
    template = {**deployment(RAW | {"location": "[resourceGroup().location]"})}
    template["$schema"] = schema
    location = find(template).templates[0].resource.get("location")
    assert isinstance(location, UnknownNode)


def test_a_module_knows_the_group_that_it_goes_to():
    module = nested(
        deployment({**RAW, "tags": {"group": "[resourceGroup().name]"}}),
        expressionEvaluationOptions={"scope": "inner"},
    )
    found = find(deployment({**module, "resourceGroup": "images"}))
    tags = found.templates[0].resource.get("tags")
    assert isinstance(tags, ObjectNode)
    assert tags.get("group").value == "images"


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
