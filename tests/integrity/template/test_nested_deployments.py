"""Deployments within deployments: whose parameters count where."""

import json

import pytest
from template_forms import RAW, SOURCE, TYPE, deployment, find, nested, properties_of

from integrity.template.forms import Found
from integrity.template.nodes import ObjectNode, StringNode, UnknownNode


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


def faults_of(found: Found) -> list[tuple[str, str]]:
    return [(span.text, message) for span, message in found.faults]


def test_what_an_inner_template_does_not_declare_is_a_fault_where_it_is_passed():
    inner = nested(
        deployment(STAGING, parameters=INNER),
        expressionEvaluationOptions={"scope": "inner"},
        parameters={"GROUP": {"value": "x"}, "groups": {"value": "y"}},
    )

    assert faults_of(find(deployment(inner))) == [
        (
            '"groups"',
            "parameter 'groups' is given, and its template declares none such",
        )
    ]


def test_so_is_what_a_request_gives_and_its_template_does_not_declare():
    template = deployment(STAGING, parameters=INNER)
    given = {"group": {"value": "x"}, "place": {"value": "y"}, "#{x}#": {"value": 1}}
    request = {"properties": {"template": template, "parameters": given}}

    assert faults_of(find(request)) == [
        ('"place"', "parameter 'place' is given, and its template declares none such")
    ]


@pytest.mark.parametrize(
    ("declared", "faults"),
    [
        ({}, [("null", "parameter 'group' is null here, and it has no default")]),
        ({"nullable": True}, []),
        ({"defaultValue": "inner"}, []),
    ],
)
def test_null_is_refused_where_nothing_stands_in_for_it(declared, faults):
    parameters = {"group": {"type": "string", **declared}}
    template = deployment(STAGING, parameters=parameters)
    given = {"group": {"value": None}}

    request = {"properties": {"template": template, "parameters": given}}

    assert faults_of(find(request)) == faults


def test_null_that_an_expression_gives_may_be_for_what_is_not_deployed():
    inner = nested(
        deployment(STAGING, parameters={"group": {"type": "string"}}),
        expressionEvaluationOptions={"scope": "inner"},
        parameters={"group": {"value": "[if(true(), null(), 'x')]"}},
    )

    assert faults_of(find(deployment(inner))) == []


def test_a_reference_to_a_reference_may_be_nullable():
    definitions = {
        "one": {"$ref": "#/definitions/two"},
        "two": {"$ref": "#/definitions/three"},
        "three": {"type": "string", "nullable": True},
        "ring": {"$ref": "#/definitions/ring"},
    }
    parameters = {
        "group": {"$ref": "#/definitions/one"},
        "round": {"$ref": "#/definitions/ring"},
    }
    tagged = {**STAGING, "tags": {"round": "[parameters('round')]"}}
    template = deployment(tagged, parameters=parameters, definitions=definitions)
    given = {"group": {"value": None}, "round": {"value": None}}

    request = {"properties": {"template": template, "parameters": given}}

    assert faults_of(find(request)) == [
        ("null", "parameter 'round' is null here, and it has no default")
    ]


def test_a_request_without_an_image_template_is_not_judged():
    template = deployment({"type": "Microsoft.Network/virtualNetworks"})
    given = {"place": {"value": "y"}}
    request = {"properties": {"template": template, "parameters": given}}

    assert faults_of(find(request)) == []
