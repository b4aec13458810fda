"""Expressions: what they give, what they leave unknown, and that they end."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrity.template.expressions import Context, Scope, Shared, manual, resolve
from integrity.template.expressions.values import is_many
from integrity.template.inputs import read_parameter
from integrity.template.nodes import (
    ArrayNode,
    Node,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
    to_json,
)
from integrity.template.position import Document, Span
from integrity.template.syntax import parse

UNKNOWN = "unknown"

TEMPLATE = """{
  "parameters": {
    "name": {"type": "string", "defaultValue": "golden"},
    "size": {"type": "int", "defaultValue": 127},
    "steps": {"type": "array", "defaultValue": [{"name": "one"}, {"name": "two"}]},
    "wanted": {"type": "string"},
    "maybe": {"type": "string", "nullable": true},
    "referred": {"$ref": "#/definitions/optional"},
    "place": {"type": "string", "defaultValue": "<region>"},
    "lit": {"type": "bool", "defaultValue": "[not(false())]"}
  },
  "definitions": {"optional": {"type": "object", "nullable": true}},
  "functions": [{
    "namespace": "our",
    "members": {
      "greet": {
        "parameters": [{"name": "who", "type": "string"}],
        "output": {"type": "string", "value": "[concat('hi ', parameters('who'))]"}
      },
      "steps": {
        "parameters": [{"name": "uri", "type": "string"}],
        "output": {"type": "array", "value": [{"scriptUri": "[parameters('uri')]"}]}
      }
    }
  }],
  "variables": {
    "image": "[concat(parameters('name'), '-image')]",
    "table": {"eastus": "eus", "West US": "wus"},
    "circle": "[variables('other')]",
    "other": "[variables('circle')]",
    "copy": [
      {"name": "numbered", "count": 3, "input": "[concat('n', copyIndex('numbered', 1))]"}
    ]
  }
}"""


def scope_of(text: str = TEMPLATE, **rest: object) -> Scope:
    root = parse(Document("azuredeploy.json", text)).root
    assert isinstance(root, ObjectNode)
    return Scope(root, **rest)


def node_of(value: str) -> Node:
    document = Document("x.json", value)
    return StringNode(Span(document, 0, len(value)), value)


def plain(node: Node) -> object:
    """A value as `json` would give it, what is not known as UNKNOWN."""
    match node:
        case UnknownNode():
            return UNKNOWN
        case ArrayNode():
            return [plain(item) for item in node.items]
        case ObjectNode():
            return {member.key.value: plain(member.value) for member in node}
    return to_json(node)


def value(expression: str, scope: Scope | None = None) -> object:
    return plain(resolve(node_of(f"[{expression}]"), scope or scope_of()))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("concat('a', 'b', 3)", "ab3"),
        ("CONCAT('a')", "a"),
        ("concat(createArray(1), createArray(2, 'x'))", [1, 2, "x"]),
        ("'it''s'", "it's"),
        ("format('{0}-{1}/{0}', 'a', 7)", "a-7/a"),
        ("format('{0:D3}', 7)", "007"),
        ("format('{{1}}')", "{1}"),
        ("toLower('AbC')", "abc"),
        ("toUpper('AbC')", "ABC"),
        ("trim('  x ')", "x"),
        ("replace('-..-', '.', '+')", "-++-"),
        ("split('a/b/c', '/')", ["a", "b", "c"]),
        ("split('a;b,c', createArray(';', ','))", ["a", "b", "c"]),
        ("join(createArray('a', 'b'), ', ')", "a, b"),
        ("substring('one two', 4, 3)", "two"),
        ("substring('one two', 4)", "two"),
        ("padLeft('7', 3, '0')", "007"),
        ("padLeft(7, 3)", "  7"),
        ("startsWith('abcdef', 'AB')", True),
        ("endsWith('abcdef', 'EF')", True),
        ("contains('OneTwo', 'Two')", True),
        ("contains('OneTwo', 'two')", False),
        ("contains(createArray('a'), 'a')", True),
        ("contains(createObject('One', 1), 'one')", True),
        ("indexOf('test', 'T')", 0),
        ("lastIndexOf('test', 'T')", 3),
        ("indexOf(createArray('a', 'b'), 'b')", 1),
        ("lastIndexOf(createArray('a', 'b', 'a'), 'a')", 2),
        ("uri('https://contoso.org/firstpath', 'my.sh')", "https://contoso.org/my.sh"),
        (
            "uri('https://contoso.org/first/', 'my.sh')",
            "https://contoso.org/first/my.sh",
        ),
        ("uriComponent('http://x/a b')", "http%3A%2F%2Fx%2Fa%20b"),
        ("uriComponentToString('a%20b')", "a b"),
        ("base64('one, two')", "b25lLCB0d28="),
        ("base64ToString('b25lLCB0d28=')", "one, two"),
        ("base64ToJson('eyJhIjogMX0=')", {"a": 1}),
        ("dataUriToString(dataUri('Hello'))", "Hello"),
        ("string(createObject('a', 10))", '{"a":10}'),
        ("string(5)", "5"),
        ("int('42')", 42),
        ("float('1.5')", 1.5),
        ("bool('True')", True),
        ("bool('0')", False),
        ("json('{\"a\": [1, null]}')", {"a": [1, None]}),
        ("json('null')", None),
        ("null()", None),
        ("true()", True),
        ("not(false())", True),
        ("if(true(), 1, 2)", 1),
        ("if(false(), reference('x'), 2)", 2),
        ("if(equals(utcNow(), 'x'), 1, 1)", 1),
        ("and(false(), reference('x'))", False),
        ("or(true(), reference('x'))", True),
        ("or(reference('x'), true())", True),
        ("and(true(), true())", True),
        ("equals('a', 'A')", False),
        ("equals(createArray(1, 2), createArray(1, 2))", True),
        ("equals(null(), null())", True),
        ("less(1, 2)", True),
        ("lessOrEquals(2, 2)", True),
        ("greater('b', 'a')", True),
        ("greaterOrEquals(1, 2)", False),
        ("coalesce(null(), 'x', 'y')", "x"),
        ("empty('')", True),
        ("empty(null())", True),
        ("empty(createArray(1))", False),
        ("length('three')", 5),
        ("length(createObject('a', 1))", 1),
        ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
        (
            "union(createObject('a', createObject('x', 1)),"
            " createObject('A', createObject('y', 2)))",
            {"A": {"x": 1, "y": 2}},
        ),
        ("intersection(createArray(1, 2), createArray(2, 3))", [2]),
        (
            "intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))",
            {"a": 1},
        ),
        ("array('a')", ["a"]),
        ("array(createArray('a'))", ["a"]),
        ("first(createArray('a', 'b'))", "a"),
        ("last('abc')", "c"),
        ("last(createArray())", None),
        ("skip(createArray(1, 2, 3), 1)", [2, 3]),
        ("take('abc', 2)", "ab"),
        ("take(createArray(1), 5)", [1]),
        ("range(5, 3)", [5, 6, 7]),
        ("min(createArray(3, 1))", 1),
        ("max(3, 1)", 3),
        ("add(1, sub(5, mul(2, 3)))", 0),
        ("div(-7, 2)", -3),
        ("mod(-7, 3)", -1),
        ("flatten(createArray(createArray(1), createArray(2)))", [1, 2]),
        ("items(createObject('b', 2, 'a', 1))[0].key", "a"),
        ("objectKeys(createObject('a', 1, 'b', 2))", ["a", "b"]),
        (
            "shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))",
            {"a": 2},
        ),
        ("tryGet(createObject('a', createArray(1, 2)), 'a', 1)", 2),
        ("tryGet(createObject('a', 1), 'b')", None),
        ("tryGet(null(), 'b')", None),
        ("createObject('a', 1).A", 1),
        ("createObject('a', createArray(1, 2))['a'][1]", 2),
        ("createObject().?a", None),
        ("createArray(1)[?3]", None),
        ("filter(range(0, 5), lambda('x', greater(lambdaVariables('x'), 2)))", [3, 4]),
        ("map(createArray('a'), lambda('x', toUpper(lambdaVariables('x'))))", ["A"]),
        (
            "map(createArray('a', 'b'),"
            " lambda('x', 'i', format('{0}{1}', lambdaVariables('i'), lambdaVariables('x'))))",
            ["0a", "1b"],
        ),
        (
            "reduce(createArray(1, 2, 3), 10,"
            " lambda('c', 'n', add(lambdaVariables('c'), lambdaVariables('n'))))",
            16,
        ),
        (
            "sort(createArray(3, 1, 2),"
            " lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))",
            [1, 2, 3],
        ),
        (
            "toObject(createArray('a'), lambda('k', lambdaVariables('k')),"
            " lambda('k', createObject()))",
            {"a": {}},
        ),
        (
            "groupBy(createArray('foo', 'bar', 'baz'),"
            " lambda('x', substring(lambdaVariables('x'), 0, 1)))",
            {"f": ["foo"], "b": ["bar", "baz"]},
        ),
        (
            "mapValues(createObject('a', 'x'), lambda('v', toUpper(lambdaVariables('v'))))",
            {"a": "X"},
        ),
        (
            "resourceId('sub', 'rg', 'Microsoft.Compute/galleries/images', 'g', 'i')",
            "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Compute"
            "/galleries/g/images/i",
        ),
        (
            "subscriptionResourceId('sub', 'Microsoft.Authorization/roleDefinitions', 'x')",
            "/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/x",
        ),
        (
            "subscriptionResourceId('sub', 'Microsoft.Resources/resourceGroups', 'x')",
            "/subscriptions/sub/resourceGroups/x",
        ),
        (
            "resourceId('sub', 'rg', 'Microsoft.Compute/images/', 'x')",
            "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Compute/images/x",
        ),
        (
            "tenantResourceId('Microsoft.Management/managementGroups', 'x')",
            "/providers/Microsoft.Management/managementGroups/x",
        ),
        (
            "extensionResourceId('/subscriptions/s', 'Microsoft.Authorization/locks', 'x')",
            "/subscriptions/s/providers/Microsoft.Authorization/locks/x",
        ),
    ],
)
def test_a_function_gives_what_resource_manager_would(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "reference('x').outputs.y",
        "listKeys('x', '2020-01-01').keys[0].value",
        "uniqueString('a')",
        "guid('a')",
        "newGuid()",
        "utcNow()",
        "deployment().name",
        "environment().suffixes.storage",
        "resourceGroup().location",
        "subscription().subscriptionId",
        "resourceId('Microsoft.Compute/images', 'x')",
        "concat('a', reference('x'))",
        "format('{0}', utcNow())",
        "if(equals(utcNow(), 'x'), 1, 2)",
        "and(true(), reference('x'))",
        "union(createObject('a', 1), reference('x'))",
        "parameters('wanted')",
        "toLower(parameters('wanted'))",
        "someFunctionOfTomorrow('x')",
        "substring('abc', 2, 5)",
        "createArray(1)[3]",
        "createObject('a', 1).b",
        "add('a', 1)",
        "concat()()",
        "div(1, 0)",
        "if(true())",
        "toLower()",
        "split('a', '')",
        "json('{')",
        "equals(parameters('place'), 'eastus')",
        "startsWith(parameters('place'), '<')",
        "coalesce(reference('x'), 'a')",
        "copyIndex()",
        "lambdaVariables('x')",
        "map('abc', lambda('x', 1))",
        "map(range(0, 2), 'x')",
        "our.unknown('x')",
        "our.greet()",
        "less('a', 'B')",
        "objectKeys(createObject('b', 1, 'a', 2))",
    ],
)
def test_what_cannot_be_known_is_unknown(expression):
    assert value(expression) == UNKNOWN


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


def test_an_unknown_value_carries_its_expression():
    node = resolve(node_of("[toLower(parameters('wanted'))]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.reason is Reason.EXPRESSION
    assert node.text == "[toLower(parameters('wanted'))]"


@pytest.mark.parametrize(
    ("expression", "says_something"),
    [
        ("concat(reference('x').host, '/setup.sh')", True),
        ("concat(reference('x').host, reference('y'))", False),
        ("concat(concat('https://', utcNow()), utcNow())", True),
        ("format('{0}/{1}', utcNow(), 'a')", True),
        ("format('{0}{1}', utcNow(), '')", False),
        ("uri(parameters('wanted'), 'scripts/setup.sh')", True),
        ("if(equals(utcNow(), 'x'), 'https://a', 'https://b')", True),
        ("if(equals(utcNow(), 'x'), 'https://a', '')", False),
        ("parameters('wanted')", False),
    ],
)
def test_of_an_unknown_text_it_may_be_known_that_something_is_in_it(
    expression, says_something
):
    node = resolve(node_of(f"[{expression}]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.nonempty is says_something


def test_an_unknown_member_leaves_its_neighbours_known():
    expression = "createObject('a', reference('x'), 'b', createArray(1, utcNow()))"
    assert value(expression) == {"a": UNKNOWN, "b": [1, UNKNOWN]}


def test_a_parameter_that_was_asked_for_and_has_no_value_is_told():
    scope = scope_of()
    value("concat(parameters('wanted'), parameters('name'))", scope)
    assert list(scope.shared.missing) == ["wanted"]


@pytest.mark.parametrize(
    "expression",
    [
        "resourceId('Microsoft.Compute/images', parameters('wanted'))",
        "resourceId(parameters('wanted'), 'Microsoft.Compute/images/', 'x')",
        "resourceId(subscription().subscriptionId, 'rg', 'Microsoft.Compute/images', 'x')",
    ],
)
def test_of_an_id_its_kind_is_known_where_nothing_else_is(expression):
    node = resolve(node_of(f"[{expression}]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.resource_kind == "Microsoft.Compute/images"


def test_what_only_a_branch_not_taken_may_ask_for_is_not_missed():
    scope = scope_of()
    choice = "if(equals(utcNow(), 'x'), parameters('wanted'), parameters('name'))"

    assert value(choice, scope) == UNKNOWN
    assert not scope.shared.missing
    value("parameters('wanted')", scope)
    assert list(scope.shared.missing) == ["wanted"]


def test_a_given_parameter_wins_over_the_default():
    scope = scope_of(given={"NAME": node_of("given")})
    assert value("variables('image')", scope) == "given-image"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[concat('a'", "an expression that is not closed: it lacks its ']'"),
        ("[concat('a']", "an expression that cannot be read: it ends too early"),
        (
            "[concat('a)]",
            "an expression that cannot be read: a string in it is not closed",
        ),
        ("[concat('a',)]", "an expression that cannot be read: unexpected ')'"),
        ("[name]", "an expression that cannot be read: 'name' is not a function call"),
        ("[]", "an expression that cannot be read: it ends too early"),
        ("['a' 'b']", "an expression that cannot be read: unexpected ''b''"),
        ("[ -f /etc/x ]", "an expression that cannot be read: unexpected '-f /etc/x '"),
        ("[parameters('none')]", "parameter 'none' is not declared"),
        ("[variables('none')]", "variable 'none' is not declared"),
        ("[variables('circle')]", "'circle' is defined by itself"),
        (
            "[paramters('name')]",
            "there is no function 'paramters'; did you mean 'parameters'?",
        ),
        ("[parseUri('x').host]", None),
        ("[our.bow('x')]", "function 'our.bow' is not declared"),
        ("[toLower('a', 'b')]", "toLower takes 1 argument, not 2"),
        ("[substring('abc')]", "substring takes 2 to 3 arguments, not 1"),
        ("[format()]", "format takes at least 1 argument, not 0"),
        (
            "[resourceId(parameters('name'), 'Microsoft.Compute/galleries/images', 'g')]",
            "the id of 'Microsoft.Compute/galleries/images' takes 2 names, not 1",
        ),
        ("[resourceId(utcNow(), utcNow())]", None),
        ("[if(true(), 'a', toLower())]", None),
    ],
)
def test_what_resource_manager_would_refuse_is_a_fault_at_its_place(text, message):
    scope = scope_of()
    resolve(node_of(text), scope)
    faults = [words for _, words in scope.shared.faults.values()]
    assert faults == ([] if message is None else [message])


def test_a_typed_number_is_text_where_the_parameter_is_a_string():
    name, given = read_parameter("name=2019")
    scope = scope_of(given={name: given})
    assert value("parameters('name')", scope) == "2019"


def test_an_expression_too_deep_is_unknown_but_no_fault():
    scope = scope_of()
    assert value("not(" * 80 + "true()" + ")" * 80, scope) == UNKNOWN
    assert not scope.shared.faults


def test_the_branch_not_taken_has_no_faults():
    scope = scope_of()
    assert value("if(true(), 'a', parameters('none'))", scope) == "a"
    assert not scope.shared.faults


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


def resolved(text: str, scope: Scope) -> object:
    return plain(resolve(parse(Document("body.json", text)).root, scope))


def test_a_property_loop_is_unrolled():
    text = """{"copy": [{"name": "steps", "count": "[length(parameters('steps'))]",
        "input": {"name": "[parameters('steps')[copyIndex('steps')].name]"}}], "a": 1}"""
    expected = {"steps": [{"name": "one"}, {"name": "two"}], "a": 1}
    assert resolved(text, scope_of()) == expected


def test_a_loop_of_unknown_length_makes_an_unknown_member():
    text = """{"copy": [{"name": "steps", "count": "[length(parameters('wanted'))]",
        "input": "x"}]}"""
    assert resolved(text, scope_of()) == {"steps": UNKNOWN}


def test_a_key_that_is_an_expression_is_resolved_or_stays():
    text = """{"[parameters('name')]": 1, "[resourceId('A.B/c', 'd')]": 2}"""
    expected = {"golden": 1, "[resourceId('A.B/c', 'd')]": 2}
    assert resolved(text, scope_of()) == expected


STAND_IN = [1, UNKNOWN, 2]


@pytest.mark.parametrize(
    "call",
    [
        "concat(createArray(1), parameters('wanted'), createArray(2))",
        "union(createArray(1), parameters('wanted'), createArray(2, 1))",
        "flatten(createArray(createArray(1), parameters('wanted'), createArray(2)))",
        "union(createArray(1), if(parameters('wanted'), 1, 2), createArray(2))",
    ],
)
def test_what_is_not_known_of_a_joined_array_leaves_the_rest_known(call):
    node = resolve(node_of(f"[{call}]"), scope_of())

    assert plain(node) == STAND_IN
    assert isinstance(node, ArrayNode)
    assert is_many(node.items[1])


@pytest.mark.parametrize(
    "call",
    [
        "length({0})",
        "{0}[0]",
        "first({0})",
        "skip({0}, 1)",
        "contains({0}, 2)",
        "join({0}, ',')",
        "string({0})",
        "map({0}, lambda('x', lambdaVariables('x')))",
        "empty(concat(createArray(), parameters('wanted')))",
        "concat(createArray(1), 'text')",
    ],
)
def test_no_item_has_a_place_where_some_of_an_array_is_not_known(call):
    joined = "concat(createArray(1), parameters('wanted'))"

    assert value(call.format(joined), scope_of()) == UNKNOWN


def test_an_array_that_has_something_is_not_empty():
    call = "empty(concat(createArray(1), parameters('wanted')))"

    assert value(call, scope_of()) is False


def test_items_with_something_unknown_in_them_are_taken_for_different_ones():
    item = "createObject('name', 'one', 'uri', parameters('wanted'))"
    union = value(f"union(createArray({item}), createArray({item}, 1, 1))", scope_of())

    one = {"name": "one", "uri": UNKNOWN}
    assert union == [one, one, 1]


def test_a_text_without_expressions_comes_back_as_it_is():
    root = parse(Document("x.json", '{"a": [1, {"b": "c"}]}')).root
    assert resolve(root, scope_of()) is root


def test_a_placeholder_is_unknown_also_behind_a_parameter():
    node = resolve(node_of("[concat(parameters('place'), '-x')]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.reason is Reason.PLACEHOLDER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"<region>"', UNKNOWN),
        ('"{region}"', UNKNOWN),
        ('"a <b c> d"', UNKNOWN),
        ('"<name"', UNKNOWN),
        ('"${var.region}"', UNKNOWN),
        ('"${{ vars.region }}"', UNKNOWN),
        ('"{{ region }}-x"', UNKNOWN),
        ('"#{region}#"', UNKNOWN),
        ('"/subscriptions/$(sub)/x"', UNKNOWN),
        ('"rg-__ENV__-x"', UNKNOWN),
        ('"@@region@@"', UNKNOWN),
        ('"$LOCATION"', UNKNOWN),
        ('"<%= region %>"', UNKNOWN),
        ('"%REGION%"', UNKNOWN),
        ('"https://a.example/%branch-name%/a.sh"', UNKNOWN),
        ('"[[region]]"', UNKNOWN),
        ('"https://a.example/[[branch]]/a.sh"', UNKNOWN),
        ('"${jsonencode(var.region)}"', UNKNOWN),
        ('"${azurerm_images.one[count.index].id}"', UNKNOWN),
        (
            '{"regions": [${join(",", formatlist("%s", var.all))}]}',
            {"regions": [UNKNOWN]},
        ),
        ('"%TEMP%"', "%TEMP%"),
        ('"%SystemDrive%/a"', "%SystemDrive%/a"),
        ('"a%20name%20b"', "a%20name%20b"),
        ('"%C3%A9t%C3%A9"', "%C3%A9t%C3%A9"),
        ('"fr%fcher%20"', "fr%fcher%20"),
        ('"[[:digit:]]"', "[[:digit:]]"),
        ('"a.example/$web/a"', "a.example/$web/a"),
        ('"$env:TEMP"', "$env:TEMP"),
        ('"image__v2__x"', "image__v2__x"),
        ('"a < b"', "a < b"),
        ('"{}"', "{}"),
        ('"<1>"', "<1>"),
        ('{"inline": ["cat <file> {x}"]}', {"inline": ["cat <file> {x}"]}),
        ('{"Filters": ["<x>"]}', {"Filters": ["<x>"]}),
        ('{"description": "<x>"}', {"description": "<x>"}),
        ('{"sku": "<x>"}', {"sku": UNKNOWN}),
    ],
)
def test_a_placeholder_counts_where_it_cannot_be_script(text, expected):
    assert resolved(text, Scope()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"[[x]"', "[x]"),
        ("\"[[concat('a')]\"", "[concat('a')]"),
        ('"[[x[0]]"', "[x[0]]"),
        ('"[[<x>]"', UNKNOWN),
        ('"[[region]]"', UNKNOWN),
    ],
)
def test_a_bracket_that_is_escaped_is_text_but_a_bracketed_name_is_to_be_filled_in(
    text, expected
):
    assert resolved(text, scope_of()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"<region>"', "westus2"),
        ('"{REGION}"', "westus2"),
        ('"< Region >-x"', "westus2-x"),
        ('"<<region>>"', "westus2"),
        ('"{{ region }}"', "westus2"),
        ('"${{region}}"', "westus2"),
        ('"#{region}#-x"', "westus2-x"),
        ('"${region}"', "westus2"),
        ('"$(region)"', "westus2"),
        ('"__REGION__"', "westus2"),
        ('"$REGION"', "westus2"),
        ('"%REGION%"', "westus2"),
        ('"[[region]]"', "westus2"),
        ('"<region"', "westus2"),
        (
            '{"inline": ["deploy <region> <other>"]}',
            {"inline": ["deploy westus2 <other>"]},
        ),
        ('{"<region>": {}}', {"westus2": {}}),
        ("{\"a\": \"[concat('<region>', 'x')]\"}", {"a": "westus2x"}),
        ('{"a": "[parameters(\'place\')]"}', {"a": "westus2"}),
        ('{"minutes": <minutes>}', {"minutes": 90}),
    ],
)
def test_a_filled_placeholder_is_known(text, expected):
    shared = Shared(fills={"region": "westus2", "minutes": "90"})
    assert resolved(text, scope_of(shared=shared)) == expected


def doubling(count: int, expression: str) -> str:
    variables = ", ".join(
        f'"v{turn}": "[{expression.format(before=turn - 1)}]"'
        for turn in range(1, count)
    )
    return f'{{"variables": {{"v0": "0123456789", {variables}}}}}'


HOSTILE = [
    (doubling(60, "concat(variables('v{before}'), variables('v{before}'))"), "v59"),
    (
        doubling(60, "createArray(variables('v{before}'), variables('v{before}'))"),
        "v59",
    ),
    (doubling(5000, "concat(variables('v{before}'), '')"), "v4999"),
    (doubling(3000, "createArray(variables('v{before}'))"), "v2999"),
]


@pytest.mark.parametrize(("text", "name"), HOSTILE)
def test_growth_without_end_is_cut_short(text, name):
    assert UNKNOWN in repr(value(f"variables('{name}')", scope_of(text)))


def nested_maps(depth: int) -> str:
    inner = "1"
    for turn in range(depth):
        inner = f"map(range(0, 10000), lambda('x{turn}', {inner}))"
    return inner


@pytest.mark.parametrize(
    "expression",
    [
        nested_maps(6),
        "reduce(range(0, 10000), createArray(),"
        " lambda('c', 'n', createArray(lambdaVariables('c'))))",
        "reduce(range(0, 10000), 'x',"
        " lambda('c', 'n', concat(lambdaVariables('c'), lambdaVariables('c'))))",
        "map(range(0, 10000), lambda('i', format('{0}{1}',"
        " padLeft('x', 130000), lambdaVariables('i'))))",
        "map(range(0, 10000), lambda('i', contains("
        "toObject(range(0, 9000), lambda('k', string(lambdaVariables('k')))), 'x')))",
        "range(0, 100000)",
        "padLeft('x', 2000000000)",
        "concat('" + "x" * 30_000 + "')",
        "not(" * 100 + "true()" + ")" * 100,
    ],
)
def test_work_without_end_is_cut_short(expression):
    began = time.process_time()
    assert UNKNOWN in repr(value(expression))
    assert time.process_time() - began < 10


def test_a_reference_to_nothing_inside_a_loop_is_told_once():
    scope = scope_of()
    text = """{"copy": [{"name": "a", "count": 9, "input": "[parameters('none')]"}]}"""
    resolved(text, scope)
    assert len(scope.shared.faults) == 1


def test_the_manual_has_a_line_for_every_function():
    pages = dict(manual())
    assert pages["concat"].startswith("Strings")
    assert pages["utcNow"] == "Not known: the time of the deployment."
    assert all(pages.values())


PIECES = st.sampled_from(
    [
        "concat(", "parameters('name')", "variables('image')", "variables('circle')", "(",
        ")", "[", "]", ",", "'a'", "''", "1", "-3", "createObject('a', 1)", ".a", ".?b",
        "[0]", "if(", "map(range(0, 3), lambda('x', ", "lambdaVariables('x')", " ", "range(",
        "union(", "json('[1]')", "format('{0}', ", "reference(", "tryGet(", "'", "items(",
        "split('a,b', ',')", "null()", "empty(", "take(", "substring(", "join(", "coalesce(",
        "resourceId(", "intersection(", "sort(", "toObject(", "our.greet(", "copyIndex(",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=2000)
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_in_brackets_gives_a_node(text):
    assert isinstance(resolve(node_of(f"[{text}]"), scope_of()), Node)
