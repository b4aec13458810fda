"""Expressions in a document: where their values stand, and what counts as one."""

import pytest
from evaluating import UNKNOWN, node_of, plain, resolved, scope_of, value

from integrity.template.context import Context
from integrity.template.expressions.evaluation import resolve
from integrity.template.expressions.scope import Scope
from integrity.template.inputs import read_parameter
from integrity.template.position import Document
from integrity.template.syntax import parse


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("parameters('name')", "golden"),
        ("PARAMETERS('NAME')", "golden"),
        ("parameters('lit')", True),
        ("parameters('maybe')", None),
        ("parameters('referred')", None),
        ("parameters('steps')[1].name", "two"),
        ("variables('image')", "golden-image"),
        ("variables('table')[toLower('EASTUS')]", "eus"),
        ("variables('table')['West US']", "wus"),
        ("variables('numbered')", ["n1", "n2", "n3"]),
        ("our.greet('you')", "hi you"),
        ("our.steps('https://x/y')[0].scriptUri", "https://x/y"),
    ],
)
def test_names_mean_what_the_template_says(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("westus2", "a.blob.core.windows.net"),
        ("USGov Virginia", "a.blob.core.usgovcloudapi.net"),
        ("chinanorth3", "a.blob.core.chinacloudapi.cn"),
        (None, UNKNOWN),
    ],
)
def test_the_region_tells_the_cloud(region, host):
    call = "format('a.blob.{0}', environment().suffixes.storage)"

    assert value(call, scope_of(context=Context(region=region))) == host


def test_a_deployment_may_know_its_region_and_nothing_else():
    scope = scope_of(context=Context(region="westus2"))

    assert value("deployment().location", scope) == "westus2"
    assert value("deployment().name", scope) == UNKNOWN
    assert value("environment().gallery", scope) == UNKNOWN


def test_what_an_expression_only_chooses_is_where_it_is_written():
    node = resolve(
        node_of("[if(true(), parameters('steps')[0].name, 'x')]"), scope_of()
    )
    assert node.span.document.name == "azuredeploy.json"
    assert node.span.text == '"one"'
    assert not node.computed


def test_what_an_expression_calculates_points_at_the_expression():
    node = resolve(node_of("[concat('a', 'b')]"), scope_of())
    assert node.span.text == "[concat('a', 'b')]"
    assert node.computed


def test_a_given_parameter_wins_over_the_default():
    scope = scope_of(given={"NAME": node_of("given")})
    assert value("variables('image')", scope) == "given-image"


def test_a_typed_number_is_text_where_the_parameter_is_a_string():
    name, given = read_parameter("name=2019")
    scope = scope_of(given={name: given})
    assert value("parameters('name')", scope) == "2019"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[parameters('x')]", "[parameters('x')]"),
        ("[[ -f x ]] && y", "[[ -f x ]] && y"),
        ("plain", "plain"),
        ("[not closed", "[not closed"),
        ("$[x]", "$[x]"),
    ],
)
def test_brackets_are_text_where_resource_manager_takes_them_for_text(text, expected):
    assert plain(resolve(node_of(text), scope_of())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ -f /etc/x ]", "[ -f /etc/x ]"),
        ("[[ -f /etc/x ]]", "[[ -f /etc/x ]]"),
        ("[x]", "[x]"),
        ("[parameters('x')]", UNKNOWN),
        ("[resourceGroup().location]", UNKNOWN),
    ],
)
def test_outside_of_a_deployment_only_real_expressions_count(text, expected):
    scope = Scope()
    assert plain(resolve(node_of(text), scope)) == expected
    assert not scope.shared.faults


def test_the_context_is_known_once_it_is_given():
    scope = scope_of(context=Context("sub", "rg", "westus2"))
    expression = (
        "createArray(resourceGroup().location, subscription().id,"
        " resourceGroup().id, resourceId('Microsoft.Compute/images', 'x'))"
    )
    assert value(expression, scope) == [
        "westus2",
        "/subscriptions/sub",
        "/subscriptions/sub/resourceGroups/rg",
        "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Compute/images/x",
    ]


def test_a_text_that_bicep_loads_from_a_file_is_a_variable_like_any_other():
    template = r"""{"variables": {
        "$fxv#0": "#!/bin/bash\nsudo ls ${HOME}",
        "$fxv#1": {"steps": [{"name": "one"}]}
    }}"""
    scope = scope_of(template)

    assert value("variables('$fxv#0')", scope) == UNKNOWN  # a placeholder on its own
    assert value("variables('$fxv#1').steps[0].name", scope) == "one"
    text = """{"inline": "[split(variables('$fxv#0'), '\n')]"}"""
    assert resolved(text, scope) == {"inline": ["#!/bin/bash", "sudo ls ${HOME}"]}


def test_a_property_loop_is_unrolled():
    text = """{"copy": [{"name": "steps", "count": "[length(parameters('steps'))]",
        "input": {"name": "[parameters('steps')[copyIndex('steps')].name]"}}], "a": 1}"""
    expected = {"steps": [{"name": "one"}, {"name": "two"}], "a": 1}
    assert resolved(text, scope_of()) == expected


def test_a_key_that_is_an_expression_is_resolved_or_stays():
    text = """{"[parameters('name')]": 1, "[resourceId('A.B/c', 'd')]": 2}"""
    expected = {"golden": 1, "[resourceId('A.B/c', 'd')]": 2}
    assert resolved(text, scope_of()) == expected


def test_a_text_without_expressions_comes_back_as_it_is():
    root = parse(Document("x.json", '{"a": [1, {"b": "c"}]}')).root
    assert resolve(root, scope_of()) is root
